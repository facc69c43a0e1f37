// AssemblyScript: rows of cells between delimiters, of which the few that tell of a connection are looked at:
//   1767225600.010000 CHhAvVGS1DHFjwGM9 10.1.1.7 53380 20.1.2.3 443 tcp ssl 1.5 812 9041 SF ...
//   pc-17,"example.exe",9120,tcp,192.168.1.20,51544,192.0.2.47,443,established
// A line in which one of these is anything else than plain stops it, and its caller decides.
import { readCells } from './cells';
import {
  ALL_READ,
  AT_STOP,
  BATCH_FULL,
  COLUMNS,
  FIRST_TEXT,
  NO_CELL,
  ODD_LINE,
  PAIRS,
  RESULT,
  TEXT_COUNT,
} from './places';
import { NEWLINES, QUOTES } from './text';

/** Words: the delimiter, whether lines that start with `#` are none, cells that must be there. */
const SETTINGS: i32 = 0x4d0;
/** Where the quotes are off: pairs as `PAIRS` has them. */
const CELLS: i32 = 0x2800;
/** Places of the delimiters of a row, the one before it first; before them those of a cell that is not there. */
const PLACES: i32 = 0xb004;
const NO_PLACES: i32 = PLACES - 12;
/** For each byte of a piece whether it is a delimiter or line end; and where its lines end. */
const BITS: i32 = 0xb400;
const LINE_ENDS: i32 = 0xf800;
/** Bytes of a piece. */
const PIECE: i32 = 4096;
/** Not 0 when what is listed is still there: the caller has not touched the window since the scan before. */
const IS_LISTED: i32 = 0x4c8;
/** Start of the piece that is listed, and where the line ends that are left of it are. */
let piece: i32 = 0;
let left: i32 = LINE_ENDS;
let leftEnd: i32 = LINE_ENDS;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;

store<i64>(NO_PLACES, NO_CELL);
for (let cell = 0; cell < 32; cell++) store<i64>(CELLS + (cell << 3), NO_CELL);

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

/**
 * Marks the delimiters and line ends in `from`..`to` and lists the line ends; returns how many there are, -1 where there are
 * quotes. Without a branch on how many of them a block has, which nobody can predict.
 */
function list(from: i32, to: i32): i32 {
  const delimiter = i8x16.splat(load<u8>(SETTINGS));
  const newline = v128.load(NEWLINES);
  const quote = v128.load(QUOTES);
  let bits = BITS;
  let lines = LINE_ENDS;
  let quotes = i8x16.splat(0);
  for (let block = from; block < to; block += 64) {
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    quotes = v128.or(quotes, v128.or(i8x16.eq(a, quote), i8x16.eq(b, quote)));
    quotes = v128.or(quotes, v128.or(i8x16.eq(c, quote), i8x16.eq(d, quote)));
    let ends = found(block, newline);
    store<u64>(bits, ends | found(block, delimiter));
    bits += 8;
    if (to - block < 64) ends &= ((1 as u64) << (to - block)) - 1;
    do {
      store<i32>(lines, block + (ctz(ends) as i32));
      lines += ends !== 0 ? 4 : 0;
      ends &= ends - 1;
    } while (ends !== 0);
  }
  return v128.any_true(quotes) ? -1 : (lines - LINE_ENDS) >> 2;
}

/** Bits of a row that are looked at together: as many as are sure to be in a word that starts at any byte. */
const TOGETHER = 56;

/** Lists the first `cells` delimiters of the row in `at`..`end` of a piece; what comes after fewer ones is not in the row. */
@inline
function listCells(piece: i32, at: i32, end: i32, cells: i32): void {
  store<i32>(PLACES - 4, at - 1);
  const last = PLACES + (cells << 2);
  let place = PLACES;
  let from = at;
  do {
    const bit = from - piece;
    let bits = (load<u64>(BITS + (bit >> 3)) >> ((bit & 7) as u64)) & ((1 << TOGETHER) - 1);
    const next = place + ((popcnt(bits) as i32) << 2);
    do {
      store<i32>(place, from + (ctz(bits) as i32));
      bits &= bits - 1;
      store<i32>(place, from + (ctz(bits) as i32), 4);
      bits &= bits - 1;
      store<i32>(place, from + (ctz(bits) as i32), 8);
      bits &= bits - 1;
      store<i32>(place, from + (ctz(bits) as i32), 12);
      bits &= bits - 1;
      place += 16;
    } while (place < min(next, last));
    place = next;
    from += TOGETHER;
  } while (place < last && from <= end);
  // Not enough of them.
  if (place < last) store<i32>(last - 4, end + 1);
}

/**
 * Reads rows from `from` on, to `to` (after a line end), to a line that starts at `stopAt` or later, or until the batch
 * holds `room` rows. Returns the position after the last row; `RESULT` tells the rest.
 */
