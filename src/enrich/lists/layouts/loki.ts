// # Example campaign https://example.com/report
// 203.0.113.7;65
import { labelText } from '../_fields.js';
import { eachLine } from '../_lines.js';
import { type EntryDetail, NO_DETAIL } from '../entry-table.js';
import { readEntry } from '../read-entry.js';
import type { Layout } from './layout.js';
import { splitComment } from './plain.js';

/** The indicators of the LOKI scanner: a comment above a block of hosts names the campaign, `;65` is its score. */
export const loki: Layout = (bytes, sink) => {
  let detail: EntryDetail = NO_DETAIL;
  let isTitle = false;
  eachLine(bytes, (text, number) => {
    const { value, comment } = splitComment(text);
    if (value !== '') {
      isTitle = false;
      return readEntry(sink, value, detail, number);
    }
    // The first line of a comment block is the title, the others are references.
    if (!isTitle) detail = { ...NO_DETAIL, label: labelText(comment.replace(/\s*https?:\/\/.*$/, '')) };
    isTitle = true;
  });
};
