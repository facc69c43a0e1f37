// AssemblyScript: JSON records, one on each line. Writers put the same keys in the same order, so that what stands
// between values is known from earlier lines and only compared:
//   {"ts":1767225600.01,"id.orig_h":"10.1.1.7","id.orig_p":53380,"id.resp_h":"20.1.2.3","id.resp_p":443,"proto":"tcp"}
// A line that differs, or one with an escape in a value, stops it, and its caller decides and may add to what is known.
import { readCells } from './cells';
import { ALL_READ, AT_STOP, BATCH_FULL, FIRST_TEXT, NO_CELL, ODD_LINE, PAIRS, RESULT } from './places';
import { MASKS } from './text';

/** What stands before each value, as a tree: place and length of the text, kind, cell, first child, next sibling. */
const NODES: i32 = 0x530000;
const LENGTH = 4;
const KIND = 8;
const CELL = 12;
const CHILD = 16;
const SIBLING = 20;
// Kinds: what comes after the text.
const STRING = 1;
const WORD = 2;
const END = 3;

/** Cells of one row as pairs: see `PAIRS`. */
const CELLS: i32 = 0x2800;

/** Texts of the row, a bit each. */
let present: i32 = 0;

const QUOTE = 0x22;

/** Whether the bytes at `at` are those of a node. */
@inline
function isAt(node: i32, at: i32): bool {
  const text = load<i32>(node);
  const length = load<i32>(node, LENGTH);
  let done = 0;
  for (; done + 16 <= length; done += 16)
    if (v128.any_true(v128.xor(v128.load(at + done), v128.load(text + done)))) return false;
  const rest = v128.xor(v128.load(at + done), v128.load(text + done));
  return !v128.any_true(v128.and(rest, v128.load(MASKS + 48 - (length - done))));
}

/** Where a string ends that has neither escapes nor control characters; 0 for others. */
@inline
function stringEnd(start: i32): i32 {
  let at = start;
  while (true) {
    const text = v128.load(at);
    const stops = v128.or(
      v128.or(i8x16.eq(text, i8x16.splat(0x22)), i8x16.eq(text, i8x16.splat(0x5c))),
      i8x16.lt_u(text, i8x16.splat(0x20)),
    );
    const bits = i8x16.bitmask(stops);
    if (bits !== 0) {
      at += ctz(bits);
      return load<u8>(at) === QUOTE ? at : 0;
    }
    at += 16;
  }
}

/** How many digits stand at `at`. */
@inline
function digitsAt(at: i32): i32 {
  const digits = i8x16.sub(v128.load(at), i8x16.splat(0x30));
  const others = i8x16.bitmask(i8x16.gt_u(digits, i8x16.splat(9)));
  return others !== 0 ? ctz(others) : manyDigits(at);
}

function manyDigits(start: i32): i32 {
  let at = start + 16;
  while ((load<u8>(at) as u32) - 0x30 < 10) at++;
  return at - start;
}

/** Where a number without exponent, `true` or `false` ends; 0 for others. */
@inline
function wordEnd(start: i32): i32 {
  const first = load<u8>(start);
  if (first > 0x39) return wordOf(start);
  const whole = first === 0x2d ? start + 1 : start;
  const digits = digitsAt(whole);
  if (digits === 0 || (digits > 1 && load<u8>(whole) === 0x30)) return 0;
  const end = whole + digits;
  if (load<u8>(end) !== 0x2e) return end;
  const fraction = digitsAt(end + 1);
  return fraction === 0 ? 0 : end + 1 + fraction;
}

function wordOf(start: i32): i32 {
  const text = load<u32>(start);
  // `true`, `fals`
  if (text === 0x65757274) return start + 4;
  return text === 0x736c6166 && load<u8>(start, 4) === 0x65 ? start + 5 : 0;
}

/** Whether a number or word is written as it is read: not `1.0`, `-0` or more digits than are exact. */
function isPlain(start: i32, end: i32): bool {
  if (end - start > 15) return false;
  for (let at = start; at < end; at++) if (load<u8>(at) < 0x30) return false;
  return true;
}

/** Finds the cells of the line at `start`; returns the place of its line end, or 0. */
function cellsOf(start: i32): i32 {
  let node = load<i32>(NODES, CHILD);
  let at = start;
  while (node !== 0) {
    if (!isAt(node, at)) {
      node = load<i32>(node, SIBLING);
      continue;
    }
    const from = at + load<i32>(node, LENGTH);
    const kind = load<i32>(node, KIND);
    if (kind === END) return lineEnd(from);
    const end = kind === STRING ? stringEnd(from) : wordEnd(from);
    if (end === 0) {
      // A number's text may be the start of another one, with `null` in its place.
      if (kind === STRING) return 0;
      node = load<i32>(node, SIBLING);
      continue;
    }
    const cell = load<i32>(node, CELL);
    if (cell >= 0) {
      if (cell >= FIRST_TEXT) {
        if (kind === WORD && !isPlain(from, end)) return 0;
        present |= 1 << (cell - FIRST_TEXT);
      }
      store<i32>(CELLS + (cell << 3), from - 1);
      store<i32>(CELLS + (cell << 3), end, 4);
    }
    at = end;
    node = load<i32>(node, CHILD);
  }
  return 0;
}

@inline
function lineEnd(start: i32): i32 {
  let at = start;
  while (load<u8>(at) === 0x0d) at++;
  return load<u8>(at) === 0x0a ? at : 0;
}

/**
 * Reads records from `from` on, to `to` (after a line end), to a line that starts at `stopAt` or later, or until the
 * batch holds `room` rows. Returns the position after the last one; `RESULT` tells the rest.
 */
export function scanRecords(from: i32, to: i32, stopAt: i32, room: i32, rows: i32, firstLine: i32): i32 {
  let at = from;
  let used = rows;
  let line = firstLine;
  let reason = ALL_READ;
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
    present = 0;
    for (let cell = 0; cell < FIRST_TEXT; cell++) store<i64>(CELLS + (cell << 3), NO_CELL);
    const end = cellsOf(at);
    if (end === 0) break;
    reason = readCells(CELLS, PAIRS, present, used, line);
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
