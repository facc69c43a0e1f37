import type { Address } from '../../../address/address.js';
import { toBigInt } from '../../../address/bigint.js';
import { compilePack, type PackFile } from '../../offline/pack-compile.js';
import type { PackSource } from '../../offline/pack-manifest.js';
import type { CopyMeta } from '../copies.js';
import { type BaseColumns, openBaseColumns, quoted } from './base-columns.js';
import { readDbip } from './dbip.js';
import { readDelegated } from './delegated.js';
import { readIptoasn } from './iptoasn.js';

/** Keys of the publishers that owner data is made from. */
export const IP_KEYS: readonly string[] = ['iptoasn', 'dbip-country', 'nro-delegated'];

/** A fetched file and what is known of it. */
export interface FreshText {
  readonly meta: CopyMeta;
  readonly text: string;
}

/**
 * Compiles an owner pack in which the fetched columns replace those of the embedded pack: AS from iptoasn, the second
 * country from DB-IP, the registered country of IPv6 from the delegations. The rest is the embedded pack's:
 * its first IPv4 country rests on geofeeds and whois, which no single publisher offers.
 */
export function buildIpData(packDirectory: string, fresh: ReadonlyMap<string, FreshText>): readonly PackFile[] {
  const base = openBaseColumns(packDirectory);
  const systems = fresh.get('iptoasn');
  const second = fresh.get('dbip-country');
  const registry = fresh.get('nro-delegated');
  const as = systems === undefined ? null : systemColumns(systems.text, base);
  const dbip = second === undefined ? null : countryColumns(readDbip(second.text));
  const delegated = registry === undefined ? null : countryColumns(readDelegated(registry.text).records);
  return compilePack({
    asn4: as?.[4] ?? base.column('asn', 4),
    asn6: as?.[6] ?? base.column('asn', 6),
    country4: base.column('country', 4),
    country6: delegated?.[6] ?? base.column('country', 6),
    second4: dbip?.[4] ?? base.column('second', 4),
    second6: dbip?.[6] ?? base.column('second', 6),
    registered4: delegated?.[4] ?? base.column('registered', 4),
    registered6: delegated?.[6] ?? base.column('registered', 6),
    sources: base.sources.map((source) =>
      replaced(source, { asn: systems, 'dbip-country': second, 'asn-country': registry }),
    ),
  });
}

type Columns = Readonly<Record<4 | 6, string>>;

function systemColumns(text: string, base: BaseColumns): Columns {
  const rows: Record<4 | 6, string[]> = { 4: [], 6: [] };
  for (const { first, last, as, name } of readIptoasn(text)) {
    // A known AS keeps its name: iptoasn's begins with the registry's handle.
    rows[first.family].push(row(first, last, `${as},${quoted(base.systemName(as) ?? name)}`));
  }
  return { 4: rows[4].join(''), 6: rows[6].join('') };
}

function countryColumns(read: Iterable<{ first: Address; last: Address; country: string }>): Columns {
  const rows: Record<4 | 6, string[]> = { 4: [], 6: [] };
  for (const { first, last, country } of read) rows[first.family].push(row(first, last, country));
  return { 4: rows[4].join(''), 6: rows[6].join('') };
}

function row(first: Address, last: Address, rest: string): string {
  return first.family === 4 ? `${first.w3},${last.w3},${rest}\n` : `${toBigInt(first)},${toBigInt(last)},${rest}\n`;
}

/** The pack's own key stays: facts find their source by it. */
function replaced(source: PackSource, fresh: Readonly<Record<string, FreshText | undefined>>): PackSource {
  const meta = fresh[source.key]?.meta;
  if (meta === undefined) return source;
  return { key: source.key, name: meta.title, date: meta.asOf, licence: meta.licence, url: meta.url };
}
