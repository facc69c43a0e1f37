// AssemblyScript: what is read of a row once it is known where its cells are; shared by `delimited.ts` and `records.ts`.
import { MASKS, NOTHING, quadOf } from './text';

/** Why a scan has stopped. */
export const ALL_READ = 0;
export const AT_STOP = 1;
export const ODD_LINE = 2;
export const BATCH_FULL = 3;
/** An IPv6 address, or the texts of a row, that the caller is to look up and put into their slot. */
export const TOKEN_WANTED = 4;
export const TEXTS_WANTED = 5;

// Memory, from its start; all of it zero at first.
/** Words: reason, rows in the batch, next line; what is wanted: its place, length and slot. */
export const RESULT: i32 = 0x400;
/** How many texts a row has, and whether both addresses must be there. */
export const TEXT_COUNT: i32 = 0x4c0;
export const NEEDS_BOTH: i32 = 0x4c4;
/**
 * Two lists for the cells that are read, those of `Cell` and then the texts: where in a row's list of places the one before
 * the cell is, with the end of the cell behind it; negative where there is no such cell. For rows that are lists of the
 * places of all delimiters, and for lists of pairs.
 */
export const COLUMNS: i32 = 0x500;
export const PAIRS: i32 = 0x600;
export const FIRST_TEXT = 8;
/** The texts of one row: a byte each with their length and one, then the bytes of each, padded to sixteen. */
const KEY: i32 = 0x2a00;
const KEY_BYTES = 1024;
const HEADER_BYTES = 32;
const LONGEST_TEXT = 240;
const BLOCK = 16;
/** IPv6 addresses: text, number of the token, length. Two tables, so that one end never drives out the other. */
const OUR_TOKENS: i32 = 0x3000;
const OUR_SLOTS: i32 = 256;
const THEIR_TOKENS: i32 = 0x18000;
const THEIR_SLOTS: i32 = 16_384;
const TOKEN_SIZE: i32 = 64;
const TOKEN_TEXT: i32 = 48;
/** Rows: time, duration, bytes of both ends as doubles (NaN: none), then words: both addresses, ports, marks, line. */
const BATCH: i32 = 0x7000;
const ROW: i32 = 56;
/** Texts that were met: their number and one, which cells there are, then as in `KEY`. */
const KNOWN_TEXTS: i32 = 0x120000;
const KNOWN_SLOTS: i32 = 4096;
const KNOWN_SIZE: i32 = KEY_BYTES + 16;
const KNOWN_CELLS = 4;
const KNOWN_KEY = 16;
/** Texts with this number are left to the line reader. */
const ODD_TEXTS = 0xffff;

// What a row's marks say besides the number of its texts in the low 16 bits.
const OURS_IS_TOKEN = 0x10000;
const THEIRS_IS_TOKEN = 0x20000;
const HAS_OUR_PORT = 0x40000;
const HAS_THEIR_PORT = 0x80000;

const TIME = 0;
const DURATION = 1;
const OURS = 2;
const OUR_PORT = 3;
const THEIRS = 4;
const THEIR_PORT = 5;
const OUR_BYTES = 6;
const THEIR_BYTES = 7;

const DOT = 0x2e;
const DASH = 0x2d;
const DAY: i64 = 86_400_000;

/** Powers of ten, and for each place of a dot, counted from the end, how the bytes before it move up. */
const POWERS: i32 = 0x700;
const WITHOUT_DOT: i32 = 0x2e00;

let power: f64 = 1;
for (let digits = 0; digits < 16; digits++) {
  store<f64>(POWERS + (digits << 3), power);
  power *= 10;
  for (let lane = 0; lane < 16; lane++) {
    const isBehind = lane > 15 - digits;
    store<u8>(WITHOUT_DOT + (digits << 4) + lane, isBehind ? lane : lane - 1);
  }
}

@inline
function startOf(row: i32, column: i32): i32 {
  return load<i32>(row + column) + 1;
}

@inline
function endOf(row: i32, column: i32): i32 {
  return load<i32>(row + column, 4);
}

@inline
function columnOf(columns: i32, cell: i32): i32 {
  return load<i32>(columns + (cell << 2));
}

