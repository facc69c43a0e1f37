// AssemblyScript, the source of src/inputs/bulk/_row-kernel.ts (`npm run kernel`).
//
// Reads Windows netstat rows, which are printed as `  %-6s %-22s %-22s %-15s %s`, sixteen bytes at a time:
//   TCP    192.168.1.20:49810     20.1.2.3:443           ESTABLISHED     4712
// A line that isn't exactly such a row stops it, and its caller decides. WebAssembly because it needs no warm-up and
// has vectors; JavaScript takes three times as long.

import {
  BATCH,
  BY_BOTH_PORTS,
  BY_LOCAL_PORT,
  BY_REMOTE_PORT,
  CLASS_SHIFT,
  keptPorts,
  LISTENERS,
  LOCAL_COLUMN,
  LOCAL_IS_TOKEN,
  MAX_PID,
  PID_SHIFT,
  REMOTE_COLUMN,
  REMOTE_IS_TOKEN,
  ROW,
  STAR,
  STATE_COLUMN,
  STATE_SHIFT,
  STATE_SIZE,
  stateSlot,
  STATES,
  STATE_WIDTH,
  TCP_START,
  UDP,
  UDP_START,
  WITHOUT_PEER,
  WITHOUT_PID,
} from './row';
import { MASKS, NOTHING, number, quad } from './text';
import { begin, line, rowStart, used, usualRows, passed, put } from './usual';

/** Why `scan` has stopped. */
const ALL_READ = 0;
const AT_STOP = 1;
const ODD_LINE = 2;
const BATCH_FULL = 3;
/** A bracketed address, or the word in the state column, that the caller is to look up and put into its slot. */
const TOKEN_WANTED = 4;
const STATE_WANTED = 5;

// Memory, from its start; all of it zero at first.
/** Words: reason, rows in the batch, next line, start of the last row, place and slot of what is wanted, its kind. */
export const RESULT: i32 = 0x400;
/** Bracketed addresses: text, number of the token, length. Two tables, so that one end never drives out the other. */
const LOCAL_TOKENS: i32 = 0x5c00;
const LOCAL_TOKEN_SLOTS: i32 = 64;
const REMOTE_TOKENS: i32 = 0x10000;
const REMOTE_TOKEN_SLOTS: i32 = 32768;
const TOKEN_SIZE: i32 = 64;
const TOKEN_TEXT: i32 = 48;
/** Lines that say nothing, as headers further down, by their beginnings: text with its end, then its length. */
const LINES: i32 = 0x6c00;
const LINE_SLOT_BITS = 4;
const LINE_SIZE: i32 = 256;
const LINE_LENGTH: i32 = 252;
export const BATCH_ROWS: i32 = 1024;
/** Bytes of the input: two of the longest lines, and what vectors read behind the last one. */
export const WINDOW: i32 = 0x210000;
export const WINDOW_BYTES: i32 = 0x200000;

const ANY_TOKEN = 0;
const LOOPBACK_TOKEN = 1;
const STAR_STAR = 0x2a3a2a;
/** A row waits this long for its owner lines while lines that say nothing pass. */
const WAIT_BYTES = 8192;

/** Position after the blanks at `at`. */
@inline
function afterBlanks(at: i32): i32 {
  let next = at;
  let count: i32;
  do {
    count = ctz(~i8x16.bitmask(i8x16.eq(v128.load(next), i8x16.splat(0x20))));
    next += count;
  } while (count === 16);
  return next;
}

/**
 * Whether the next column starts at `column`, as it does unless the one before is too wide: checked, not assumed. A
 * processor that guesses so need not wait for the length of one column to find the next.
 */
@inline
function isColumn(next: i32, column: i32): bool {
  const gap = column - next;
  if (gap < 1 || gap > 16) return false;
  const others = ~i8x16.bitmask(i8x16.eq(v128.load(column - 16), i8x16.splat(0x20))) & 0xffff;
  return others >> (16 - gap) === 0 && load<u8>(column) !== 0x20;
}

/**
 * The bracketed address at `at`: `position after its colon << 32 | token`; `NOTHING` when it is none, -2 when the
 * caller is to look it up.
 */
function token(at: i32, table: i32, slots: i32): i64 {
  const start = at + 1;
  const close = i8x16.splat(0x5d);
  const first = v128.load(start);
  const second = v128.load(start, 16);
  const third = v128.load(start, 32);
  const closes =
    (i8x16.bitmask(i8x16.eq(first, close)) as u64) |
    ((i8x16.bitmask(i8x16.eq(second, close)) as u64) << 16) |
    ((i8x16.bitmask(i8x16.eq(third, close)) as u64) << 32);
  if (closes === 0) return NOTHING;
  const length = ctz(closes) as i32;
  if (length === 0 || load<u8>(start + length, 1) !== 0x3a) return NOTHING;
  const mask = MASKS + 48 - length;
  const a = v128.and(first, v128.load(mask));
  const b = v128.and(second, v128.load(mask, 16));
  const c = v128.and(third, v128.load(mask, 32));
  const mixed = i64x2.add(i64x2.mul(v128.xor(a, i64x2.shl(b, 1)), i64x2.splat(0x9e37_79b9_7f4a_7c15)), c);
  const hash = ((i64x2.extract_lane(mixed, 0) ^ (i64x2.extract_lane(mixed, 1) >> 7)) as u64) * 0xc2b2_ae3d_27d4_eb4f;
  const home = table + ((hash >> 48) as i32 & (slots - 1)) * TOKEN_SIZE;
  if (isToken(home, length, a, b, c)) return found(start, length, home);
  // Each has two places; who is in neither comes into the first one, and who was there into the second.
  const other = table + ((home - table) ^ TOKEN_SIZE);
  if (isToken(other, length, a, b, c)) return found(start, length, other);
  memory.copy(other, home, TOKEN_SIZE);
  v128.store(home, a);
  v128.store(home, b, 16);
  v128.store(home, c, 32);
  // Nobody's until the caller knows its number.
  store<i32>(home, 0, TOKEN_TEXT + 4);
  return wanted(at, home + TOKEN_TEXT, length);
}

