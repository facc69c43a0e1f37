import { existsSync } from 'node:fs';
import type { Address } from '../src/address/address.js';
import { formatAddress } from '../src/address/format.js';
import { ipv4 } from '../src/address/ipv4.js';
import { ipv6 } from '../src/address/ipv6.js';
import { openPack } from '../src/enrich/index.js';
import { Random } from './generate.js';

const LOOKUPS = 200_000;
const ROUNDS = 7;
/** Upper halves that much IPv6 is delegated from: random bits below them mostly meet a record. */
const IPV6_BLOCKS = [0x2001_0200, 0x2003_0000, 0x2400_0000, 0x2600_0000, 0x2800_0000, 0x2a00_0000, 0x2c00_0000];

/** What looking up owners costs, look-ups a second, best of several rounds by turns. */
export interface LookupRates {
  readonly family: 4 | 6;
  readonly ours: number;
  /** The `maxmind` npm reader on the same addresses and the country part of the same data, where the file is there. */
  readonly maxmind: number | null;
}

/** Addresses are drawn from all of public IPv4 and from delegated IPv6. */
export async function lookupRates(packFolder: string, mmdb: string): Promise<LookupRates[]> {
  const pack = openPack(packFolder, new Date());
  const theirs = existsSync(mmdb) ? await (await import('maxmind')).open(mmdb) : null;
  const rates = ([4, 6] as const).map((family) => {
    const addresses = draw(family);
    const texts = addresses.map(formatAddress);
    let [ours, others] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      ours = Math.max(
        ours,
        rate(() => addresses.forEach((address) => void pack.owner(address))),
      );
      if (theirs !== null)
        others = Math.max(
          others,
          rate(() => texts.forEach((text) => void theirs.get(text))),
        );
    }
    return { family, ours, maxmind: theirs === null ? null : others };
  });
  pack.close();
  return rates;
}

function draw(family: 4 | 6): Address[] {
  const random = new Random(7);
  const word = (): number => random.below(0x1_0000_0000);
  return Array.from({ length: LOOKUPS }, () =>
    family === 4
      ? ipv4(((11 + random.below(90)) * 0x1000000 + random.below(0x1000000)) >>> 0)
      : ipv6(IPV6_BLOCKS[random.below(IPV6_BLOCKS.length)] + random.below(0x0100_0000), word(), word(), word()),
  );
}

function rate(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return LOOKUPS / (Number(process.hrtime.bigint() - start) / 1e9);
}
