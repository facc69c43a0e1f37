/**
 * `npm run evaluate -- --owners`: how many of the addresses of the labelled incidents and genuine listings get a country
 * and an AS, and how often the two country sources of the pack agree.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from '../src/address/address.js';
import { classify } from '../src/address/classify.js';
import { extractAddresses } from '../src/address/extract.js';
import { formatAddress } from '../src/address/format.js';
import type { NetworkKind } from '../src/model/knowledge.js';
import type { Knowledge } from '../src/flow/knowledge.js';

const WANTED = 1000;

export interface OwnerCounts {
  readonly addresses: number;
  readonly country: number;
  readonly as: number;
  readonly organisation: number;
  readonly networkKind: number;
  /** Addresses on which both country sources answer, and on which they agree, by what the country of a network tells. */
  /** Addresses for which the given database has a country, the one we show first, one of the two we show; null: none given. */
  readonly second: { compared: number; agree: number; either: number } | null;
  readonly countries: Readonly<Record<'placed' | 'spread', { compared: number; agree: number }>>;
}

/** Networks that answer from many countries: a registry names the company's, a locator the nearest machine's. */
const SPREAD: ReadonlySet<NetworkKind> = new Set([
  'cdn',
  'cloud-platform',
  'cloud-tenant',
  'hosting',
  'resolver',
  'anonymiser',
]);

/** Counts over up to a thousand addresses found below `folders`; null where none of the folders is there. */
export async function countOwners(
  folders: readonly string[],
  knowledge: Knowledge,
  mmdb: string | null,
): Promise<OwnerCounts | null> {
  const countryIn = mmdb === null ? null : await countryReader(mmdb);
  const addresses = addressesBelow(folders.filter((folder) => existsSync(folder)));
  if (addresses.length === 0) return null;
  const countries = { placed: { compared: 0, agree: 0 }, spread: { compared: 0, agree: 0 } };
  const counts = {
    addresses: addresses.length,
    country: 0,
    as: 0,
    organisation: 0,
    networkKind: 0,
    second: countryIn === null ? null : { compared: 0, agree: 0, either: 0 },
    countries,
  };
  for (const address of addresses) {
    const { country, as, organisation, network } = knowledge.owner(address);
    if (country !== null) counts.country++;
    if (as !== null) counts.as++;
    if (organisation !== null) counts.organisation++;
    if (network.kind !== 'unknown') counts.networkKind++;
    const other = countryIn?.(formatAddress(address)) ?? null;
    if (counts.second !== null && other !== null && country !== null) {
      counts.second.compared++;
      if (other === country.code) counts.second.agree++;
      if (other === country.code || other === country.other) counts.second.either++;
    }
    if (country === null || country.agreement === 'single') continue;
    const group = countries[SPREAD.has(network.kind) ? 'spread' : 'placed'];
    group.compared++;
    if (country.agreement === 'agree') group.agree++;
  }
  return counts;
}

/** Country codes of a MaxMind, DB-IP or IPinfo file. */
async function countryReader(file: string): Promise<(address: string) => string | null> {
  const reader = await (await import('maxmind')).open(file);
  return (address) => {
    const row = reader.get(address) as { country_code?: string; country?: { iso_code?: string } | string } | null;
    const country = typeof row?.country === 'object' ? row.country.iso_code : row?.country;
    return row?.country_code ?? country ?? null;
  };
}

/** A Markdown table of the counts. */
export function ownersTable(counts: OwnerCounts): string {
  const { placed, spread } = counts.countries;
  const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
  return [
    `| of ${counts.addresses} addresses | |`,
    '|---|---|',
    `| country named | ${share(counts.country, counts.addresses)} |`,
    `| AS named | ${share(counts.as, counts.addresses)} |`,
    `| organisation named | ${share(counts.organisation, counts.addresses)} |`,
    `| kind of network known | ${share(counts.networkKind, counts.addresses)} |`,
    `| country sources agree, lines and offices | ${share(placed.agree, placed.compared)} of ${placed.compared} |`,
    `| country sources agree, clouds, hosting, delivery | ${share(spread.agree, spread.compared)} of ${spread.compared} |`,
    ...(counts.second === null
      ? []
      : [
          `| the same country in the given database | ${share(counts.second.agree, counts.second.compared)} of ${counts.second.compared} |`,
          `| one of the two countries shown | ${share(counts.second.either, counts.second.compared)} |`,
        ]),
    '',
  ].join('\n');
}

/** Public addresses in the order of a hash, so that a thousand of them are a fair draw. */
function addressesBelow(folders: readonly string[]): Address[] {
  const found = new Map<string, Address>();
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(json|txt|csv|log)$/.test(file),
    )) {
      for (const { address } of extractAddresses(readFileSync(join(folder, name), 'utf8'))) {
        const { lookup } = classify(address);
        if (lookup !== null) found.set(formatAddress(lookup), lookup);
      }
    }
  }
  return [...found.entries()]
    .sort(([a], [b]) => hash(a) - hash(b))
    .slice(0, WANTED)
    .map(([, address]) => address);
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
