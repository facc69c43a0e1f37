// # Firstseen,DstIP,DstPort
// 2026-07-01 10:00:00,203.0.113.22,443
import { isoDay, portNumber } from '../_fields.js';
import { csvFields } from '../_csv-fields.js';
import { eachLine } from '../_lines.js';
import { readEntry } from '../read-entry.js';
import type { Layout } from './layout.js';

/** SSLBL of abuse.ch, retired on 2025-01-03: the date of the file is that of its newest row, so that age tells. */
export const sslbl: Layout = (bytes, sink) => {
  eachLine(bytes, (text, number) => {
    if (text.startsWith('#')) return;
    const [seen, address, port] = csvFields(text);
    const lastSeen = isoDay(seen);
    if (portNumber(port) === null) return sink.reject(number, text, 'port out of range');
    const detail = { port: portNumber(port), protocol: 'tcp', label: null, lastSeen, confidence: null };
    readEntry(sink, address ?? '', detail, number);
    if (lastSeen !== null && (sink.asOf === null || lastSeen > sink.asOf)) sink.asOf = lastSeen;
  });
};
