// # id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter
// "3000001","2026-10-01 10:00:00","http://203.0.113.9:8080/bin.sh","online","2026-10-01 10:00:00",...
import { isoDay, items, labelText, property, textProperty } from '../_fields.js';
import { CsvHeader, csvFields } from '../_csv-fields.js';
import { eachLine } from '../_lines.js';
import type { EntryDetail } from '../entry-table.js';
import type { EntrySink } from '../entry-sink.js';
import { readEntry } from '../read-entry.js';
import { looksLikeJson, parseJson } from './_header.js';
import type { Layout } from './layout.js';
import { noteDate } from './plain.js';

const OFFLINE = 0.5;

/** URLhaus of abuse.ch: CSV with its header in a comment, JSON, or a URL a line. Only hosts that are addresses count. */
export const urlhaus: Layout = (bytes, sink) => {
  if (looksLikeJson(bytes)) return readJson(bytes.toString(), sink);
  let header = new CsvHeader(['url']);
  eachLine(bytes, (text, number) => {
    if (text.startsWith('#')) {
      if (/^#\s*"?id"?,/.test(text)) header = new CsvHeader(csvFields(text.replace(/^[#\s]+/, '')));
      else noteDate(text, sink);
      return;
    }
    const row = text.startsWith('"') ? csvFields(text) : [text];
    const tags = header.field(row, 'tags');
    const lastSeen = header.field(row, 'last_online', 'dateadded');
    readEntry(sink, header.field(row, 'url'), detailOf(tags, header.field(row, 'url_status'), lastSeen), number);
  });
};

function readJson(text: string, sink: EntrySink): void {
  const document = parseJson(text);
  if (typeof document !== 'object' || document === null) return sink.refuse('damaged JSON');
  let number = 0;
  for (const row of Object.values(document).flatMap(items)) {
    const tags = items(property(row, 'tags')).join(',');
    const lastSeen = textProperty(row, 'last_online') || textProperty(row, 'dateadded');
    readEntry(sink, textProperty(row, 'url'), detailOf(tags, textProperty(row, 'url_status'), lastSeen), ++number);
  }
}

function detailOf(tags: string, status: string, lastSeen: string): EntryDetail {
  return {
    port: null,
    protocol: null,
    label: labelText(tags.split(',').join(', ')),
    lastSeen: isoDay(lastSeen),
    confidence: status === '' ? null : status === 'online' ? 1 : OFFLINE,
  };
}