/** There is no cell, or it says that nothing is known; other words for that are left to the line reader. */
@inline
function isUnset(start: i32, end: i32): bool {
  return start === end || (end - start === 1 && load<u8>(start) === DASH);
}

/** Digits without a leading zero, fifteen at most, and nothing else. */
@inline
function count(start: i32, end: i32): i64 {
  const length = end - start;
  if (length > 8) return longCount(start, end);
  // The last of them is in the highest byte; zeros before the first.
  const digits = (load<u64>(end - 8) ^ 0x3030_3030_3030_3030) & ((-1 as u64) << ((64 - (length << 3)) as u64));
  if ((((digits + 0x0606_0606_0606_0606) | digits) & 0xf0f0_f0f0_f0f0_f0f0) !== 0) return NOTHING;
  return length > 1 && load<u8>(start) === 0x30 ? NOTHING : ofEight(digits);
}

function longCount(start: i32, end: i32): i64 {
  return end - start > 15 || load<u8>(start) === 0x30 ? NOTHING : digits(start, end);
}

/** Digits and nothing else, leading zeros as well; none are 0. */
function digits(start: i32, end: i32): i64 {
  let value: i64 = 0;
  for (let at = start; at < end; at++) {
    const digit = (load<u8>(at) as i32) - 0x30;
    if (digit < 0 || digit > 9) return NOTHING;
    value = value * 10 + (digit as i64);
  }
  return value;
}

/** The number that eight decimal digits are, or `NOTHING`. */
@inline
function eight(text: u64): i64 {
  const nibbles = text ^ 0x3030_3030_3030_3030;
  if ((((nibbles + 0x0606_0606_0606_0606) | nibbles) & 0xf0f0_f0f0_f0f0_f0f0) !== 0) return NOTHING;
  return ofEight(nibbles);
}

@inline
function round(value: f64): f64 {
  return floor(value + 0.5);
}

/**
 * Milliseconds of a time, as the line reader makes them: `1767225600.010000` (seconds), a whole number of seconds or
 * milliseconds, `2026-01-01T00:00:00.010Z`. Negative for any other text.
 */
function time(start: i32, end: i32): f64 {
  // The usual one of Zeek first.
  if (end - start === 17 && load<u8>(start, 10) === DOT) {
    const high = eight(load<u64>(start));
    // `0.010000` with both characters before it made zeros.
    const micros = eight((load<u64>(start, 9) & ~0xffff) | 0x3030);
    const tens = (load<u8>(start, 8) as u32) - 0x30;
    const ones = (load<u8>(start, 9) as u32) - 0x30;
    if (high < 0 || micros < 0 || tens > 9 || ones > 9) return -1;
    return ofMicros((high * 100 + ((tens * 10 + ones) as i64)) * 1_000_000 + micros);
  }
  if (end - start >= 19 && load<u8>(start, 4) === DASH) return quickTime(start, end);
  const value = decimal(start, end);
  return value < 0 || value >= 1e14 ? -1 : round(value < 1e11 ? value * 1000 : value);
}

/**
 * Milliseconds of microseconds, as the line reader rounds them. Halves fall to either side there, since seconds are no exact
 * doubles.
 */
@inline
function ofMicros(micros: i64): f64 {
  const guess = ((micros as f64) * 0.001) as i64;
  const rest = micros - guess * 1000;
  if (rest === 500) return round(((micros as f64) / 1_000_000) * 1000);
  return (guess + (rest > 500 ? 1 : 0)) as f64;
}

/** `12`, `12.5`: negative for any other text, and for more digits than a double holds exactly. */
function decimal(start: i32, end: i32): f64 {
  const length = end - start;
  if (length > 16) return -1;
  // From the right, zeros before it.
  const isText = v128.not(v128.load(MASKS + 32 + length));
  const text = v128.load(end - 16);
  const dots = i8x16.bitmask(v128.and(i8x16.eq(text, i8x16.splat(<i8>DOT)), isText));
  const digits = v128.and(i8x16.sub(text, i8x16.splat(0x30)), isText);
  const others = i8x16.bitmask(i8x16.gt_u(digits, i8x16.splat(9)));
  // One dot at most, and digits on both sides of it.
  if (others !== dots || (dots & (dots - 1)) !== 0) return -1;
  if (dots === 0) return value(digits) as f64;
  const fraction = 15 - ctz(dots);
  if (fraction === 0 || fraction === length - 1) return -1;
  return (value(i8x16.swizzle(digits, v128.load(WITHOUT_DOT + (fraction << 4)))) as f64) / load<f64>(POWERS + (fraction << 3));
}

