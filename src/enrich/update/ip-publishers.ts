import { readDbip } from './ip-data/dbip.js';
import { readDelegated } from './ip-data/delegated.js';
import { readIptoasn } from './ip-data/iptoasn.js';
import type { Publisher, Reading, UrlContext } from './publisher.js';

const MB = 1024 * 1024;

/** What all publishers of data for the whole Internet have in common. */
const WHOLE_INTERNET = {
  aliases: [],
  group: 'ip-data',
  page: null,
  hosts: [],
  leastShare: 0.5,
  end: null,
} as const;

/** Publishers of AS and country for every address. */
export function ipPublishers(): Publisher[] {
  return [
    {
      ...WHOLE_INTERNET,
      key: 'iptoasn',
      title: 'iptoasn: announced ranges and their AS',
      licence: 'PDDL 1.0',
      urls: () => ['https://iptoasn.com/data/ip2asn-combined.tsv.gz'],
      everyHours: 24,
      bounds: { min: 200_000, max: 5_000_000 },
      maxBytes: 60 * MB,
      isGzip: true,
      isDefault: true,
      read: (bytes) => reading(count(readIptoasn(text(bytes)))),
    },
    {
      ...WHOLE_INTERNET,
      key: 'dbip-country',
      title: 'DB-IP Lite country',
      licence: 'CC BY 4.0, attribution: IP Geolocation by DB-IP (https://db-ip.com)',
      urls: dbipUrls,
      everyHours: 24 * 7,
      bounds: { min: 100_000, max: 10_000_000 },
      maxBytes: 60 * MB,
      isGzip: true,
      isDefault: true,
      read: (bytes) => reading(count(readDbip(text(bytes)))),
    },
    {
      ...WHOLE_INTERNET,
      key: 'nro-delegated',
      title: 'NRO: delegations of all five registries',
      licence: 'CC BY 4.0 (NRO), conditions of use of the registries',
      urls: () => ['https://ftp.ripe.net/pub/stats/ripencc/nro-stats/latest/nro-delegated-stats'],
      everyHours: 24 * 7,
      bounds: { min: 300_000, max: 5_000_000 },
      maxBytes: 100 * MB,
      isGzip: false,
      isDefault: false,
      read(bytes) {
        const file = readDelegated(text(bytes));
        return { ...reading(file.records.length), rejected: file.rejected, asOf: file.asOf };
      },
    },
  ];
}

/** One file a month; on its first days the new one may not be there yet. */
function dbipUrls({ now }: UrlContext): string[] {
  const months = [0, 1].map((back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)));
  return months.map(
    (month) => `https://download.db-ip.com/free/dbip-country-lite-${month.toISOString().slice(0, 7)}.csv.gz`,
  );
}

function reading(entries: number): Reading {
  return { entries, rejected: 0, asOf: null, refused: null, blocks: [] };
}

function count(rows: Iterable<unknown>): number {
  let entries = 0;
  for (const _ of rows) entries++;
  return entries;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
