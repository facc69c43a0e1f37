import type { EntryDetail } from '../entry-table.js';
import type { EntrySink } from '../entry-sink.js';

const SPACE = 32;
const TAB = 9;
const DOT = 46;
const SLASH = 47;

/**
 * Takes a line that is exactly `a.b.c.d` or `a.b.c.d/len`, with blanks behind it. False, with nothing taken,
 * for every other line: the caller reads it as text. As strict as `parseAddress`: no leading zeros.
 */
export function readIPv4Bytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  sink: EntrySink,
  detail: EntryDetail,
  line: number,
): boolean {
  let at = start;
  let word = 0;
  for (let octets = 0; octets < 4; octets++) {
    if (octets > 0 && (at >= end || bytes[at++] !== DOT)) return false;
    const from = at;
    let value = 0;
    for (; at < end && at - from < 4; at++) {
      const digit = (bytes[at] ?? 0) - 48;
      if (digit >>> 0 > 9) break;
      value = value * 10 + digit;
    }
    if (at === from || value > 255 || (at - from > 1 && bytes[from] === 48)) return false;
    word = (word << 8) | value;
  }
  let length = 32;
  if (at < end && bytes[at] === SLASH) {
    const from = ++at;
    for (length = 0; at < end && at - from < 3; at++) {
      const digit = (bytes[at] ?? 0) - 48;
      if (digit >>> 0 > 9) break;
      length = length * 10 + digit;
    }
    if (at === from || length > 32 || (at - from > 1 && bytes[from] === 48)) return false;
  }
  for (; at < end; at++) if (bytes[at] !== SPACE && bytes[at] !== TAB) return false;
  const mask = length === 0 ? 0 : -1 << (32 - length);
  sink.ipv4((word & mask) >>> 0, (word | ~mask) >>> 0, detail, line);
  return true;
}
