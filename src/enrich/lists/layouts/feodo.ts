// "first_seen_utc","dst_ip","dst_port","c2_status","last_online","malware"
// "2026-01-02 03:04:05","203.0.113.10","443","online","2026-03-12","QakBot"
import { isoDay, items, labelText, portNumber, property, textProperty } from '../_fields.js';
import { CsvHeader, csvFields } from '../_csv-fields.js';
import { eachLine } from '../_lines.js';
import type { EntryDetail } from '../entry-table.js';
import type { EntrySink } from '../entry-sink.js';
import { readEntry } from '../read-entry.js';
import { looksLikeJson, parseJson } from './_header.js';
import type { Layout } from './layout.js';
import { noteDate } from './plain.js';

/** A server that was seen offline may be gone; its date does the rest. */
const OFFLINE = 0.7;

/** Feodo Tracker of abuse.ch: CSV whose header is no comment, JSON array, or bare addresses. No row at all is sound. */
export const feodo: Layout = (bytes, sink) => {
  if (looksLikeJson(bytes)) return readJson(bytes.toString(), sink);
  let header: CsvHeader | null = null;
  eachLine(bytes, (text, number) => {
    if (text.startsWith('#')) return noteDate(text, sink);
    const row = csvFields(text);
    if (header === null && row.includes('dst_ip')) header = new CsvHeader(row);
    else if (header === null) readEntry(sink, row[0] ?? '', detailOf('', '', '', ''), number);
    else readRow(header, row, text, number, sink);
  });
};

function readRow(header: CsvHeader, row: readonly string[], text: string, number: number, sink: EntrySink): void {
  const port = header.field(row, 'dst_port');
  if (portNumber(port) === null) return sink.reject(number, text, 'port out of range');
  const lastSeen = header.field(row, 'last_online', 'first_seen_utc');
  const detail = detailOf(port, header.field(row, 'c2_status'), lastSeen, header.field(row, 'malware'));
  readEntry(sink, header.field(row, 'dst_ip'), detail, number);
}

function readJson(text: string, sink: EntrySink): void {
  const rows = parseJson(text);
  if (!Array.isArray(rows)) return sink.refuse('not the JSON array that Feodo Tracker publishes');
  items(rows).forEach((row, i) => {
    const port = textProperty(row, 'port');
    if (portNumber(port) === null) return sink.reject(i + 1, JSON.stringify(row).slice(0, 200), 'port out of range');
    const lastSeen = textProperty(row, 'last_online') || textProperty(row, 'first_seen');
    const detail = detailOf(port, textProperty(row, 'status'), lastSeen, property(row, 'malware'));
    readEntry(sink, textProperty(row, 'ip_address'), detail, i + 1);
  });
}

function detailOf(port: string, status: string, lastSeen: string, malware: unknown): EntryDetail {
  const number = portNumber(port);
  return {
    port: number,
    protocol: number === null ? null : 'tcp',
    label: labelText(malware),
    lastSeen: isoDay(lastSeen),
    confidence: status === '' ? null : status === 'online' ? 1 : OFFLINE,
  };
}