export function scan(from: i32, to: i32, stopAt: i32, room: i32, rows: i32, firstLine: i32): i32 {
  store<i32>(RESULT, ALL_READ);
  store<i32>(RESULT, rows, 4);
  store<i32>(RESULT, firstLine, 8);
  let at = from;
  if (load<i32>(IS_LISTED) === 0) left = leftEnd;
  store<i32>(IS_LISTED, 1);
  // The caller may have read some of them itself.
  while (left < leftEnd && load<i32>(left) < at) left += 4;
  while (at < to && load<i32>(RESULT) === ALL_READ) {
    if (left === leftEnd) {
      const end = min(at + PIECE, to);
      const lines = list(at, end);
      if (lines <= 0) {
        // With quotes, and longer than a piece: row by row.
        at = scanQuoted(at, lines < 0 ? end : at + 1, stopAt, room);
        continue;
      }
      piece = at;
      left = LINE_ENDS;
      leftEnd = LINE_ENDS + (lines << 2);
    }
    at = scanListed(at, stopAt, room);
  }
  return at;
}

/** Reads the rows of a piece whose line ends are listed. */
function scanListed(from: i32, stopAt: i32, room: i32): i32 {
  const isMarked = load<i32>(SETTINGS, 4) !== 0;
  const cells = load<i32>(SETTINGS, 8);
  const last = PLACES - 4 + (cells << 2);
  const present = (1 << load<i32>(TEXT_COUNT)) - 1;
  let used = load<i32>(RESULT, 4);
  let line = load<i32>(RESULT, 8);
  let reason = ALL_READ;
  let at = from;
  let next = left;
  for (; next < leftEnd; next += 4) {
    if (used >= room) reason = BATCH_FULL;
    if (at >= stopAt) reason = AT_STOP;
    if (reason !== ALL_READ) break;
    reason = ODD_LINE;
    const end = load<i32>(next);
    listCells(piece, at, end, cells);
    const lastEnd = load<i32>(last);
    if ((isMarked && load<u8>(at) === 0x23) || lastEnd > end) break;
    if (lastEnd === end && load<u8>(end - 1) === RETURN) store<i32>(last, beforeReturns(at, end));
    reason = readCells(PLACES - 4, COLUMNS, present, used, line);
    if (reason !== ALL_READ) break;
    at = end + 1;
    line++;
    used++;
  }
  left = next;
  return stopped(at, reason, used, line);
}

function beforeReturns(start: i32, end: i32): i32 {
  let stop = end;
  while (stop > start && load<u8>(stop - 1) === RETURN) stop--;
  return stop;
}

function stopped(at: i32, reason: i32, used: i32, line: i32): i32 {
  store<i32>(RESULT, reason);
  store<i32>(RESULT, used, 4);
  store<i32>(RESULT, line, 8);
  return at;
}

/** Copies the cells that are read to `CELLS` without their quotes; false where one of two is missing. */
function pick(): bool {
  const cells = FIRST_TEXT + load<i32>(TEXT_COUNT);
  for (let cell = 0; cell < cells; cell++) {
    const column = load<i32>(COLUMNS + (cell << 2));
    if (column < 0) continue;
    let start = load<i32>(PLACES - 4 + column) + 1;
    let end = load<i32>(PLACES + column);
    if (load<u8>(start) === QUOTE) {
      start++;
      end--;
      if (load<u8>(end) !== QUOTE) return false;
    }
    store<i32>(CELLS + (cell << 3), start - 1);
    store<i32>(CELLS + (cell << 3), end, 4);
  }
  return true;
}

/** Reads rows that may have quotes, up to one that starts at `to` or later. */
function scanQuoted(from: i32, to: i32, stopAt: i32, room: i32): i32 {
  const delimiter = i8x16.splat(load<u8>(SETTINGS));
  const isMarked = load<i32>(SETTINGS, 4) !== 0;
  const columns = load<i32>(SETTINGS, 8);
  const present = (1 << load<i32>(TEXT_COUNT)) - 1;
  const newline = i8x16.splat(<i8>NEWLINE);
  const quote = i8x16.splat(<i8>QUOTE);
  let at = from;
  let used = load<i32>(RESULT, 4);
  let line = load<i32>(RESULT, 8);
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
        const content = between(quoted) ^ inside;
        separators &= ~content;
        const opening = quoted & content;
        const closing = quoted & ~content;
        const starts = (separators << 1) | mayOpen | (block <= at ? (1 as u64) << (at - block) : 0);
        const stops = separators | ends | found(block, i8x16.splat(<i8>RETURN));
        // Quotes stand around whole cells; what else they may mean is left to the line reader.
        if ((opening & ~starts) !== 0 || (closing & ~(1 << 63) & ~(stops >> 1)) !== 0) isOdd = true;
        if (hasClosed && (stops & 1) === 0) isOdd = true;
        hasClosed = closing >> 63 !== 0;
        inside = content >> 63 !== 0 ? <u64>-1 : 0;
        if (ends !== 0 && (content & ends & (0 - ends)) !== 0) isOdd = true;
      }
      mayOpen = separators >> 63;
      while (separators !== 0 && cells < columns) {
        store<i32>(PLACES + (cells << 2), block + (ctz(separators) as i32));
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
      store<i32>(PLACES + (cells << 2), beforeReturns(at, end));
      if (++cells < columns) break;
    }
    store<i32>(PLACES - 4, at - 1);
    if (!pick()) break;
    reason = readCells(CELLS, PAIRS, present, used, line);
    if (reason !== ALL_READ) break;
    at = end + 1;
    line++;
    used++;
  }
  return stopped(at, reason, used, line);
}