@inline
function isToken(slot: i32, length: i32, a: v128, b: v128, c: v128): bool {
  if (load<i32>(slot, TOKEN_TEXT + 4) !== length) return false;
  const first = v128.or(v128.xor(a, v128.load(slot)), v128.xor(b, v128.load(slot, 16)));
  return !v128.any_true(v128.or(first, v128.xor(c, v128.load(slot, 32))));
}

@inline
function found(start: i32, length: i32, slot: i32): i64 {
  return (((start + length + 2) as i64) << 32) | (load<u32>(slot, TOKEN_TEXT) as i64);
}

/** Tells the caller what to look up: where it is, where its number and `kind` (or length) go. */
function wanted(at: i32, slot: i32, kind: i32): i64 {
  store<i32>(RESULT, at, 16);
  store<i32>(RESULT, slot, 20);
  store<i32>(RESULT, kind, 24);
  return -2;
}

/** `length << 4 | state` of the state column at `at`, or -2. */
@inline
function stateAt(at: i32, isAny: i32): i32 {
  const slot = stateSlot(load<u64>(at), load<u64>(at, 8), isAny);
  const value = load<i32>(slot, 16);
  if (!v128.any_true(v128.xor(v128.load(at), v128.load(slot))) && value >>> 16 === isAny + 1) return value & 0xffff;
  return otherState(at, isAny, slot);
}

/** Two words that meet in one slot are rare, and then live in two. */
function otherState(at: i32, isAny: i32, slot: i32): i32 {
  const other = STATES + ((slot - STATES) ^ STATE_SIZE);
  const value = load<i32>(other, 16);
  if (!v128.any_true(v128.xor(v128.load(at), v128.load(other))) && value >>> 16 === isAny + 1) return value & 0xffff;
  return wanted(at, load<i32>(slot, 16) === 0 ? slot : other, isAny) as i32;
}

@inline
function lineSlot(at: i32): i32 {
  const hash = (load<u64>(at) * 0x9e37_79b9_7f4a_7c15) as u64;
  return LINES + ((hash >> (64 - LINE_SLOT_BITS)) as i32) * LINE_SIZE;
}

/** Remembers that the line at `at`, `length` bytes with its end, says nothing: 8 to 240 of them. */
export function knowLine(at: i32, length: i32): void {
  const slot = lineSlot(at);
  memory.copy(slot, at, length);
  store<i32>(slot, length, LINE_LENGTH);
}

/** Position after the line at `at` if it is empty or known to say nothing, else 0. */
function afterKnown(at: i32): i32 {
  let end = at;
  while (load<u8>(end) === 0x0d) end++;
  if (load<u8>(end) === 0x0a) return end + 1;
  const slot = lineSlot(at);
  const length = load<i32>(slot, LINE_LENGTH);
  if (length === 0) return 0;
  let done = 0;
  for (; done + 16 <= length; done += 16)
    if (v128.any_true(v128.xor(v128.load(at + done), v128.load(slot + done)))) return 0;
  const others = v128.xor(v128.load(at + done), v128.load(slot + done));
  return v128.any_true(v128.and(others, v128.load(MASKS + 48 - (length - done)))) ? 0 : at + length;
}

/**
 * Reads rows from `from` on, to `to` (after a line end), to a row that starts at `stopAt` or later, or until the batch
 * holds `room` rows; with `mayPass`, lines that say nothing pass. Returns the position after the last of these; `RESULT`
 * tells the rest.
 */
