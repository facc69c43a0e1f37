// AssemblyScript: what is read of a row once it is known where its cells are; shared by `delimited.ts` and `records.ts`.
import { globalIPv6 } from './ipv6';
import { texts } from './known-texts';
import { both, count } from './numbers';
import { ALL_READ, columnOf, endOf, ENDS_ALONE, GLOBAL_REACH, isUnset, NEEDS_BOTH, ODD_LINE, startOf, TEXTS_WANTED, TOKEN_WANTED, wanted } from './places';
import { MASKS, NOTHING, quadOf, quadsOf } from './text';
import { duration, time } from './times';

/**
 * IPv6 addresses: text, then what it stands for (see `TOLD`), length and reach; two places for each. Two tables, so that one end
 * never drives out the other.
 */
const OUR_TOKENS: i32 = 0x3000;
const OUR_SLOTS: i32 = 256;
const THEIR_TOKENS: i32 = 0x18000;
const THEIR_SLOTS: i32 = 16_384;
const TOKEN_SIZE: i32 = 64;
const TOKEN_WORD = 48;
const TOKEN_LENGTH = 52;
const TOKEN_REACH = 56;
/**
 * Rows: time, duration, bytes of both ends as doubles (NaN: none; not touched with `ENDS_ALONE`), then words: both addresses,
 * ports, marks, line.
 */
const BATCH: i32 = 0x7000;
const ROW: i32 = 56;
/** Texts with this number are left to the line reader. */
const ODD_TEXTS = 0xffff;

// What a row's marks say besides the number of its texts in the low 16 bits.
const OURS_IS_TOLD = 0x10000;
const THEIRS_IS_TOLD = 0x20000;
const HAS_OUR_PORT = 0x40000;
const HAS_THEIR_PORT = 0x80000;
/** From here on what the addresses are that are told, three bits each: see kernel/far-ends.ts. */
const REACHES = 20;
const REACH_BITS = 3;

const TIME = 0;
const DURATION = 1;
const OURS = 2;
const OUR_PORT = 3;
const THEIRS = 4;
const THEIR_PORT = 5;
const OUR_BYTES = 6;
const THEIR_BYTES = 7;

/** What an IPv6 address stands for, as in `address`. */
function token(start: i32, end: i32, table: i32, slots: i32): i64 {
  const length = end - start;
  if (length < 2 || length > 45) return NOTHING;
  const mask = MASKS + 48 - length;
  const a = v128.and(v128.load(start), v128.load(mask));
  const b = v128.and(v128.load(start, 16), v128.load(mask, 16));
  const c = v128.and(v128.load(start, 32), v128.load(mask, 32));
  const mixed = i64x2.add(i64x2.mul(v128.xor(a, i64x2.shl(b, 1)), i64x2.splat(0x9e37_79b9_7f4a_7c15)), c);
  const hash = ((i64x2.extract_lane(mixed, 0) ^ (i64x2.extract_lane(mixed, 1) >> 7)) as u64) * 0xc2b2_ae3d_27d4_eb4f;
  const slot = table + (((hash >> 48) as i32) & (slots - 2)) * TOKEN_SIZE;
  if (holds(slot, a, b, c, length)) return told(slot);
  if (holds(slot + TOKEN_SIZE, a, b, c, length)) return told(slot + TOKEN_SIZE);
  // The latest comes first, and what was second is forgotten.
  memory.copy(slot + TOKEN_SIZE, slot, TOKEN_SIZE);
  v128.store(slot, a);
  v128.store(slot, b, 16);
  v128.store(slot, c, 32);
  const number = globalIPv6(start, end);
  if (number >= 0) {
    store<i32>(slot, number, TOKEN_WORD);
    store<i32>(slot, length, TOKEN_LENGTH);
    store<i32>(slot, load<i32>(GLOBAL_REACH), TOKEN_REACH);
    return told(slot);
  }
  // Nobody's until the caller knows what it is.
  store<i32>(slot, 0, TOKEN_LENGTH);
  return wanted(start, length, slot + TOKEN_WORD);
}

