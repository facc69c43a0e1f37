// {"cidr":"198.51.100.0/24","sblid":"SBL000001","rir":"arin"}
// {"asn":64500,"rir":"ripencc","domain":"example.net","cc":"XX","asname":"EXAMPLE-AS"}
import { isoDay, labelText, property, textProperty } from '../_fields.js';
import { eachLine } from '../_lines.js';
import { NO_DETAIL } from '../entry-table.js';
import type { EntrySink } from '../entry-sink.js';
import { readAs, readEntry } from '../read-entry.js';
import { looksLikeJson, parseJson } from './_header.js';
import type { Layout } from './layout.js';
import { plain } from './plain.js';

/** Spamhaus DROP and ASN-DROP: an object a line with a metadata line at the end, or the older `CIDR ; SBLid` text. */
export const spamhaus: Layout = (bytes, sink, options) => {
  if (!looksLikeJson(bytes)) return plain(bytes, sink, options);
  eachLine(bytes, (text, number) => readObject(parseJson(text), text, number, sink));
};

function readObject(row: unknown, text: string, number: number, sink: EntrySink): void {
  const cidr = textProperty(row, 'cidr');
  if (cidr !== '') {
    return readEntry(sink, cidr, { ...NO_DETAIL, label: labelText(property(row, 'sblid')) }, number);
  }
  const as = textProperty(row, 'asn');
  if (as !== '') {
    return readAs(sink, Number(as), { ...NO_DETAIL, label: labelText(property(row, 'asname')) }, number, text);
  }
  if (property(row, 'type') !== 'metadata') return sink.reject(number, text, 'neither a network nor an AS');
  sink.asOf = isoDay(property(row, 'timestamp'));
}
