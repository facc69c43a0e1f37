import { existsSync, readFileSync } from 'node:fs';
import type { HttpSource } from '../source.js';
import { reputationSources } from './index.js';

// Answers that services sent, where they are at hand: for tests.

export const FOLDER = '../shared/recorded';

export interface Entry {
  readonly file: string;
  readonly service: string;
  readonly request: string;
  readonly status: number | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly response_headers?: Readonly<Record<string, string>>;
}

export const hasThem = existsSync(`${FOLDER}/MANIFEST.json`);
export const entries = hasThem
  ? (JSON.parse(readFileSync(`${FOLDER}/MANIFEST.json`, 'utf8')) as { entries: Entry[] }).entries
  : [];

/** Which unit reads which answers, by folder and a part of the request. First match. */
const READERS: readonly (readonly [folder: string, request: RegExp, source: string])[] = [
  ['xforce', /\/ipr\//, 'xforce'],
  ['abuseipdb', /\/check\?/, 'abuseipdb'],
  ['virustotal', /\/resolutions$/, 'virustotal-names'],
  ['virustotal', /\/v3\//, 'virustotal'],
  ['greynoise', /\/v3\/community\//, 'greynoise-community'],
  // The v2 endpoints are gone; what they say inside a 200 is still read as what it is.
  ['greynoise', /\/context\//, 'greynoise'],
  ['otx', /\/general$/, 'otx'],
  ['otx', /\/passive_dns$/, 'otx-names'],
  ['shodan', /\/shodan\/host\//, 'shodan'],
  ['shodan', /\/dns\/reverse/, 'shodan-names'],
  ['shodan', /^GET \/[\d.]+$/, 'internetdb'],
  ['pulsedive', /indicator=/, 'pulsedive'],
  ['crowdsec', /\/smoke\//, 'crowdsec'],
  ['ipinfo', /\/lite\//, 'ipinfo'],
  ['ipinfo', /./, 'ipinfo-details'],
  ['threatfox', /\/api\/v1\//, 'threatfox'],
  ['urlhaus', /\/v1\/host\//, 'urlhaus'],
  // Of the search that the platform replaced: the host in it has the same members.
  ['censys', /./, 'censys'],
  ['criminalip', /\/report/, 'criminalip'],
  ['circl-geolookup', /./, 'circl-geolookup'],
  ['ip-api', /./, 'ip-api'],
  ['ip2location', /./, 'ip2location'],
  ['ipapi-co', /./, 'ipapi-co'],
  ['ipqs', /./, 'ipqs'],
  ['ipstack', /./, 'ipstack'],
  ['ipwhois-io', /./, 'ipwhois-io'],
  ['onyphe', /./, 'onyphe'],
  ['spur', /./, 'spur'],
];

/** Not asked by any unit, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'abuseipdb/check-block-198.51.100.0-24-docs.json': 'asks about a whole network',
  'criminalip/c2-daily-2024-08-01.csv': 'a list, for enrich/lists',
  'greynoise/gnql-cve-37.0.8.38.json': 'a search, of the API that v3 replaced',
  'greynoise/multi-quick.json': 'of the API that v3 replaced',
  'greynoise/quick-1.1.1.1.json': 'of the API that v3 replaced',
  'pulsedive/properties-100939.json': 'asks by the number of an indicator',
  'threatfox/full-excerpt-2024-07-16.csv': 'a list, for enrich/lists',
  'urlhaus/csv-recent-excerpt-2026-02-26.csv': 'a list, for enrich/lists',
  'viriback/dump-sample.csv': 'a list, for enrich/lists',
  'virustotal/v2-52.183.120.194.json': 'of the API that v3 replaced',
  'virustotal/v2-85.214.149.236.json': 'of the API that v3 replaced',
};

const FOLDERS = new Set(READERS.map(([folder]) => folder));
export const ours = entries.filter(({ file }) => FOLDERS.has(file.split('/')[0] ?? '') || file.startsWith('viriback/'));

export function sourceOf(entry: Entry): HttpSource | undefined {
  if (Object.hasOwn(LEFT_OUT, entry.file)) return undefined;
  const name = READERS.find(
    ([folder, request]) => entry.file.startsWith(`${folder}/`) && request.test(entry.request),
  )?.[2];
  return reputationSources.find((source) => source.name === name);
}

export function addressOf({ file, request }: Entry): string {
  const text =
    /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/.exec(request)?.[0] ??
    /\/(?:\w+-)?((?:\d{1,3}\.){3}\d{1,3})/.exec(file)?.[1];
  return text ?? '192.0.2.1';
}
