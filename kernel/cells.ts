// AssemblyScript: what is read of a row once it is known where its cells are; shared by `delimited.ts` and `records.ts`.
import { MASKS, NOTHING, number, quad } from './text';

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
/** Start and end of each cell that is read, both 0 where the row has none: those of `Cell`, then the texts. */
export const CELLS: i32 = 0x2800;
const TEXTS: i32 = CELLS + 64;
/** The texts of one row: a byte each with their length and one, then the bytes of each, padded to sixteen. */
const KEY: i32 = 0x2a00;
const KEY_BYTES = 1024;
const HEADER_BYTES = 32;
const LONGEST_TEXT = 240;
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
/** Texts that were met: length, their number and one, blocks of text. */
const KNOWN_TEXTS: i32 = 0x120000;
const KNOWN_SLOTS: i32 = 4096;
const KNOWN_SIZE: i32 = KEY_BYTES + 16;
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

@inline
function startOf(cell: i32): i32 {
  return load<i32>(CELLS + (cell << 3));
}

@inline
function endOf(cell: i32): i32 {
  return load<i32>(CELLS + (cell << 3), 4);
}

/** There is no cell, or it says that nothing is known; other words for that are left to the line reader. */
@inline
function isUnset(start: i32, end: i32): bool {
  return start === end || (end - start === 1 && load<u8>(start) === DASH);
}

/** Digits without a leading zero, fifteen at most, and nothing else. */
@inline
function count(start: i32, end: i32): i64 {
  if (end - start > 7) return longCount(start, end);
  const read = number(start);
  return read < 0 || ((read as i32) & 0xf) !== end - start ? NOTHING : read >> 4;
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
  const pairs = (nibbles * 10 + (nibbles >> 8)) & 0x00ff_00ff_00ff_00ff;
  const fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
  return ((fours * 10_000 + (fours >> 32)) & 0xffff_ffff) as i64;
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
    const seconds = high * 100 + ((tens * 10 + ones) as i64);
    return round((((seconds * 1_000_000 + micros) as f64) / 1_000_000) * 1000);
  }
  if (end - start >= 19 && load<u8>(start, 4) === DASH) return calendarTime(start, end);
  const value = decimal(start, end);
  return value < 0 || value >= 1e14 ? -1 : round(value < 1e11 ? value * 1000 : value);
}