/** Whether a slot has this text. */
@inline
function holds(slot: i32, a: v128, b: v128, c: v128, length: i32): bool {
  const isOther = v128.or(
    v128.or(v128.xor(a, v128.load(slot)), v128.xor(b, v128.load(slot, 16))),
    v128.xor(c, v128.load(slot, 32)),
  );
  return load<i32>(slot, TOKEN_LENGTH) === length && !v128.any_true(isOther);
}

/** Above the word of an address whose reach is told, which comes then. */
const TOLD: i64 = 0x1_0000_0000;
const TOLD_REACH: i64 = 33;

@inline
function told(slot: i32): i64 {
  return (load<u32>(slot, TOKEN_WORD) as i64) | TOLD | ((load<u32>(slot, TOKEN_REACH) as i64) << TOLD_REACH);
}

/**
 * An IPv4 word, or a word with `TOLD` and its reach above it: the number of another address, or what an IPv4 one stands for that
 * is written as IPv6. `NOTHING` when it is none, -2 when the caller is to look it up.
 */
@inline
function address(start: i32, end: i32, table: i32, slots: i32): i64 {
  const length = end - start;
  if (length < 16) {
    const read = quadOf(start, length);
    if (read >= 0) return read;
  }
  return token(start, end, table, slots);
}

/** As `address`, 0 where there is none. */
function addressIn(row: i32, column: i32, table: i32, slots: i32): i64 {
  const start = startOf(row, column);
  const end = endOf(row, column);
  if (isUnset(start, end)) return 0;
  const read = address(start, end, table, slots);
  // Nobody: what that means is left to the line reader.
  return read === 0 ? NOTHING : read;
}

/** Puts the row whose cells are in a list, and of whose texts some are `present`, into the batch; tells what hinders it. */
@inline
export function readCells(row: i32, columns: i32, present: i32, used: i32, line: i32): i32 {
  const to = BATCH + used * ROW;
  const isWhole = load<i32>(ENDS_ALONE) === 0;
  if (isWhole && !putTimes(row, columns, to)) return ODD_LINE;
  let marks = putAddresses(row, columns, to);
  if (marks <= 0) return -marks;
  const lacks = putPorts(row, columns, to);
  if (lacks < 0 || (isWhole && !putBytes(row, columns, to))) return ODD_LINE;
  const kind = texts(row, columns, present);
  if (kind === -2) return TEXTS_WANTED;
  if (kind < 0 || kind === ODD_TEXTS) return ODD_LINE;
  store<u32>(to, (marks & ~lacks) | (kind as i32), 44);
  store<u32>(to, line, 48);
  return ALL_READ;
}

/** Puts time and duration into their row, NaN where there is none; false where one is none. */
@inline
function putTimes(row: i32, columns: i32, to: i32): bool {
  const seenAt = columnOf(columns, TIME);
  const seen = time(startOf(row, seenAt), endOf(row, seenAt));
  if (seen < 0) return false;
  store<f64>(to, seen);
  const lastedAt = columnOf(columns, DURATION);
  const start = startOf(row, lastedAt);
  const end = endOf(row, lastedAt);
  if (start === end) {
    store<f64>(to, NaN, 8);
    return true;
  }
  const lasted = duration(start, end);
  if (lasted < 0) return false;
  store<f64>(to, lasted, 8);
  return true;
}

/** Puts both addresses into their row; returns its marks as if both ports were there, or less what hinders it. */
@inline
function putAddresses(row: i32, columns: i32, to: i32): i32 {
  const ours = columnOf(columns, OURS);
  const theirs = columnOf(columns, THEIRS);
  const ourStart = startOf(row, ours);
  const theirStart = startOf(row, theirs);
  const quads = quadsOf(ourStart, endOf(row, ours) - ourStart, theirStart, endOf(row, theirs) - theirStart);
  if ((quads as u32) === 0) return putOthers(row, columns, to);
  if (quads >> 32 === 0) return putOthers(row, columns, to);
  store<u64>(to, quads, 32);
  return HAS_OUR_PORT | HAS_THEIR_PORT;
}

