// 198.51.100.0/24  # reason: our mail relay, until 2027-01-31, by ann
// AS64500
import { eachLine } from './_lines.js';
import { noteLabel, parseNote } from './_note.js';
import { NO_DETAIL } from './entry-table.js';
import type { EntrySink } from './entry-sink.js';
import { splitComment } from './layouts/plain.js';
import { readEntry } from './read-entry.js';

/** Reads the user's own text: an entry a line, the comment behind it says why, until when and by whom. */
export function readUserText(bytes: Buffer, sink: EntrySink): void {
  eachLine(bytes, (text, number) => {
    const { value, comment } = splitComment(text);
    if (value === '') return;
    const note = parseNote(comment);
    if (note === null) return sink.reject(number, text, 'unreadable expiry date: write it as 2027-01-31');
    if (sink.hasExpired(note.until, number, text)) return;
    const label = noteLabel(note);
    readEntry(sink, value, label === null ? NO_DETAIL : { ...NO_DETAIL, label }, number);
  });
}
