// # Example campaign https://example.com/report
// 203.0.113.7;65
import { labelText } from '../_fields.js';
import { eachLineSpan } from '../_lines.js';
import { type EntryDetail, NO_DETAIL } from '../entry-table.js';
import { readEntry } from '../read-entry.js';
import type { Layout } from './layout.js';
import { splitComment } from './plain.js';

const MAX_LINE = 4096;

/** The indicators of the LOKI scanner: a comment above a block of hosts names the campaign, `;65` is its score. */
export const loki: Layout = (bytes, sink) => {
  let detail: EntryDetail = NO_DETAIL;
  let hasTitle = false;
  eachLineSpan(bytes, (start, end, number) => {
    const text = bytes.toString('utf8', start, Math.min(end, start + MAX_LINE)).trim();
    const { value, comment } = splitComment(text);
    if (value !== '') readEntry(sink, value, detail, number);
    // The first line of a comment block is the title, the others are references.
    const title = value === '' && !hasTitle ? labelText(comment.replace(/\s*https?:\/\/.*$/, '')) : null;
    if (title !== null) detail = { ...NO_DETAIL, label: title };
    hasTitle = value === '' && text !== '' && (hasTitle || title !== null);
  });
};