/** The same, whatever they are. */
function putOthers(row: i32, columns: i32, to: i32): i32 {
  const ours = addressIn(row, columnOf(columns, OURS), OUR_TOKENS, OUR_SLOTS);
  if (ours === -2) return -TOKEN_WANTED;
  if (ours < 0 || (ours === 0 && load<i32>(NEEDS_BOTH) !== 0)) return -ODD_LINE;
  const theirs = addressIn(row, columnOf(columns, THEIRS), THEIR_TOKENS, THEIR_SLOTS);
  if (theirs === -2) return -TOKEN_WANTED;
  if (theirs <= 0) return -ODD_LINE;
  store<u32>(to, ours as u32, 32);
  store<u32>(to, theirs as u32, 36);
  // Some logs know no more of our end than its port; port 0 is none then.
  const isNobody = ours === 0 && port(row, columnOf(columns, OUR_PORT)) === 0;
  let marks = isNobody ? HAS_THEIR_PORT : HAS_OUR_PORT | HAS_THEIR_PORT;
  if ((ours & TOLD) !== 0) marks |= OURS_IS_TOLD | (((ours >> TOLD_REACH) as i32) << REACHES);
  if ((theirs & TOLD) !== 0) marks |= THEIRS_IS_TOLD | (((theirs >> TOLD_REACH) as i32) << (REACHES + REACH_BITS));
  return marks;
}

/** Puts both ports into their row; returns the marks of those that are not there, negative where one is none. */
@inline
function putPorts(row: i32, columns: i32, to: i32): i32 {
  const ports = both(row, columns, OUR_PORT, THEIR_PORT);
  if (ports < 0) return putFewPorts(row, columns, to);
  if ((ports & 0xffff_0000_ffff_0000) !== 0) return -1;
  store<u32>(to, (ports | (ports >> 16)) as u32, 40);
  return 0;
}

function putFewPorts(row: i32, columns: i32, to: i32): i32 {
  const ours = port(row, columnOf(columns, OUR_PORT));
  const theirs = port(row, columnOf(columns, THEIR_PORT));
  store<u32>(to, ((ours & 0xffff) | (theirs << 16)) as u32, 40);
  if ((ours | theirs) < 0) return -1;
  return (ours === NO_PORT ? HAS_OUR_PORT : 0) | (theirs === NO_PORT ? HAS_THEIR_PORT : 0);
}

/** A port number, `NO_PORT` where there is none, `NOTHING` where it is none. */
const NO_PORT: i64 = 0x10000;

function port(row: i32, column: i32): i64 {
  const start = startOf(row, column);
  const end = endOf(row, column);
  if (isUnset(start, end)) return NO_PORT;
  const value = count(start, end);
  return value > 0xffff ? NOTHING : value;
}

/** Puts the sizes of both ends into their row, NaN where there is none; false where one is none. */
@inline
function putBytes(row: i32, columns: i32, to: i32): bool {
  const sizes = both(row, columns, OUR_BYTES, THEIR_BYTES);
  if (sizes < 0) return putFewBytes(row, columns, to);
  store<f64>(to, (sizes & 0xffff_ffff) as f64, 16);
  store<f64>(to, (sizes >> 32) as f64, 24);
  return true;
}

function putFewBytes(row: i32, columns: i32, to: i32): bool {
  const ours = bytes(row, columnOf(columns, OUR_BYTES));
  const theirs = bytes(row, columnOf(columns, THEIR_BYTES));
  store<f64>(to, ours, 16);
  store<f64>(to, theirs, 24);
  return !(ours < 0 || theirs < 0);
}

/** A count of bytes, NaN where there is none; negative where it is none. */
function bytes(row: i32, column: i32): f64 {
  const start = startOf(row, column);
  const end = endOf(row, column);
  return isUnset(start, end) ? NaN : (count(start, end) as f64);
}
