// AssemblyScript, a part of kernel/rows.ts: rows that are laid out as most are, in a loop that calls nothing and has its
// constants in registers.

import {
  BATCH,
  BY_BOTH_PORTS,
  BY_LOCAL_PORT,
  CLASS_SHIFT,
  keptPorts,
  LOCAL_COLUMN,
  MAX_PID,
  PID_COLUMN,
  PID_SHIFT,
  REMOTE_COLUMN,
  ROW,
  STATE_COLUMN,
  STATE_SHIFT,
  STATE_WIDTH,
  stateSlot,
  STAR,
  TCP_START,
  UDP,
  UDP_START,
  WITHOUT_PEER,
} from './row';
import { LEAST, MARKS, marksOf, patternOf } from './text';

/** Read from memory, they stay in registers; written into the loop, each would be made anew for each row. */
const CONSTANTS: i32 = 0x500;
v128.store(CONSTANTS, i8x16.splat(0x20));
v128.store(CONSTANTS, i8x16.splat(0x3a), 16);
v128.store(CONSTANTS, i8x16.splat(0x2e), 32);
v128.store(CONSTANTS, i8x16.splat(0x30), 48);
// See `quad`.
v128.store(CONSTANTS, i8x16.splat(118), 64);
v128.store(CONSTANTS, i16x8(2561, 256, 2561, 256, 2561, 256, 2561, 256), 80);
v128.store(CONSTANTS, i16x8(10, 1, 10, 1, 10, 1, 10, 1), 96);
v128.store(CONSTANTS, i16x8.splat(255), 112);
// Numbers of eight digits: pairs of digits, then of those, then of those.
v128.store(CONSTANTS, i16x8.splat(2561), 128);
v128.store(CONSTANTS, i16x8(100, 1, 100, 1, 100, 1, 100, 1), 144);
v128.store(CONSTANTS, i16x8(10_000, 1, 10_000, 1, 10_000, 1, 10_000, 1), 160);

const ZEROS: u64 = 0x3030_3030_3030_3030;
/** `0.0.0.0:0` and blanks stand in for `*:*`, so that it is read without a branch. */
const ANYWHERE: i32 = 0x5c0;
/** `*:*` and blanks. */
const NO_END: u64 = 0x2020_2020_202a_3a2a;
store<u64>(ANYWHERE, 0x0030_2e30_2e30_2e30);
store<u64>(ANYWHERE, 0x2020_2020_2020_303a, 7);
store<u64>(ANYWHERE, 0x2020_2020_2020_2020, 15);

/** Rows in the batch, number of the next line, start of the last row. */
export let used: i32 = 0;
export let line: i32 = 0;
export let rowStart: i32 = 0;

export function begin(rows: i32, nextLine: i32, lastRow: i32): void {
  used = rows;
  line = nextLine;
  rowStart = lastRow;
}

/** A line that says nothing has passed; after too many of them, no row waits any longer. */
export function passed(isTooLong: bool): void {
  line++;
  if (isTooLong) rowStart = -1;
}

/** The row at `at` is in the batch. */
export function put(at: i32): void {
  rowStart = at;
  line++;
  used++;
}

/** Whether a column that ends with these sixteen bytes has text, then only blanks. */
@inline
function isPadded(blanks: i32): bool {
  return (blanks & -blanks) + blanks === 0x10000;
}

/**
 * Reads rows from `from` on that start before `limit`, until the batch holds `room`: TCP with two quads or UDP with one
 * and `*:*`, columns in their places, a state column that is remembered, a process id, CR LF. Returns the start of the
 * first row that isn't like that, valid or not. What can't be guessed is decided without branches.
 */
