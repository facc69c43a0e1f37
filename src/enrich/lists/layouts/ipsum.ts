// # IP	number of (black)lists
// 203.0.113.20	10
import { eachLine } from '../_lines.js';
import { NO_DETAIL, type EntryDetail } from '../entry-table.js';
import { readEntry } from '../read-entry.js';
import type { Layout } from './layout.js';
import { noteDate } from './plain.js';

/** Its author advises to use three lists and more; below that nearly all are one list's opinion. */
const FEW: readonly number[] = [0.05, 0.05, 0.1];

/** IPsum: an address and on how many of some thirty lists it stands; the count is the confidence. */
export const ipsum: Layout = (bytes, sink) => {
  const details: (EntryDetail | undefined)[] = [];
  eachLine(bytes, (text, number) => {
    if (text.startsWith('#')) return noteDate(text, sink);
    const [address, printed] = text.split(/\s+/, 2);
    // The `levels` files have no count.
    const count = printed === undefined ? 1 : /^\d{1,3}$/.test(printed) ? Number(printed) : 0;
    if (count === 0) return sink.reject(number, text, 'no number of lists');
    readEntry(sink, address ?? '', (details[count] ??= detailOf(count)), number);
  });
};

function detailOf(count: number): EntryDetail {
  const confidence = FEW[count] ?? Math.min(1, Math.round(20 * (count - 1)) / 100);
  return { ...NO_DETAIL, label: count === 1 ? 'on 1 list' : `on ${count} lists`, confidence };
}
