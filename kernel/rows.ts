// AssemblyScript, the source of src/inputs/bulk/_kernel.ts (`npm run kernel`).
//
// Reads Windows netstat rows, which are printed as `  %-6s %-22s %-22s %-15s %s`, sixteen bytes at a time:
//   TCP    192.168.1.20:49810     20.1.2.3:443           ESTABLISHED     4712
// A line that isn't exactly such a row stops it, and its caller decides. WebAssembly because it needs no warm-up and
// has vectors; JavaScript took three times as long.

import { MASKS, NOTHING, number, quad } from './text';

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
/** Dotted quads of the local column, in which few stand for most rows: text, mask, address, length. */
const LOCALS: i32 = 0x2800;
const LOCAL_SIZE: i32 = 48;
/** State columns: text, then `1 + is wildcard` and `length << 4 | state`. */
export const STATES: i32 = 0x2c00;
const STATE_SIZE: i32 = 32;
/** Ports that hold listeners, a bit each. */
export const LISTENERS: i32 = 0x3c00;
/** Bracketed addresses: text, number of the token, length. Two tables, so that one end never drives out the other. */
const LOCAL_TOKENS: i32 = 0x5c00;
const LOCAL_TOKEN_SLOTS: i32 = 64;
const REMOTE_TOKENS: i32 = 0x10000;
const REMOTE_TOKEN_SLOTS: i32 = 16384;
const TOKEN_SIZE: i32 = 64;
const TOKEN_TEXT: i32 = 48;
/** Lines that say nothing, as headers further down, by their beginnings: text with its end, then its length. */
const LINES: i32 = 0x6c00;
const LINE_SLOT_BITS = 4;
const LINE_SIZE: i32 = 256;
const LINE_LENGTH: i32 = 252;
/** Rows of seven words, as in the flow table. */
export const BATCH: i32 = 0x8000;
export const BATCH_ROWS: i32 = 1024;
const ROW: i32 = 28;
/** Bytes of the input: two of the longest lines, and what vectors read behind the last one. */
export const WINDOW: i32 = 0x110000;
export const WINDOW_BYTES: i32 = 0x200000;

// Bits of a row's manner word: see flow-table.ts.
const STAR = 1;
const REMOTE_IS_TOKEN = 2;
const LOCAL_IS_TOKEN = 4;
const UDP = 8;
const STATE_SHIFT = 4;
const CLASS_SHIFT = 8;
const PID_SHIFT = 10;
const WITHOUT_PID = 0x3ff;
const MAX_PID = (1 << 22) - 2;
const ANY_TOKEN = 0;
const LOOPBACK_TOKEN = 1;
const SYN_SENT = 3;
const SYN_RECEIVED = 4;
// Which ports a flow keeps: see _port-class.ts.
const BY_REMOTE_PORT = 0;
const BY_LOCAL_PORT = 1;
const BY_BOTH_PORTS = 2;
const WITHOUT_PEER = 3;

const TCP_START: u64 = 0x2020_2050_4354_2020;
const UDP_START: u64 = 0x2020_2050_4455_2020;
const STAR_STAR = 0x2a3a2a;
/** Where columns start unless one before them is too wide. */
const LOCAL_COLUMN = 9;
const REMOTE_COLUMN = 32;
const STATE_COLUMN = 55;
const STATE_WIDTH = 16;
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

/** The local quad at `at`, remembered or read. */
@inline
function localQuad(at: i32): i64 {
  const text = v128.load(at);
  const words = i64x2.extract_lane(text, 0) ^ (i64x2.extract_lane(text, 1) >> 3);
  const slot = LOCALS + ((((words ^ (words >> 17) ^ (words >> 36)) & 0xf) as i32) * LOCAL_SIZE);
  const length = load<i32>(slot, 36);
  if (length !== 0 && !v128.any_true(v128.and(v128.xor(text, v128.load(slot)), v128.load(slot, 16))))
    return (((at + length) as i64) << 32) | (load<u32>(slot, 32) as i64);
  const read = quad(at, 0x3a);
  if (read === NOTHING) return NOTHING;
  const size = ((read >> 32) as i32) - at;
  v128.store(slot, text);
  v128.store(slot, v128.load(MASKS + 48 - size), 16);
  store<u32>(slot, read as u32, 32);
  store<i32>(slot, size, 36);
  return read;
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
  const slot = table + ((hash >> 48) as i32 & (slots - 1)) * TOKEN_SIZE;
  const isOther = v128.or(
    v128.or(v128.xor(a, v128.load(slot)), v128.xor(b, v128.load(slot, 16))),
    v128.xor(c, v128.load(slot, 32)),
  );
  if (load<i32>(slot, TOKEN_TEXT + 4) !== length || v128.any_true(isOther)) {
    v128.store(slot, a);
    v128.store(slot, b, 16);
    v128.store(slot, c, 32);
    // Nobody's until the caller knows its number.
    store<i32>(slot, 0, TOKEN_TEXT + 4);
    return wanted(at, slot + TOKEN_TEXT, length);
  }
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
  const text = v128.load(at);
  const mixed =
    (i64x2.extract_lane(text, 0) ^ (i64x2.extract_lane(text, 1) * 0x9e37_79b9_7f4a_7c15)) + (isAny as i64);
  const slot = STATES + ((((mixed * 0x9e37_79b9_7f4a_7c15) as u64) >> 57) as i32) * STATE_SIZE;
  const value = load<i32>(slot, 16);
  if (!v128.any_true(v128.xor(text, v128.load(slot))) && value >>> 16 === isAny + 1) return value & 0xffff;
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

/** See `portClass` in the tests: the cases by which direction is inferred later. */
function portClass(local: u32, remote: u32): i32 {
  if (remote < 1024) return local < 1024 ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  if (local < 1024) return local === 0 ? BY_BOTH_PORTS : BY_LOCAL_PORT;
  if (local >= 32768) return remote < 32768 ? BY_REMOTE_PORT : BY_BOTH_PORTS;
  if (isOldEphemeral(local)) return isOldEphemeral(remote) || remote >= 32768 ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  return remote >= 32768 ? BY_LOCAL_PORT : BY_BOTH_PORTS;
}

/** Windows up to XP and 2003 handed out 1025-5000. */
@inline
function isOldEphemeral(port: u32): bool {
  return port >= 1025 && port <= 5000;
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
  let used = rows;
  let line = firstLine;
  let rowStart = lastRow;
  let reason = ALL_READ;
  while (at < to) {
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
      if (after - 1 - rowStart > WAIT_BYTES) rowStart = -1;
      at = after;
      line++;
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
    } else end = localQuad(next);
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
    } else if (state !== SYN_SENT) {
      if (state === SYN_RECEIVED) kept = BY_LOCAL_PORT;
      else if (!isUdp && (load<u8>(LISTENERS + (localPort >> 3)) & (1 << (localPort & 7))) !== 0) kept = BY_LOCAL_PORT;
      else if (remotePort >= 1024 || localPort < 1024) kept = portClass(localPort, remotePort);
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
    rowStart = at;
    at = next + 1;
    line++;
    used++;
    reason = ALL_READ;
  }
  store<i32>(RESULT, reason);
  store<i32>(RESULT, used, 4);
  store<i32>(RESULT, line, 8);
  store<i32>(RESULT, rowStart, 12);
  return at;
}