export function scan(
  from: i32,
  to: i32,
  stopAt: i32,
  room: i32,
  rows: i32,
  firstLine: i32,
  lastRow: i32,
  mayPass: i32,
): i32 {
  let at = from;
  begin(rows, firstLine, lastRow);
  let reason = ALL_READ;
  while (at < to) {
    at = usualRows(at, min(to, stopAt), room);
    if (at >= to) break;
    if (used >= room) {
      reason = BATCH_FULL;
      break;
    }
    reason = ODD_LINE;
    const start = load<u64>(at);
    const isUdp = start === UDP_START;
    if ((start !== TCP_START && !isUdp) || load<u8>(at, 8) !== 0x20) {
      const after = mayPass !== 0 ? afterKnown(at) : 0;
      if (after === 0) break;
      passed(after - 1 - rowStart > WAIT_BYTES);
      at = after;
      reason = ALL_READ;
      continue;
    }
    if (at >= stopAt) {
      reason = AT_STOP;
      break;
    }
    let manner = isUdp ? UDP : 0;
    let next = at + LOCAL_COLUMN;

    let end: i64;
    if (load<u8>(next) === 0x5b) {
      end = token(next, LOCAL_TOKENS, LOCAL_TOKEN_SLOTS);
      manner |= LOCAL_IS_TOKEN;
    } else end = quad(next, 0x3a);
    if (end < 0) {
      if (end === -2) reason = TOKEN_WANTED;
      break;
    }
    const local = end as u32;
    next = (end >> 32) as i32;
    let part = number(next);
    // A port has five digits at most.
    if (part < 0 || (part & 0xf) > 5 || part >> 4 > 0xffff) break;
    const localPort = (part >> 4) as u32;
    next += (part as i32) & 0xf;
    if (isColumn(next, at + REMOTE_COLUMN)) next = at + REMOTE_COLUMN;
    else if (load<u8>(next) === 0x20) next = afterBlanks(next);
    else break;

    let remote: u32 = 0;
    let remotePort: u32 = 0;
    let isAny = 0;
    if ((load<u32>(next) & 0xffffff) === STAR_STAR) {
      if (!isUdp) break;
      manner |= STAR;
      isAny = 1;
      next += 3;
    } else {
      if (load<u8>(next) === 0x5b) {
        end = token(next, REMOTE_TOKENS, REMOTE_TOKEN_SLOTS);
        manner |= REMOTE_IS_TOKEN;
        isAny = (end as u32) === ANY_TOKEN ? 1 : 0;
      } else {
        end = quad(next, 0x3a);
        isAny = (end as u32) === 0 ? 1 : 0;
      }
      if (end < 0) {
        if (end === -2) reason = TOKEN_WANTED;
        break;
      }
      remote = end as u32;
      next = (end >> 32) as i32;
      part = number(next);
      if (part < 0 || (part & 0xf) > 5 || part >> 4 > 0xffff) break;
      remotePort = (part >> 4) as u32;
      next += (part as i32) & 0xf;
      // A wildcard has no port and an address has one; what mixes them is left to the line reader.
      if ((remotePort === 0) !== (isAny === 1)) break;
    }
    if (load<u8>(next) > 0x20) break;

    let state = 0;
    if (isColumn(next, at + STATE_COLUMN)) next = at + STATE_COLUMN;
    else next = afterBlanks(next);
    if (!isUdp) {
      const known = stateAt(next, isAny);
      if (known < 0) {
        reason = STATE_WANTED;
        break;
      }
      state = known & 0xf;
      // The same, but a guess as above.
      if (known >> 4 === STATE_WIDTH) next += STATE_WIDTH;
      else next += known >> 4;
      if (load<u8>(next) > 0x20 && load<u8>(next - 1) !== 0x20) break;
      if (load<u8>(next) === 0x20) next = afterBlanks(next);
    }
    if (load<u8>(next) > 0x20) {
      part = number(next);
      if (part < 0 || part >> 4 > MAX_PID) break;
      manner |= ((part >> 4) as i32 + 1) << PID_SHIFT;
      next += (part as i32) & 0xf;
      if (load<u8>(next) === 0x20) next = afterBlanks(next);
    }
    while (load<u8>(next) === 0x0d) next++;
    if (load<u8>(next) !== 0x0a) break;

    const ports = (remotePort << 16) | localPort;
    let key = ports & 0xffff0000;
    let kept = BY_REMOTE_PORT;
    if (isAny === 1) {
      // Nobody is at the other end: only TCP listeners say something, by their port.
      kept = WITHOUT_PEER;
      key = isUdp ? 0 : localPort;
      manner &= WITHOUT_PID;
    } else if (
      (manner & REMOTE_IS_TOKEN) === 0 ? remote >> 24 === 127 : remote === LOOPBACK_TOKEN
    ) {
      // The machine talks to itself, on ever new pairs of ports.
      kept = WITHOUT_PEER;
      key = 0;
      manner &= WITHOUT_PID;
    } else {
      kept = keptPorts(state, isUdp, localPort, remotePort);
      if (kept === BY_LOCAL_PORT) key = localPort;
      else if (kept === BY_BOTH_PORTS) key = ports;
    }
    const row = BATCH + used * ROW;
    store<u32>(row, remote);
    store<u32>(row, key, 4);
    store<u32>(row, manner | (state << STATE_SHIFT) | (kept << CLASS_SHIFT), 8);
    store<u32>(row, 1, 12);
    store<u32>(row, line, 16);
    store<u32>(row, local, 20);
    store<u32>(row, ports, 24);
    put(at);
    at = next + 1;
    reason = ALL_READ;
  }
  store<i32>(RESULT, reason);
  store<i32>(RESULT, used, 4);
  store<i32>(RESULT, line, 8);
  store<i32>(RESULT, rowStart, 12);
  return at;
}