/** Digits with a dot before the last `fraction` of them, and one at least before that, as if it were not there; or `NOTHING`. */
@inline
function withoutDot(start: i32, end: i32, fraction: i32): i64 {
  const length = end - start;
  const isText = v128.not(v128.load(MASKS + 32 + length));
  const digits = v128.and(i8x16.sub(v128.load(end - 16), i8x16.splat(0x30)), isText);
  const others = i8x16.bitmask(i8x16.gt_u(digits, i8x16.splat(9)));
  if (others !== 1 << (15 - fraction) || fraction === length - 1) return NOTHING;
  return value(i8x16.swizzle(digits, v128.load(WITHOUT_DOT + (fraction << 4))));
}

/** The number that sixteen digits are. */
@inline
function value(digits: v128): i64 {
  return ofEight(i64x2.extract_lane(digits, 0)) * 100_000_000 + ofEight(i64x2.extract_lane(digits, 1));
}

@inline
function ofEight(digits: u64): i64 {
  const pairs = (digits * 10 + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
  const fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
  return ((fours * 10_000 + (fours >> 32)) & 0xffff_ffff) as i64;
}

/** Date that was read last, and milliseconds from 1970 to it. */
let lastDate: u64 = 0;
let lastDay: u16 = 0;
let lastMidnight: f64 = 0;

/** As `calendarTime`, for times of the day before that end in `Z`: rows come in order. */
@inline
function quickTime(start: i32, end: i32): f64 {
  const between = load<u8>(start, 10);
  const isSame = load<u64>(start) === lastDate && load<u16>(start, 8) === lastDay;
  if (!isSame || (between !== 0x54 && between !== 0x20) || load<u8>(end - 1) !== 0x5a) return calendarTime(start, end);
  const clock = load<u64>(start, 11) ^ 0x3030_3a30_303a_3030;
  const marks = clock | (clock + 0x0606_0f06_060f_0606);
  if ((marks & 0xf0f0_f0f0_f0f0_f0f0) !== 0 || end - start > 30) return calendarTime(start, end);
  const pairs = clock * 10 + (clock >> 8);
  const hour = (pairs & 0xff) as i32;
  const minute = ((pairs >> 24) & 0xff) as i32;
  const second = ((pairs >> 48) & 0xff) as i32;
  if (hour > 24 || minute > 59) return -1;
  const whole = lastMidnight + (((hour * 60 + minute) * 60 + second) as f64) * 1000;
  const length = end - start - 21;
  if (length === -1) return whole;
  const fraction = digits(start + 20, end - 1);
  if (length < 1 || load<u8>(start, 19) !== DOT || fraction < 0) return -1;
  return whole + floor(((fraction as f64) / load<f64>(POWERS + (length << 3))) * 1000);
}

/**
 * `2026-01-01T00:00:00`, a blank for the `T`, a fraction of nine digits at most, `Z`, `+0200`, `+02:00` or nothing; negative
 * for others.
 */
function calendarTime(start: i32, end: i32): f64 {
  const year = digits(start, start + 4);
  const month = digits(start + 5, start + 7);
  const day = digits(start + 8, start + 10);
  const hour = digits(start + 11, start + 13);
  const minute = digits(start + 14, start + 16);
  const second = digits(start + 17, start + 19);
  const between = load<u8>(start, 10);
  if ((year | month | day | hour | minute | second) < 0) return -1;
  if (load<u8>(start, 7) !== DASH || load<u8>(start, 13) !== 0x3a || load<u8>(start, 16) !== 0x3a) return -1;
  if ((between !== 0x54 && between !== 0x20) || year < 1000) return -1;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59) return -1;
  let stop = end;
  let zone: i64 = 0;
  if (load<u8>(end - 1) === 0x5a) stop--;
  else if (isSign(end - 5)) {
    // `+0200`
    zone = minutes(end - 5, end - 2);
    stop = end - 5;
  } else if (isSign(end - 6) && load<u8>(end - 3) === 0x3a) {
    zone = minutes(end - 6, end - 2);
    stop = end - 6;
  }
  if (zone === NO_ZONE || stop < start + 19) return -1;
  let fraction: f64 = 0;
  if (stop > start + 19) {
    const length = stop - start - 20;
    if (load<u8>(start, 19) !== DOT || length < 1 || length > 9) return -1;
    const value = digits(start + 20, stop);
    if (value < 0) return -1;
    let scale: i64 = 1;
    for (let digit = 0; digit < length; digit++) scale *= 10;
    fraction = floor(((value as f64) / (scale as f64)) * 1000);
  }
  const days = daysTo(year, month) + day - 1;
  lastDate = load<u64>(start);
  lastDay = load<u16>(start, 8);
  lastMidnight = (days * 86_400_000) as f64;
  const seconds = days * 86_400 + hour * 3600 + minute * 60 + second - zone * 60;
  return ((seconds * 1000) as f64) + fraction;
}

