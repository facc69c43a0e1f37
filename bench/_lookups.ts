import { existsSync } from 'node:fs';
import type { Address } from '../src/address/address.js';
import { isGlobalIPv4 } from '../src/address/classify.js';
import { formatAddress } from '../src/address/format.js';
import { ipv4 } from '../src/address/ipv4.js';
import { ipv6 } from '../src/address/ipv6.js';
import { parseAddress } from '../src/address/parse.js';
import { openPack } from '../src/enrich/index.js';
import { Random } from './generate.js';

const LOOKUPS = 200_000;
const ROUNDS = 7;
/** The registries' /12 blocks (IANA IPv6 Global Unicast Address Assignments): addresses are drawn from within. */
const IPV6_BLOCKS = [0x2400_0000, 0x2600_0000, 0x2800_0000, 0x2a00_0000, 0x2c00_0000];

/** What looking up owners costs, look-ups a second, best of several rounds by turns. */
export interface LookupRates {
  readonly family: 4 | 6;
  /** Country, AS, organisation and kind of network of an address as a listing's reader hands it over. */
  readonly ours: number;
  /** The same with parsing the address's text, which is all that the other reader takes. */
  readonly fromText: number;
  /** The `maxmind` npm reader: the country alone, out of the same data, where the file is there. */
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
    const best = { ours: 0, fromText: 0, maxmind: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      best.ours = Math.max(
        best.ours,
        rate(() => {
          for (const address of addresses) pack.owner(address);
        }),
      );
      best.fromText = Math.max(
        best.fromText,
        rate(() => {
          for (const text of texts) pack.owner(parse(text));
        }),
      );
      if (theirs !== null)
        best.maxmind = Math.max(
          best.maxmind,
          rate(() => {
            for (const text of texts) theirs.get(text);
          }),
        );
    }
    return { family, ...best, maxmind: theirs === null ? null : best.maxmind };
  });
  pack.close();
  return rates;
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

/** Look-ups a second; each loop stands in its own function, so that each is compiled for what it does. */
function rate(lookAll: () => void): number {
  const start = process.hrtime.bigint();
  lookAll();
  return LOOKUPS / (Number(process.hrtime.bigint() - start) / 1e9);
}
