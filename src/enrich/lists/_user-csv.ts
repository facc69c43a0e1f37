// address,port,reason,expires,author
// 198.51.100.0/24,,our mail relay,2027-01-31,ann
import { isoDay, labelText, percent, portNumber } from './_fields.js';
import { CsvHeader, csvFields } from './_csv-fields.js';
import { eachLine } from './_lines.js';
import { noteLabel } from './_note.js';
import type { EntrySink } from './entry-sink.js';
import { readEntry } from './read-entry.js';

/** Column names that people and tools give, lower case. */
const ADDRESS = [
  'address',
  'ip',
  'ip_address',
  'ipaddr',
  'ip address',
  'dst_ip',
  'dstip',
  'cidr',
  'network',
  'prefix',
  'ip_prefix',
  'range',
  'indicator',
  'ioc_value',
  'ioc',
  'value',
  'data',
  'url',
  'as',
  'asn',
];
const PORT = ['port', 'dst_port', 'dstport'];
const REASON = [
  'reason',
  'label',
  'malware_printable',
  'malware',
  'family',
  'threat',
  'note',
  'notes',
  'comment',
  'description',
  'tags',
];
const EXPIRY = ['expires', 'expiry', 'until', 'valid_until', 'expiration', 'expiration_date'];
const AUTHOR = ['author', 'by', 'added_by', 'reporter', 'created_by'];
const SEEN = ['last_seen', 'lastseen', 'last_seen_utc', 'last_online', 'first_seen_utc', 'firstseen', 'dateadded'];
const CONFIDENCE = ['confidence', 'confidence_level', 'score'];

/** A table that was recognised: its separator, and its header. */
export interface UserTable {
  readonly separator: string;
  readonly header: CsvHeader;
  /** Line of the header: rows come after it. */
  readonly line: number;
}

const MAX_HEADER_LINE = 40;

/** The header of a CSV, in a line of its own or in a comment as abuse.ch writes it; null when the text has none. */
export function findUserTable(bytes: Buffer): UserTable | null {
  let found: UserTable | null = null;
  let isPast = false;
  eachLine(bytes.subarray(0, 16_384), (text, line) => {
    if (found !== null || isPast || line > MAX_HEADER_LINE) return;
    found = tableOf(text, line);
    isPast = !text.startsWith('#');
  });
  return found;
}

/** Two columns and more, one of which holds addresses. */
function tableOf(text: string, line: number): UserTable | null {
  const bare = text.replace(/^[#\s]+/, '');
  for (const separator of [',', ';', '\t']) {
    const names = csvFields(bare, separator).map((name) => name.toLowerCase());
    if (names.length < 2 || !names.some((name) => ADDRESS.includes(name))) continue;
    return { separator, header: new CsvHeader(names), line };
  }
  return null;
}

/** Reads the rows of a recognised table. */
export function readUserCsv(bytes: Buffer, table: UserTable, sink: EntrySink): void {
  const { header, separator } = table;
  eachLine(bytes, (text, number) => {
    if (number <= table.line || text.startsWith('#')) return;
    const row = csvFields(text, separator);
    const value = header.field(row, ...ADDRESS);
    if (value === '') return sink.aside('empty');
    const expiry = header.field(row, ...EXPIRY);
    const until = isoDay(expiry);
    if (expiry !== '' && until === null) {
      return sink.reject(number, text, 'unreadable expiry date: write it as 2027-01-31');
    }
    if (sink.hasExpired(until, number, text)) return;
    const reason = labelText(header.field(row, ...REASON));
    const detail = {
      port: portNumber(header.field(row, ...PORT)),
      protocol: null,
      label: noteLabel({ reason, until, author: labelText(header.field(row, ...AUTHOR)) }),
      lastSeen: isoDay(header.field(row, ...SEEN)),
      confidence: percent(header.field(row, ...CONFIDENCE)),
    };
    readEntry(sink, /^\d+$/.test(value) && header.has('asn') ? `AS${value}` : value, detail, number);
  });
}