const NO_ZONE: i64 = 100_000;

@inline
function isSign(at: i32): bool {
  return load<u8>(at) === 0x2b || load<u8>(at) === DASH;
}

/** Minutes of a zone's sign, its hours behind that and its minutes. */
function minutes(sign: i32, last: i32): i64 {
  const hours = digits(sign + 1, sign + 3);
  const rest = digits(last, last + 2);
  if ((hours | rest) < 0) return NO_ZONE;
  return load<u8>(sign) === DASH ? -(hours * 60 + rest) : hours * 60 + rest;
}

/** Days from 1970 to the first of a month (H. Hinnant, `days_from_civil`), for years from 1000 on. */
function daysTo(year: i64, month: i64): i64 {
  const shifted = month <= 2 ? year - 1 : year;
  const century = shifted / 400;
  const inCentury = shifted - century * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
  return century * 146_097 + inCentury * 365 + inCentury / 4 - inCentury / 100 + dayOfYear - 719_468;
}

/** Milliseconds of `1.5` seconds; negative for any other text. */
@inline
function duration(start: i32, end: i32): f64 {
  // The usual one of Zeek first.
  if (end - start < 16 && load<u8>(end - 7) === DOT) {
    const micros = withoutDot(start, end, 6);
    if (micros >= 0) return ofMicros(micros);
  }
  const value = decimal(start, end);
  return value < 0 || value >= 1e9 ? -1 : round(value * 1000);
}

/** Tells the caller what to look up: where it is and how long, and where its number goes. */
function wanted(at: i32, length: i32, slot: i32): i64 {
  store<i32>(RESULT, at, 12);
  store<i32>(RESULT, length, 16);
  store<i32>(RESULT, slot, 20);
  return -2;
}

/** The token of an IPv6 address; `NOTHING` when it is none, -2 when the caller is to look it up. */
function token(start: i32, end: i32, table: i32, slots: i32): i64 {
  const length = end - start;
  if (length < 2 || length > 45) return NOTHING;
  const mask = MASKS + 48 - length;
  const a = v128.and(v128.load(start), v128.load(mask));
  const b = v128.and(v128.load(start, 16), v128.load(mask, 16));
  const c = v128.and(v128.load(start, 32), v128.load(mask, 32));
  const mixed = i64x2.add(i64x2.mul(v128.xor(a, i64x2.shl(b, 1)), i64x2.splat(0x9e37_79b9_7f4a_7c15)), c);
  const hash = ((i64x2.extract_lane(mixed, 0) ^ (i64x2.extract_lane(mixed, 1) >> 7)) as u64) * 0xc2b2_ae3d_27d4_eb4f;
  const slot = table + (((hash >> 48) as i32) & (slots - 1)) * TOKEN_SIZE;
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
    return wanted(start, length, slot + TOKEN_TEXT);
  }
  return load<u32>(slot, TOKEN_TEXT) as i64;
}

/**
 * The number of the texts of a row that are `present`, a bit each; `NOTHING` when they are too long, -2 when the caller is to
 * look it up. They are few for many rows, and short.
 */
