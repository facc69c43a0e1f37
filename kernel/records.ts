// AssemblyScript: JSON records, one on each line. Writers put the same keys in the same order, so that what stands
// between values is known from earlier lines and only compared:
//   {"ts":1767225600.01,"id.orig_h":"10.1.1.7","id.orig_p":53380,"id.resp_h":"20.1.2.3","id.resp_p":443,"proto":"tcp"}
// A line that differs, or one with an escape in a value, stops it, and its caller decides and may add to what is known.
import { readCells } from './cells';
import { ALL_READ, AT_STOP, BATCH_FULL, NO_CELL, ODD_LINE, PAIRS, RESULT } from './places';
import { ABOVE_NINE, BACKSLASHES, CONTROLS, QUOTES, ZEROS } from './text';

/**
 * What stands before each value, as a tree. Of each node the first 32 bytes of its text and a mask for them, then words: length
 * of the text, kind, where the place of the value goes, its bit if it is a text of the row, first child, next sibling, the text.
 */
const NODES: i32 = 0x530000;
const LENGTH = 64;
const KIND = 68;
const PLACE = 72;
const BIT = 76;
const CHILD = 80;
const SIBLING = 84;
const TEXT = 88;
// Kinds: what comes after the text.
const STRING = 1;
const WORD = 2;
const END = 3;

/** Cells of one row as pairs: see `PAIRS`. */
const CELLS: i32 = 0x2800;

/** Texts of the row, a bit each. */
let present: i32 = 0;

/** Whether the bytes at `at` are those of a node. */
@inline
function isAt(node: i32, at: i32): bool {
  const first = v128.and(v128.xor(v128.load(at), v128.load(node)), v128.load(node, 32));
  const second = v128.and(v128.xor(v128.load(at, 16), v128.load(node, 16)), v128.load(node, 48));
  if (v128.any_true(v128.or(first, second))) return false;
  return load<i32>(node, LENGTH) <= 32 || isRestAt(node, at);
}

function isRestAt(node: i32, at: i32): bool {
  return memory.compare(at + 32, load<i32>(node, TEXT) + 32, load<i32>(node, LENGTH) - 32) === 0;
}

/** Where a string ends that has neither escapes nor control characters; 0 for others. */
@inline
function stringEnd(start: i32, quote: v128, backslash: v128, control: v128): i32 {
  let at = start;
  while (true) {
    const text = v128.load(at);
    const quotes = i8x16.bitmask(i8x16.eq(text, quote));
    const odd = i8x16.bitmask(v128.or(i8x16.eq(text, backslash), i8x16.eq(text, i8x16.min_u(text, control))));
    // All before the first quote, or all.
    if ((odd & (quotes ^ (quotes - 1))) !== 0) return 0;
    if (quotes !== 0) return at + ctz(quotes);
    at += 16;
  }
}

/** How many digits stand at `at`. */
@inline
function digitsAt(at: i32, zero: v128, aboveNine: v128): i32 {
  const others = i8x16.bitmask(i8x16.add_sat_u(i8x16.sub(v128.load(at), zero), aboveNine));
  return others !== 0 ? ctz(others) : manyDigits(at);
}

function manyDigits(start: i32): i32 {
  let at = start + 16;
  while ((load<u8>(at) as u32) - 0x30 < 10) at++;
  return at - start;
}

/** Where a number without exponent, `true` or `false` ends; 0 for others. */
@inline
function wordEnd(start: i32, zero: v128, aboveNine: v128): i32 {
  const first = load<u8>(start);
  if (first > 0x39) return wordOf(start);
  const whole = first === 0x2d ? start + 1 : start;
  const digits = digitsAt(whole, zero, aboveNine);
  if (digits === 0) return 0;
  if (load<u8>(whole) === 0x30) {
    if (digits > 1) return 0;
  }
  const end = whole + digits;
  if (load<u8>(end) !== 0x2e) return end;
  const fraction = digitsAt(end + 1, zero, aboveNine);
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
@inline
function cellsOf(start: i32): i32 {
  let node = load<i32>(NODES, CHILD);
  let at = start;
  let texts = 0;
  const quote = v128.load(QUOTES);
  const backslash = v128.load(BACKSLASHES);
  const control = v128.load(CONTROLS);
  const zero = v128.load(ZEROS);
  const aboveNine = v128.load(ABOVE_NINE);
  while (node !== 0) {
    if (!isAt(node, at)) {
      node = load<i32>(node, SIBLING);
      continue;
    }
    const from = at + load<i32>(node, LENGTH);
    const kind = load<i32>(node, KIND);
    const bit = load<i32>(node, BIT);
    if (kind === STRING) {
      at = stringEnd(from, quote, backslash, control);
      if (at === 0) return 0;
    } else {
      if (kind === END) {
        present = texts;
        return lineEnd(from);
      }
      const end = wordEnd(from, zero, aboveNine);
      if (end === 0) {
        // A number's text may be the start of another one, with `null` in its place.
        node = load<i32>(node, SIBLING);
        continue;
      }
      if (bit !== 0 && !isPlain(from, end)) return 0;
      at = end;
    }
    texts |= bit;
    const place = load<i32>(node, PLACE);
    store<i32>(place, from - 1);
    store<i32>(place, at, 4);
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
  const none = i64x2.splat(NO_CELL);
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
    v128.store(CELLS, none);
    v128.store(CELLS, none, 16);
    v128.store(CELLS, none, 32);
    v128.store(CELLS, none, 48);
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
