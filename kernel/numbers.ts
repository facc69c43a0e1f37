// AssemblyScript: numbers in cells.
import { columnOf, endOf, startOf } from './places';
import { MASKS, NOTHING } from './text';

export const DOT = 0x2e;

/** Powers of ten, and for each place of a dot, counted from the end, how the bytes before it move up. */
export const POWERS: i32 = 0x700;
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

/**
 * The counts in two cells at once, the first in the low half. `NOTHING` unless each is one digit to eight, without a zero
 * before others: then they are to be read one by one.
 */
@inline
export function both(row: i32, columns: i32, first: i32, second: i32): i64 {
  const a = columnOf(columns, first);
  const b = columnOf(columns, second);
  const aStart = startOf(row, a);
  const bStart = startOf(row, b);
  const aLength = endOf(row, a) - aStart;
  const bLength = endOf(row, b) - bStart;
  if ((((aLength - 1) | (bLength - 1)) as u32) > 7) return NOTHING;
  const aText = load<u64>(aStart) ^ 0x3030_3030_3030_3030;
  const bText = load<u64>(bStart) ^ 0x3030_3030_3030_3030;
  if ((aText as u8) === 0) {
    if (aLength > 1) return NOTHING;
  }
  if ((bText as u8) === 0) {
    if (bLength > 1) return NOTHING;
  }
  // Of each the last digit is highest, and what comes after it is gone.
  const digits = i64x2.replace_lane(
    i64x2.splat(aText << (((8 - aLength) << 3) as u64)),
    1,
    bText << (((8 - bLength) << 3) as u64),
  );
  if (i8x16.bitmask(i8x16.add_sat_u(digits, i8x16.splat(118))) !== 0) return NOTHING;
  const fours = foursOf(digits);
  return i64x2.extract_lane(eightsOf(i16x8.narrow_i32x4_s(fours, fours)), 0);
}

/** The numbers that each four of sixteen digits are, as words. */
@inline
function foursOf(digits: v128): v128 {
  const pairs = i16x8.shr_u(i16x8.mul(digits, i16x8.splat(2561)), 8);
  return i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
}

/** The numbers that each two of eight such numbers are. */
@inline
function eightsOf(fours: v128): v128 {
  return i32x4.dot_i16x8_s(fours, i16x8(10_000, 1, 10_000, 1, 10_000, 1, 10_000, 1));
}

/** Digits without a leading zero, fifteen at most, and nothing else. */
@inline
export function count(start: i32, end: i32): i64 {
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
export function digits(start: i32, end: i32): i64 {
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
export function eight(text: u64): i64 {
  const nibbles = text ^ 0x3030_3030_3030_3030;
  if ((((nibbles + 0x0606_0606_0606_0606) | nibbles) & 0xf0f0_f0f0_f0f0_f0f0) !== 0) return NOTHING;
  return ofEight(nibbles);
}

/** `12`, `12.5`: negative for any other text, and for more digits than a double holds exactly. */
export function decimal(start: i32, end: i32): f64 {
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

/**
 * Millionths of `791.377000`: digits with a dot before the last six of them, and one at least before that, fifteen bytes at
 * most. As two numbers, hundreds of millions in the low half and what is left; or `NOTHING`.
 */
@inline
export function millionths(start: i32, end: i32): i64 {
  const length = end - start;
  const isText = v128.not(v128.load(MASKS + 32 + length));
  const digits = v128.and(i8x16.sub(v128.load(end - 16), i8x16.splat(0x30)), isText);
  const others = i8x16.bitmask(i8x16.gt_u(digits, i8x16.splat(9)));
  if (others !== 1 << 9 || length === 7) return NOTHING;
  const moved = i8x16.shuffle(digits, digits, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15);
  const fours = foursOf(moved);
  return i64x2.extract_lane(eightsOf(i16x8.narrow_i32x4_s(fours, fours)), 0);
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