export function usualRows(from: i32, limit: i32, room: i32): i32 {
  const blank = v128.load(CONSTANTS);
  const colon = v128.load(CONSTANTS, 16);
  const dot = v128.load(CONSTANTS, 32);
  const zero = v128.load(CONSTANTS, 48);
  const most = v128.load(CONSTANTS, 64);
  const hundreds = v128.load(CONSTANTS, 80);
  const tens = v128.load(CONSTANTS, 96);
  const highest = v128.load(CONSTANTS, 112);
  const pairs = v128.load(CONSTANTS, 128);
  const fours = v128.load(CONSTANTS, 144);
  const eights = v128.load(CONSTANTS, 160);
  let at = from;
  let row = BATCH + used * ROW;
  let last = BATCH + room * ROW;
  let number = line;
  let before = rowStart;
  while (at < limit) {
    if (row >= last) break;
    const start = load<u64>(at);
    const isTcp = start === TCP_START;
    if (((isTcp as i32) | ((start === UDP_START) as i32)) === 0) break;
    if (load<u8>(at, 8) !== 0x20) break;
    const far = select<i32>(at + REMOTE_COLUMN, ANYWHERE, isTcp);
    const localBlanks = i8x16.bitmask(i8x16.eq(v128.load(at, 16), blank));
    if (!isPadded(localBlanks)) break;
    const remoteBlanks = i8x16.bitmask(i8x16.eq(v128.load(far, 7), blank));
    if (!isPadded(remoteBlanks)) break;

    // Both addresses, as in `quad`.
    const localText = v128.load(at, LOCAL_COLUMN);
    const localEnds = i8x16.bitmask(i8x16.eq(localText, colon));
    const localMarks = marksOf(i8x16.bitmask(i8x16.eq(localText, dot)), localEnds);
    const localPattern = patternOf(localMarks);
    const remoteText = v128.load(far);
    const remoteEnds = i8x16.bitmask(i8x16.eq(remoteText, colon));
    const remoteMarks = marksOf(i8x16.bitmask(i8x16.eq(remoteText, dot)), remoteEnds);
    const remotePattern = patternOf(remoteMarks);
    if (localEnds === 0) break;
    if (remoteEnds === 0) break;
    if ((load<u16>(localPattern, MARKS) as i32) !== localMarks) break;
    if ((load<u16>(remotePattern, MARKS) as i32) !== remoteMarks) break;
    const localDigits = i8x16.swizzle(i8x16.sub(localText, zero), v128.load(localPattern));
    const remoteDigits = i8x16.swizzle(i8x16.sub(remoteText, zero), v128.load(remotePattern));
    const octets = i16x8.narrow_i32x4_s(
      i32x4.dot_i16x8_s(i16x8.shr_u(i16x8.mul(localDigits, hundreds), 8), tens),
      i32x4.dot_i16x8_s(i16x8.shr_u(i16x8.mul(remoteDigits, hundreds), 8), tens),
    );
    const least = v128.load_lane<u64>(remotePattern, v128.load_zero<u64>(localPattern, LEAST), 1, LEAST);
    const outside = v128.or(i16x8.sub(octets, least), i16x8.sub(highest, octets));
    if ((i8x16.bitmask(outside) & 0xaaaa) !== 0) break;
    const addresses = i64x2.extract_lane(i8x16.narrow_i16x8_u(octets, octets), 0) as u64;

    // Both ports and the process id: eight digits each, the missing ones 0.
    const localPort = ctz(localEnds) + LOCAL_COLUMN + 1;
    const remotePort = ctz(remoteEnds) + 1;
    const localLength = ctz(localBlanks) + 16 - localPort;
    const remoteLength = ctz(remoteBlanks) + 7 - remotePort;
    if (((localLength - 1) as u32) > 4) break;
    if (((remoteLength - 1) as u32) > 4) break;
    const localNumber = load<u64>(at + localPort) ^ ZEROS;
    const remoteNumber = load<u64>(far + remotePort) ^ ZEROS;
    if ((localNumber & 0xff) === 0) {
      if (localLength > 1) break;
    }
    if ((remoteNumber & 0xff) === 0) {
      if (remoteLength > 1) break;
    }
    const pid = load<u64>(at, PID_COLUMN) ^ ZEROS;
    const pidBits = ctz(((pid + 0x0606_0606_0606_0606) | pid) & 0xf0f0_f0f0_f0f0_f0f0) & ~7;
    // None, eight or more, or a leading zero.
    if (((pidBits - 1) as u64) > 55) break;
    if (((((pid & 0xff) - 1) & (8 - pidBits)) as i64) < 0) break;
    const ports = i64x2.replace_lane(
      i64x2.splat((localNumber << ((-8 * localLength) as u64)) as i64),
      1,
      (remoteNumber << ((-8 * remoteLength) as u64)) as i64,
    );
    const pids = i64x2.splat((pid << -pidBits) as i64);
    const noDigits = i8x16.add_sat_u(i8x16.max_u(i8x16.max_u(localDigits, remoteDigits), ports), most);
    if (i8x16.bitmask(noDigits) !== 0) break;
    const numbers = i32x4.dot_i16x8_s(
      i16x8.narrow_i32x4_s(
        i32x4.dot_i16x8_s(i16x8.shr_u(i16x8.mul(ports, pairs), 8), fours),
        i32x4.dot_i16x8_s(i16x8.shr_u(i16x8.mul(pids, pairs), 8), fours),
      ),
      eights,
    );
    const both = i64x2.extract_lane(numbers, 0) as u64;
    if ((both & 0xffff_0000_ffff_0000) !== 0) break;
    const next = at + PID_COLUMN + ((pidBits >> 3) as i32);
    if (load<u16>(next) !== 0x0a0d) break;
    const pidWord = i32x4.extract_lane(numbers, 2);
    if (pidWord > MAX_PID) break;

    const remote = (addresses >> 32) as u32;
    const theirs = (both >> 32) as u32;
    const ours = both as u32;
    // What the row is counted by.
    const word = load<u64>(at, STATE_COLUMN);
    const rest = load<u64>(at, STATE_COLUMN + 8);
    let key = theirs << 16;
    let manner = (pidWord + 1) << PID_SHIFT;
    if (!isTcp) {
      if (load<u64>(at, REMOTE_COLUMN) !== NO_END) break;
      if (i8x16.bitmask(i8x16.eq(v128.load(at, REMOTE_COLUMN + 8), blank)) !== 0xffff) break;
      if (i8x16.bitmask(i8x16.eq(v128.load(at, STATE_COLUMN), blank)) !== 0xffff) break;
      manner = UDP | STAR | (WITHOUT_PEER << CLASS_SHIFT);
    } else if (remote === 0) {
      if (theirs !== 0) break;
      const slot = stateSlot(word, rest, 1);
      if (load<u64>(slot) !== word) break;
      if (load<u64>(slot, 8) !== rest) break;
      const value = load<i32>(slot, 16);
      if (value >>> 4 !== ((2 << 12) | STATE_WIDTH)) break;
      manner = ((value & 0xf) << STATE_SHIFT) | (WITHOUT_PEER << CLASS_SHIFT);
      key = ours;
    } else {
      if (theirs === 0) break;
      const slot = stateSlot(word, rest, 0);
      if (load<u64>(slot) !== word) break;
      if (load<u64>(slot, 8) !== rest) break;
      const value = load<i32>(slot, 16);
      if (value >>> 4 !== ((1 << 12) | STATE_WIDTH)) break;
      const state = value & 0xf;
      if (remote >> 24 === 127) {
        manner = (state << STATE_SHIFT) | (WITHOUT_PEER << CLASS_SHIFT);
        key = 0;
      } else {
        const kept = keptPorts(state, false, ours, theirs);
        if (kept === BY_LOCAL_PORT) key = ours;
        else if (kept === BY_BOTH_PORTS) key |= ours;
        manner |= (state << STATE_SHIFT) | (kept << CLASS_SHIFT);
      }
    }
    store<u32>(row, remote);
    store<u32>(row, key, 4);
    store<u32>(row, manner, 8);
    store<u32>(row, 1, 12);
    store<u32>(row, number, 16);
    store<u32>(row, addresses as u32, 20);
    store<u32>(row, (theirs << 16) | ours, 24);
    before = at;
    at = next + 2;
    number++;
    row += ROW;
  }
  used = (row - BATCH) / ROW;
  line = number;
  rowStart = before;
  return at;
}