/** `12`, `12.5`: negative for any other text, and for more digits than a double holds exactly. */
function decimal(start: i32, end: i32): f64 {
  let dot = start;
  while (dot < end && load<u8>(dot) !== DOT) dot++;
  if (end - start > 16 || dot === start || dot + 1 === end) return -1;
  const whole = digits(start, dot);
  if (dot === end || whole < 0) return whole as f64;
  const fraction = digits(dot + 1, end);
  if (fraction < 0) return -1;
  let scale: i64 = 1;
  for (let at = dot + 1; at < end; at++) scale *= 10;
  return ((whole * scale + fraction) as f64) / (scale as f64);
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
  const seconds = (daysTo(year, month) + day - 1) * 86_400 + hour * 3600 + minute * 60 + second - zone * 60;
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

/** The number of a row's texts, `NOTHING` when they are too long, -2 when the caller is to look it up. */
function texts(): i64 {
  const used = load<i32>(TEXT_COUNT);
  let to = KEY + HEADER_BYTES;
  v128.store(KEY, i64x2.splat(0));
  v128.store(KEY, i64x2.splat(0), 16);
  let mixed = i64x2.splat(0x2545_f491_4f6c_dd1d);
  for (let text = 0; text < used; text++) {
    const start = load<i32>(TEXTS + (text << 3));
    const length = load<i32>(TEXTS + (text << 3), 4) - start;
    if (start === 0) continue;
    if (length > LONGEST_TEXT || to + length + 16 > KEY + KEY_BYTES) return NOTHING;
    store<u8>(KEY + text, length + 1);
    for (let done = 0; done < length; done += 16) {
      const mask = v128.load(MASKS + 48 - min(length - done, 16));
      const block = v128.and(v128.load(start + done), mask);
      v128.store(to, block);
      to += 16;
      mixed = i64x2.mul(v128.xor(mixed, block), i64x2.splat(0x9e37_79b9_7f4a_7c15));
      mixed = v128.xor(mixed, i64x2.shr_u(mixed, 29));
    }
  }
  const header = v128.xor(v128.load(KEY), i64x2.shl(v128.load(KEY, 16), 1));
  mixed = i64x2.mul(v128.xor(mixed, header), i64x2.splat(0x9e37_79b9_7f4a_7c15));
  const sum = (i64x2.extract_lane(mixed, 0) ^ (i64x2.extract_lane(mixed, 1) >> 7)) as u64;
  const hash = (sum * 0xc2b2_ae3d_27d4_eb4f) >> 48;
  const slot = KNOWN_TEXTS + ((hash as i32) & (KNOWN_SLOTS - 1)) * KNOWN_SIZE;
  const length = to - KEY;
  const number = load<i32>(slot, 4);
  if (load<i32>(slot) === length && number !== 0) {
    let isOther = i64x2.splat(0);
    for (let at = 0; at < length; at += 16)
      isOther = v128.or(isOther, v128.xor(v128.load(KEY + at), v128.load(slot + at, 16)));
    if (!v128.any_true(isOther)) return (number - 1) as i64;
  }
  memory.copy(slot + 16, KEY, length);
  store<i32>(slot, length);
  store<i32>(slot, 0, 4);
  return wanted(KEY, length, slot + 4);
}

/** An IPv4 word, or a token with `TOKEN` set above it; `NOTHING` or -2 as in `token`. */
const TOKEN: i64 = 0x1_0000_0000;

@inline
function address(start: i32, end: i32, table: i32, slots: i32): i64 {
  const read = quad(start, load<u8>(end));
  if (read >= 0) return ((read >> 32) as i32) === end + 1 ? read & 0xffff_ffff : NOTHING;
  const found = token(start, end, table, slots);
  return found < 0 ? found : found | TOKEN;
}

/** A port number, `NO_PORT` where there is none, `NOTHING` where it is none. */
const NO_PORT: i64 = 0x10000;

@inline
function port(cell: i32): i64 {
  const start = startOf(cell);
  const end = endOf(cell);
  if (isUnset(start, end)) return NO_PORT;
  const value = count(start, end);
  return value > 0xffff ? NOTHING : value;
}

/** A count of bytes, NaN where there is none; negative where it is none. */
@inline
function bytes(cell: i32): f64 {
  const start = startOf(cell);
  const end = endOf(cell);
  return isUnset(start, end) ? NaN : (count(start, end) as f64);
}

/** Puts the row whose cells are in `CELLS` into the batch; tells what hinders it. */
export function readCells(used: i32, line: i32): i32 {
  let seen: f64 = NaN;
  if (!isUnset(startOf(TIME), endOf(TIME))) {
    seen = time(startOf(TIME), endOf(TIME));
    if (seen < 0) return ODD_LINE;
  }
  let lasted: f64 = NaN;
  if (!isUnset(startOf(DURATION), endOf(DURATION))) {
    lasted = duration(startOf(DURATION), endOf(DURATION));
    if (lasted < 0) return ODD_LINE;
  }
  let marks = 0;
  let ours: i64 = 0;
  if (!isUnset(startOf(OURS), endOf(OURS))) {
    ours = address(startOf(OURS), endOf(OURS), OUR_TOKENS, OUR_SLOTS);
    if (ours === -2) return TOKEN_WANTED;
    // Nobody: what that means is left to the line reader.
    if (ours <= 0 || ours === TOKEN) return ODD_LINE;
    if ((ours & TOKEN) !== 0) marks |= OURS_IS_TOKEN;
  } else if (load<i32>(NEEDS_BOTH) !== 0) return ODD_LINE;
  if (isUnset(startOf(THEIRS), endOf(THEIRS))) return ODD_LINE;
  const theirs = address(startOf(THEIRS), endOf(THEIRS), THEIR_TOKENS, THEIR_SLOTS);
  if (theirs === -2) return TOKEN_WANTED;
  if (theirs <= 0 || theirs === TOKEN) return ODD_LINE;
  if ((theirs & TOKEN) !== 0) marks |= THEIRS_IS_TOKEN;
  const ourPort = port(OUR_PORT);
  const theirPort = port(THEIR_PORT);
  if (ourPort < 0 || theirPort < 0) return ODD_LINE;
  // A port without an address is nobody's.
  if (ourPort !== NO_PORT && ours !== 0) marks |= HAS_OUR_PORT;
  if (theirPort !== NO_PORT) marks |= HAS_THEIR_PORT;
  const ourBytes = bytes(OUR_BYTES);
  const theirBytes = bytes(THEIR_BYTES);
  if (ourBytes < 0 || theirBytes < 0) return ODD_LINE;
  const kind = texts();
  if (kind === -2) return TEXTS_WANTED;
  if (kind < 0 || kind === ODD_TEXTS) return ODD_LINE;

  const row = BATCH + used * ROW;
  store<f64>(row, seen);
  store<f64>(row, lasted, 8);
  store<f64>(row, ourBytes, 16);
  store<f64>(row, theirBytes, 24);
  store<u32>(row, ours as u32, 32);
  store<u32>(row, theirs as u32, 36);
  store<u32>(row, ((ourPort as i32) & 0xffff) | ((theirPort as i32) << 16), 40);
  store<u32>(row, marks | (kind as i32), 44);
  store<u32>(row, line, 48);
  return ALL_READ;
}
