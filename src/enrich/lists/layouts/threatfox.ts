// # "first_seen_utc","ioc_id","ioc_value","ioc_type","threat_type","fk_malware",...
// "2026-09-09 10:00:00", "1853610", "203.0.113.7:4369", "ip:port", "botnet_cc", "win.cobalt_strike", ...
import { isoDay, items, labelText, percent, textProperty } from '../_fields.js';
import { CsvHeader, csvFields } from '../_csv-fields.js';
import { eachLine } from '../_lines.js';
import type { EntrySink } from '../entry-sink.js';
import { readEntry } from '../read-entry.js';
import { looksLikeJson, parseJson } from './_header.js';
import type { Layout, LayoutOptions } from './layout.js';
import { noteDate } from './plain.js';

/** A hacked machine of somebody honest: it will be cleaned, and most of its traffic is its own. */
const COMPROMISED = 0.5;

/** Reads a named column of a row, CSV or JSON. */
type Column = (...names: readonly string[]) => string;

/**
 * ThreatFox of abuse.ch: CSV whose header stands in a comment (14 columns until 2024, then 15: read by name),
 * or JSON. `only` picks command-and-control or payload rows by `threat_type`.
 */
export const threatfox: Layout = (bytes, sink, options) => {
  if (looksLikeJson(bytes)) return readJson(bytes.toString(), sink, options);
  let header: CsvHeader | null = null;
  eachLine(bytes, (text, number) => {
    if (text.startsWith('#')) {
      if (text.includes('"first_seen_utc"') && text.includes('"ioc_value"')) header = headerOf(text);
      else noteDate(text, sink);
      return;
    }
    if (header === null) return sink.reject(number, text, 'no header line before it');
    const row = csvFields(text);
    const columns = header;
    readRow((...names) => columns.field(row, ...names), number, sink, options);
  });
};

function headerOf(text: string): CsvHeader {
  return new CsvHeader(csvFields(text.replace(/^[#\s]+/, '')));
}

function readJson(text: string, sink: EntrySink, options: LayoutOptions): void {
  const document = parseJson(text);
  if (typeof document !== 'object' || document === null) return sink.refuse('damaged JSON');
  let number = 0;
  for (const group of Object.values(document)) {
    for (const row of items(group)) {
      const column: Column = (...names) => names.map((name) => textProperty(row, name)).find((v) => v !== '') ?? '';
      readRow(column, ++number, sink, options);
    }
  }
}

function readRow(column: Column, number: number, sink: EntrySink, options: LayoutOptions): void {
  const threat = column('threat_type');
  if (options.only !== null && options.only !== (threat.startsWith('payload') ? 'payload' : 'c2')) {
    return sink.aside(`other-threat-type`);
  }
  const confidence = percent(column('confidence_level'));
  const isCompromised = /^(?:true|1)$/i.test(column('is_compromised'));
  const label = labelText(column('malware_printable', 'malware', 'fk_malware'));
  const detail = {
    port: null,
    protocol: null,
    label: isCompromised ? `${label ?? 'malware'} (on a compromised machine)` : label,
    lastSeen: isoDay(column('last_seen_utc')) ?? isoDay(column('first_seen_utc')),
    confidence: isCompromised ? (confidence ?? 1) * COMPROMISED : confidence,
  };
  readEntry(sink, column('ioc_value', 'ioc'), detail, number);
}