function texts(row: i32, columns: i32, present: i32): i64 {
  let mixed: u64 = 0x2545_f491_4f6c_dd1d;
  for (let left = present; left !== 0; left &= left - 1) {
    const column = columnOf(columns, FIRST_TEXT + ctz(left));
    const start = startOf(row, column);
    const length = endOf(row, column) - start;
    if (length > BLOCK) return longTexts(row, columns, present);
    const text = v128.and(v128.load(start), v128.load(MASKS + 48 - length));
    const high = (i64x2.extract_lane(text, 1) as u64) * 0x9e37_79b9_7f4a_7c15;
    mixed = (rotl(mixed, 23) ^ (i64x2.extract_lane(text, 0) as u64) ^ high) * 0xc2b2_ae3d_27d4_eb4f;
  }
  const slot = KNOWN_TEXTS + ((mixed >> 52) as i32) * KNOWN_SIZE;
  let isOther = load<i32>(slot, KNOWN_CELLS) ^ present;
  let differs = i64x2.splat(0);
  let known = slot + KNOWN_KEY + HEADER_BYTES;
  for (let left = present; left !== 0; left &= left - 1) {
    const text = ctz(left);
    const column = columnOf(columns, FIRST_TEXT + text);
    const start = startOf(row, column);
    const length = endOf(row, column) - start;
    const block = v128.and(v128.load(start), v128.load(MASKS + 48 - length));
    isOther |= (load<u8>(slot + KNOWN_KEY + text) as i32) ^ (length + 1);
    // Nothing is kept of a text that is empty.
    if (length === 0) continue;
    differs = v128.or(differs, v128.xor(block, v128.load(known)));
    known += BLOCK;
  }
  const number = load<i32>(slot);
  if ((isOther | (v128.any_true(differs) ? 1 : 0)) === 0 && number !== 0) return (number - 1) as i64;
  return ask(slot, keyOf(row, columns, present), present);
}

/** The same, whatever their lengths. */
function longTexts(row: i32, columns: i32, present: i32): i64 {
  const length = keyOf(row, columns, present);
  if (length < 0) return NOTHING;
  let mixed: u64 = 0x2545_f491_4f6c_dd1d;
  for (let at = KEY; at < KEY + length; at += 8) mixed = (rotl(mixed, 23) ^ load<u64>(at)) * 0xc2b2_ae3d_27d4_eb4f;
  const slot = KNOWN_TEXTS + ((mixed >> 52) as i32) * KNOWN_SIZE;
  const number = load<i32>(slot);
  if (number === 0 || load<i32>(slot, KNOWN_CELLS) !== present) return ask(slot, length, present);
  if (memory.compare(slot + KNOWN_KEY, KEY, length) !== 0) return ask(slot, length, present);
  return (number - 1) as i64;
}

/** Puts the texts of a row into `KEY`; returns how many bytes they are there, negative when they are too long. */
function keyOf(row: i32, columns: i32, present: i32): i32 {
  let to = KEY + HEADER_BYTES;
  memory.fill(KEY, 0, HEADER_BYTES);
  for (let left = present; left !== 0; left &= left - 1) {
    const text = ctz(left);
    const column = columnOf(columns, FIRST_TEXT + text);
    const start = startOf(row, column);
    const length = endOf(row, column) - start;
    if (length > LONGEST_TEXT || to + length + BLOCK > KEY + KEY_BYTES) return -1;
    store<u8>(KEY + text, length + 1);
    for (let done = 0; done < length; done += BLOCK) {
      const mask = v128.load(MASKS + 48 - min(length - done, BLOCK));
      v128.store(to, v128.and(v128.load(start + done), mask));
      to += BLOCK;
    }
  }
  return to - KEY;
}

/** The slot is the key's, and nobody's number until the caller knows it. */
function ask(slot: i32, length: i32, present: i32): i64 {
  if (length < 0) return NOTHING;
  memory.copy(slot + KNOWN_KEY, KEY, length);
  store<i32>(slot, 0);
  store<i32>(slot, present, KNOWN_CELLS);
  return wanted(KEY, length, slot);
}

/** An IPv4 word, or a token with `TOKEN` set above it; `NOTHING` or -2 as in `token`. */
const TOKEN: i64 = 0x1_0000_0000;

@inline
function address(start: i32, end: i32, table: i32, slots: i32): i64 {
  const length = end - start;
  if (length < 16) {
    const read = quadOf(start, length);
    if (read >= 0) return read;
  }
  const found = token(start, end, table, slots);
  return found < 0 ? found : found | TOKEN;
}

