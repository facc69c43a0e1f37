import type { ListMeaning, ListSource } from '../../model/listing.js';
import { textProperty } from './_fields.js';
import { utf8Bytes } from './_lines.js';
import { WARNINGLISTS, warninglists } from './_sources-warninglists.js';
import { findUserTable, readUserCsv } from './_user-csv.js';
import { readUserText } from './_user-text.js';
import type { ExpiredEntry, ParsedList } from './entry.js';
import { EntrySink } from './entry-sink.js';
import { looksLikeJson, parseJson } from './layouts/_header.js';
import { isMisp, readMisp } from './layouts/misp.js';
import { spamhaus } from './layouts/spamhaus.js';
import { isStix, readStix } from './layouts/stix.js';
import { isWarninglist, readWarninglist } from './layouts/warninglist.js';
import { whyNotData } from './parse-list.js';
import { listSource } from './published-list.js';

/** A list of the user's own, read. */
export interface UserList extends ParsedList {
  readonly source: ListSource;
  /** What the content was recognised as. */
  readonly format: 'text' | 'csv' | 'stix' | 'misp' | 'warninglist' | 'ndjson' | 'unknown';
  /** Entries past their date: they don't match, and should be told to their owner. */
  readonly expired: readonly ExpiredEntry[];
  /** Entries without a word why they are there. */
  readonly withoutReason: number;
}

/** What the list was given as: `--list` (watch) or `--allow`; and the time by which expiry dates are judged. */
export interface UserListOptions {
  readonly meaning: 'watch' | 'allow';
  readonly now: Date;
}

/**
 * Reads a list of the user's own, its format recognised by content: text (an entry a line with
 * `# reason, until DATE, by NAME`), CSV with recognisable columns, STIX bundle, MISP event, MISP warninglist,
 * NDJSON as Spamhaus writes it. Private space is kept, a default route is not. Never throws: `refused` says why a
 * file can't be used. A warninglist given with `--list` keeps its own meaning: it explains, it doesn't accuse.
 */
export function readUserList(name: string, data: string | Uint8Array, options: UserListOptions): UserList {
  const bytes = utf8Bytes(typeof data === 'string' ? Buffer.from(data) : data);
  const sink = new EntrySink('keep', options.now.toISOString().slice(0, 10));
  let source = userSource(name, options.meaning);
  let format: UserList['format'] = 'unknown';
  const notData = whyNotData(bytes);
  if (notData !== null) sink.refuse(notData);
  else if (looksLikeJson(bytes)) {
    const document = parseJson(bytes.toString());
    format = readDocument(document, bytes, sink);
    if (format === 'warninglist' && options.meaning === 'watch') source = warninglistSource(name, document);
  } else format = readLines(bytes, sink);
  const parsed = sink.finish();
  return {
    ...parsed,
    source: { ...source, asOf: parsed.asOf },
    format,
    expired: sink.expired,
    withoutReason: unnamed(parsed),
  };
}

function readDocument(document: unknown, bytes: Buffer, sink: EntrySink): UserList['format'] {
  if (isStix(document)) return readStix(document, sink), 'stix';
  if (isWarninglist(document)) return readWarninglist(document, sink, { label: null, only: null }), 'warninglist';
  if (isMisp(document)) return readMisp(document, sink), 'misp';
  if (/^\s*\{[^\n]*"(?:cidr|asn)"/.test(bytes.toString('utf8', 0, 4096))) {
    return spamhaus(bytes, sink, { label: null, only: null }), 'ndjson';
  }
  sink.refuse('JSON, but no STIX bundle, MISP event, MISP warninglist or Spamhaus list');
  return 'unknown';
}

function readLines(bytes: Buffer, sink: EntrySink): UserList['format'] {
  const table = findUserTable(bytes);
  if (table === null) readUserText(bytes, sink);
  else readUserCsv(bytes, table, sink);
  return table === null ? 'text' : 'csv';
}

function userSource(name: string, meaning: 'watch' | 'allow'): ListSource {
  return {
    name: `user:${name}`,
    title: `${meaning === 'allow' ? 'Your exceptions' : 'Your list'} ${name}`,
    meaning,
    direction: 'both',
    reliability: 1,
    origins: [],
    halfLifeDays: null,
    licence: 'your own',
    url: '',
    asOf: null,
  };
}

/** A known warninglist has its meaning in the table; of an unknown one its name tells, else it is known-good. */
function warninglistSource(name: string, document: unknown): ListSource {
  const title = textProperty(document, 'name');
  const known = warninglists[WARNINGLISTS.findIndex((row) => row[1] === title)];
  const own = { name: `user:${name}`, title: `Your copy of ${title}` };
  if (known !== undefined) return { ...listSource(known, null), ...own };
  return { ...userSource(name, 'watch'), ...own, meaning: meaningOfName(title), reliability: 0.5 };
}

function meaningOfName(title: string): ListMeaning {
  if (/sinkhole/i.test(title)) return 'sinkhole';
  if (/scan/i.test(title)) return 'scanner';
  if (/\bvpn\b|\btor\b|relay|proxy/i.test(title)) return 'anonymiser';
  return /cloud|cdn|hosting|data ?cent/i.test(title) ? 'hosting' : 'known-good';
}

function unnamed({ entries }: ParsedList): number {
  let count = 0;
  for (const entry of entries) if (entry.label === null) count++;
  return count;
}
