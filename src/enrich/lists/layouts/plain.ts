// 203.0.113.0/24 ; SBL000001
// 203.0.113.7        # trailing comment
import { eachLineSpan } from '../_lines.js';
import { isoDay, labelText } from '../_fields.js';
import { type EntryDetail, NO_DETAIL } from '../entry-table.js';
import type { EntrySink } from '../entry-sink.js';
import { readEntry } from '../read-entry.js';
import { readIPv4Bytes } from './_ipv4-bytes.js';
import type { Layout } from './layout.js';

const MAX_LINE = 4096;

/** One address, network, range, `address:port` or AS a line; `#` and `;` start comments, alone or trailing. */
export const plain: Layout = (bytes, sink, options) => {
  const detail = options.label === null ? NO_DETAIL : { ...NO_DETAIL, label: options.label };
  readPlain(bytes, sink, detail, (text, number) => readPlainLine(text, number, sink, detail));
};

/**
 * The loop of plain lists: a line that is nothing but an IPv4 address or network is read from its bytes,
 * three times faster than by way of a string; all others come to `other` as text.
 */
function readPlain(
  bytes: Buffer,
  sink: EntrySink,
  detail: EntryDetail,
  other: (text: string, number: number) => void,
): void {
  eachLineSpan(bytes, (start, end, number) => {
    if (start === end) return;
    if (readIPv4Bytes(bytes, start, end, sink, detail, number)) return;
    const text = bytes.toString('utf8', start, Math.min(end, start + MAX_LINE)).trim();
    if (text !== '') other(text, number);
  });
}

function readPlainLine(text: string, number: number, sink: EntrySink, detail: EntryDetail): void {
  const { value, comment } = splitComment(text);
  if (value === '') return noteDate(comment, sink);
  // A comment that has letters names the entry (`SBL123`, an AS holder); a bare number is somebody's score.
  const label = /[a-z]/i.test(comment) ? labelText(comment) : null;
  readEntry(sink, value, label === null ? detail : { ...detail, label }, number);
}

/** The value that starts a line, empty for a comment line, and the comment or further columns behind it. */
export function splitComment(text: string): { value: string; comment: string } {
  const value = (range().exec(text) ?? /^[^\s,;#]+/.exec(text))?.[0] ?? '';
  const comment = text.slice(value.length).replace(/^[\s#;,/]+/, '');
  return { value: value.replace(/^"(.*)"$/, '$1'), comment };
}

/** A range with spaces around its dash. */
function range(): RegExp {
  return /^[0-9a-f.:]{2,45} *- *[0-9a-f.:]{2,45}(?=$|[\s#;,])/i;
}

/** Headers date the data in many words: `# Last update: Sat, 22 Aug 2026 ...`, `# Last updated: 2026-08-22 ...`. */
export function noteDate(comment: string, sink: EntrySink): void {
  if (sink.asOf !== null || comment.length > 200) return;
  const date = /(?:updated?|generated|modified|source file date|published)[^:]{0,20}: *(.*)$/i.exec(comment)?.[1];
  if (date !== undefined) sink.asOf = isoDay(date.replace(/[\s#]+$/, ''));
}
