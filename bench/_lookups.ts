import { existsSync } from 'node:fs';
import type { Address } from '../src/address/address.js';
import { isGlobalIPv4 } from '../src/address/classify.js';
import { formatAddress } from '../src/address/format.js';
import { ipv4 } from '../src/address/ipv4.js';
import { ipv6 } from '../src/address/ipv6.js';
import { parseAddress } from '../src/address/parse.js';
import { openPack } from '../src/enrich/index.js';
import { Random } from './generate.js';

const LOOKUPS = 50_000;
const ROUNDS = 40;
/** The registries' /12 blocks (IANA IPv6 Global Unicast Address Assignments): addresses are drawn from within. */
const IPV6_BLOCKS = [0x2400_0000, 0x2600_0000, 0x2800_0000, 0x2a00_0000, 0x2c00_0000];

/** What looking up owners costs, look-ups a second, best of several rounds by turns. */
export interface LookupRates {
  readonly family: 4 | 6;
  /** Country, AS, organisation and kind of network of an address as a listing's reader hands it over. */
  readonly owner: number;
  /** The country alone: what the other reader's file answers. */
  readonly country: number;
  /** The same with parsing the address's text, which is all that the other reader takes. */
  readonly countryOfText: number;
  /** The `maxmind` npm reader: the country out of the same data, where the file is there. */
  readonly maxmind: number | null;
}

/** Addresses are drawn from all of public IPv4 and from delegated IPv6. */
export async function lookupRates(packFolder: string, mmdb: string): Promise<LookupRates[]> {
  const pack = openPack(packFolder, new Date());
  const theirs = existsSync(mmdb) ? await (await import('maxmind')).open(mmdb) : null;
  const rates = ([4, 6] as const).map((family) => {
    const addresses = draw(family);
    const texts = addresses.map(formatAddress);
    const parse = (text: string): Address => parseAddress(text) ?? addresses[0];
    const best = bestOf({
      owner: () => {
        for (const address of addresses) pack.owner(address);
      },
      country: () => {
        for (const address of addresses) pack.country(address);
      },
      countryOfText: () => {
        for (const text of texts) pack.country(parse(text));
      },
      maxmind: () => {
        if (theirs !== null) for (const text of texts) theirs.get(text);
      },
    });
    return { family, ...best, maxmind: theirs === null ? null : best.maxmind };
  });
  pack.close();
  return rates;
}

/** Each loop is a function of its own, so that it is compiled for what it does; all take turns, so that a loaded machine slows all alike. */
function bestOf<Name extends string>(loops: Readonly<Record<Name, () => void>>): Record<Name, number> {
  const best = {} as Record<Name, number>;
  for (let round = 0; round < ROUNDS; round++)
    for (const name of Object.keys(loops) as Name[]) best[name] = Math.max(best[name] ?? 0, rate(loops[name]));
  return best;
}

function draw(family: 4 | 6): Address[] {
  const random = new Random(7);
  const word = (): number => random.below(0x1_0000_0000);
  const publicWord = (): number => {
    for (;;) {
      const drawn = word();
      if (isGlobalIPv4(drawn)) return drawn;
    }
  };
  return Array.from({ length: LOOKUPS }, () =>
    family === 4
      ? ipv4(publicWord())
      : ipv6(IPV6_BLOCKS[random.below(IPV6_BLOCKS.length)] + random.below(0x0010_0000), word(), word(), word()),
  );
}

/** Look-ups a second, after a run that brings back into the caches what the loop before has driven out. */
function rate(lookAll: () => void): number {
  lookAll();
  const start = process.hrtime.bigint();
  lookAll();
  return LOOKUPS / (Number(process.hrtime.bigint() - start) / 1e9);
}
