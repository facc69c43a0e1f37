// AssemblyScript: rows of cells between delimiters, of which the few that tell of a connection are looked at:
//   1767225600.010000 CHhAvVGS1DHFjwGM9 10.1.1.7 53380 20.1.2.3 443 tcp ssl 1.5 812 9041 SF ...
//   pc-17,"example.exe",9120,tcp,192.168.1.20,51544,192.0.2.47,443,established
// A line in which one of these is anything else than plain stops it, and its caller decides.
import { ALL_READ, AT_STOP, BATCH_FULL, CELLS, ODD_LINE, readCells, RESULT, TEXT_COUNT } from './cells';

/** Words: the delimiter, whether lines that start with `#` are none, cells that must be there. */
const SETTINGS: i32 = 0x4d0;
/** Words: for each cell of `CELLS` 4 * its column in the row, negative where there is none. */
const COLUMNS: i32 = 0x500;
const FIXED_CELLS = 8;
/** Where each cell of the row ends; 128 at most. */
const ENDS: i32 = 0x600;

/** For each of the 64 bytes at `at` whether it is `byte`, the first one lowest. */
@inline
function found(at: i32, byte: v128): u64 {
  const a = i8x16.bitmask(i8x16.eq(v128.load(at), byte)) as u64;
  const b = i8x16.bitmask(i8x16.eq(v128.load(at, 16), byte)) as u64;
  const c = i8x16.bitmask(i8x16.eq(v128.load(at, 32), byte)) as u64;
  const d = i8x16.bitmask(i8x16.eq(v128.load(at, 48), byte)) as u64;
  return a | (b << 16) | (c << 32) | (d << 48);
}

/** For each bit whether an odd number of bits is set up to and with it: what is between quotes. */
@inline
function between(quotes: u64): u64 {
  let bits = quotes;
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

/** Copies the cells that are read to `CELLS`; `isQuoted` takes quotes off, false where one of two is missing. */
@inline
function pick(lineStart: i32, isQuoted: bool): bool {
  const cells = FIXED_CELLS + load<i32>(TEXT_COUNT);
  for (let cell = 0; cell < cells; cell++) {
    const column = load<i32>(COLUMNS + (cell << 2));
    if (column < 0) continue;
    let start = column === 0 ? lineStart : load<i32>(ENDS + column - 4) + 1;
    let end = load<i32>(ENDS + column);
    if (isQuoted && load<u8>(start) === 0x22) {
      start++;
      end--;
      if (load<u8>(end) !== 0x22) return false;
    }
    store<i32>(CELLS + (cell << 3), start);
    store<i32>(CELLS + (cell << 3), end, 4);
  }
  return true;
}

/**
 * Reads rows from `from` on, to `to` (after a line end), to a line that starts at `stopAt` or later, or until the batch
 * holds `room` rows. Returns the position after the last row; `RESULT` tells the rest.
 */
export function scan(from: i32, to: i32, stopAt: i32, room: i32, rows: i32, firstLine: i32): i32 {
  const delimiter = i8x16.splat(load<u8>(SETTINGS));
  const isMarked = load<i32>(SETTINGS, 4) !== 0;
  const columns = load<i32>(SETTINGS, 8);
  const newline = i8x16.splat(0x0a);
  const quote = i8x16.splat(0x22);
  let at = from;
  let used = rows;
  let line = firstLine;
  let reason = ALL_READ;
  // Blocks of 64 bytes; what was passed in them is taken out of these.
  let block = from;
  let ends = found(block, newline);
  let tabs = found(block, delimiter);
  let quotes = found(block, quote);
  while (at < to) {
    if (used >= room) {
      reason = BATCH_FULL;
      break;
    }
    if (at >= stopAt) {
      reason = AT_STOP;
      break;
    }
    reason = ODD_LINE;
    if (isMarked && load<u8>(at) === 0x23) break;
    let cells = 0;
    let isQuoted = false;
    let isOdd = false;
    // All bits set: the block starts inside quotes.
    let inside: u64 = 0;
    // Whether a quote may open at the first byte of the block, and whether one has closed at the last byte before it.
    let mayOpen: u64 = 0;
    let hasClosed = false;
    for (;;) {
      const ofLine = ends === 0 ? <u64>-1 : ends ^ (ends - 1);
      let separators = tabs & ofLine;
      const quoted = quotes & ofLine;
      if ((quoted | inside) !== 0 || hasClosed) {
        isQuoted = true;
        const content = between(quoted) ^ inside;
        separators &= ~content;
        const opening = quoted & content;
        const closing = quoted & ~content;
        const starts = (separators << 1) | mayOpen | (block <= at ? (1 as u64) << (at - block) : 0);
        const stops = separators | ends | found(block, i8x16.splat(0x0d));
        // Quotes stand around whole cells; what else they may mean is left to the line reader.
        if ((opening & ~starts) !== 0 || (closing & ~(1 << 63) & ~(stops >> 1)) !== 0) isOdd = true;
        if (hasClosed && (stops & 1) === 0) isOdd = true;
        hasClosed = closing >> 63 !== 0;
        inside = content >> 63 !== 0 ? <u64>-1 : 0;
        if (ends !== 0 && (content & ends & (0 - ends)) !== 0) isOdd = true;
      }
      mayOpen = separators >> 63;
      while (separators !== 0 && cells < columns) {
        store<i32>(ENDS + (cells << 2), block + (ctz(separators) as i32));
        separators &= separators - 1;
        cells++;
      }
      if (ends !== 0) break;
      block += 64;
      ends = found(block, newline);
      tabs = found(block, delimiter);
      quotes = found(block, quote);
    }
    const end = block + (ctz(ends) as i32);
    const passed = ends ^ (ends - 1);
    tabs &= ~passed;
    quotes &= ~passed;
    ends &= ends - 1;
    if (isOdd) break;
    if (cells < columns) {
      // The last cell may end the line.
      let stop = end;
      while (stop > at && load<u8>(stop - 1) === 0x0d) stop--;
      store<i32>(ENDS + (cells << 2), stop);
      if (++cells < columns) break;
    }
    if (!pick(at, isQuoted)) break;
    reason = readCells(used, line);
    if (reason !== ALL_READ) break;
    at = end + 1;
    line++;
    used++;
  }
  store<i32>(RESULT, reason);
  store<i32>(RESULT, used, 4);
  store<i32>(RESULT, line, 8);
  return at;
}
