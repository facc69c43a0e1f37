import { existsSync } from 'node:fs';
import type { Address } from '../src/address/address.js';
import { ipv4 } from '../src/address/ipv4.js';
import { formatAddress } from '../src/address/format.js';
import { openPack } from '../src/enrich/index.js';
import { Random } from './generate.js';

const LOOKUPS = 200_000;
const ROUNDS = 7;

/** What looking up owners costs. */
export interface LookupRates {
  readonly oursPerSecond: number;
  /** The `maxmind` npm reader on the same addresses, where a database file was given. */
  readonly maxmindPerSecond: number | null;
}

/** Best of several rounds each, by turns; addresses are drawn from all of public IPv4. */
export async function lookupRates(packFolder: string, mmdb: string | null): Promise<LookupRates> {
  const pack = openPack(packFolder, new Date());
  const addresses = publicAddresses(LOOKUPS);
  const texts = addresses.map((address) => formatAddress(address));
  const theirs = mmdb !== null && existsSync(mmdb) ? await (await import('maxmind')).open(mmdb) : null;
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
  return { oursPerSecond: ours, maxmindPerSecond: theirs === null ? null : others };
}

function publicAddresses(count: number): Address[] {
  const random = new Random(7);
  return Array.from({ length: count }, () =>
    ipv4(((11 + random.below(90)) * 0x1000000 + random.below(0x1000000)) >>> 0),
  );
}

function rate(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return LOOKUPS / (Number(process.hrtime.bigint() - start) / 1e9);
}