/** A port number, `NO_PORT` where there is none, `NOTHING` where it is none. */
const NO_PORT: i64 = 0x10000;

@inline
function port(row: i32, column: i32): i64 {
  if (column < 0) return NO_PORT;
  const start = startOf(row, column);
  const end = endOf(row, column);
  if (isUnset(start, end)) return NO_PORT;
  const value = count(start, end);
  return value > 0xffff ? NOTHING : value;
}

/** A count of bytes, NaN where there is none; negative where it is none. */
@inline
function bytes(row: i32, column: i32): f64 {
  if (column < 0) return NaN;
  const start = startOf(row, column);
  const end = endOf(row, column);
  return isUnset(start, end) ? NaN : (count(start, end) as f64);
}

/** As `time` or `duration`, NaN where there is none. */
@inline
function timeIn(row: i32, column: i32): f64 {
  if (column < 0) return NaN;
  const start = startOf(row, column);
  const end = endOf(row, column);
  return isUnset(start, end) ? NaN : time(start, end);
}

@inline
function durationIn(row: i32, column: i32): f64 {
  if (column < 0) return NaN;
  const start = startOf(row, column);
  const end = endOf(row, column);
  return isUnset(start, end) ? NaN : duration(start, end);
}

/** As `address`, 0 where there is none. */
@inline
function addressIn(row: i32, column: i32, table: i32, slots: i32): i64 {
  if (column < 0) return 0;
  const start = startOf(row, column);
  const end = endOf(row, column);
  if (isUnset(start, end)) return 0;
  const read = address(start, end, table, slots);
  // Nobody: what that means is left to the line reader.
  return read === 0 || read === TOKEN ? NOTHING : read;
}

/** Puts the row whose cells are in a list, and of whose texts some are `present`, into the batch; tells what hinders it. */
export function readCells(row: i32, columns: i32, present: i32, used: i32, line: i32): i32 {
  const seen = timeIn(row, columnOf(columns, TIME));
  const lasted = durationIn(row, columnOf(columns, DURATION));
  if (seen < 0 || lasted < 0) return ODD_LINE;
  const ours = addressIn(row, columnOf(columns, OURS), OUR_TOKENS, OUR_SLOTS);
  if (ours === -2) return TOKEN_WANTED;
  if (ours < 0 || (ours === 0 && load<i32>(NEEDS_BOTH) !== 0)) return ODD_LINE;
  const theirs = addressIn(row, columnOf(columns, THEIRS), THEIR_TOKENS, THEIR_SLOTS);
  if (theirs === -2) return TOKEN_WANTED;
  if (theirs <= 0) return ODD_LINE;
  const ourPort = port(row, columnOf(columns, OUR_PORT));
  const theirPort = port(row, columnOf(columns, THEIR_PORT));
  const ourBytes = bytes(row, columnOf(columns, OUR_BYTES));
  const theirBytes = bytes(row, columnOf(columns, THEIR_BYTES));
  if (ourPort < 0 || theirPort < 0 || ourBytes < 0 || theirBytes < 0) return ODD_LINE;
  const kind = texts(row, columns, present);
  if (kind === -2) return TEXTS_WANTED;
  if (kind < 0 || kind === ODD_TEXTS) return ODD_LINE;
  let marks = kind as i32;
  if ((ours & TOKEN) !== 0) marks |= OURS_IS_TOKEN;
  if ((theirs & TOKEN) !== 0) marks |= THEIRS_IS_TOKEN;
  // A port without an address is nobody's.
  if (ourPort !== NO_PORT && ours !== 0) marks |= HAS_OUR_PORT;
  if (theirPort !== NO_PORT) marks |= HAS_THEIR_PORT;

  const to = BATCH + used * ROW;
  store<f64>(to, seen);
  store<f64>(to, lasted, 8);
  store<f64>(to, ourBytes, 16);
  store<f64>(to, theirBytes, 24);
  store<u32>(to, ours as u32, 32);
  store<u32>(to, theirs as u32, 36);
  store<u32>(to, ((ourPort as i32) & 0xffff) | ((theirPort as i32) << 16), 40);
  store<u32>(to, marks, 44);
  store<u32>(to, line, 48);
  return ALL_READ;
}
