// AssemblyScript: numbers and addresses in text, for all kernels.

/** 48 bytes of ones, then 48 of zeros: a mask for as many bytes as one likes. */
export const MASKS: i32 = 0x440;
/**
 * By the places of a quad's dots and end: where its digits go, the least values that need no leading zero, and those
 * places. The last octet comes first, as in the word of an address.
 */
const PATTERNS: i32 = 0x800;
const PATTERN: i32 = 32;
export const LEAST = 16;
export const MARKS = 24;
export const NOTHING: i64 = -1;
export const COLON = 0x3a;

/**
 * Vectors of one byte, loaded once before a loop: constants are made anew at each use, which takes three steps instead of none.
 */
const EVERYWHERE: i32 = 0x300;
export const NEWLINES: i32 = EVERYWHERE;
export const QUOTES: i32 = EVERYWHERE + 16;
export const BACKSLASHES: i32 = EVERYWHERE + 32;
export const CONTROLS: i32 = EVERYWHERE + 48;
export const ZEROS: i32 = EVERYWHERE + 64;
/** What makes more than nine a byte with its highest bit set. */
export const ABOVE_NINE: i32 = EVERYWHERE + 80;

memory.fill(NEWLINES, 0x0a, 16);
memory.fill(QUOTES, 0x22, 16);
memory.fill(BACKSLASHES, 0x5c, 16);
memory.fill(CONTROLS, 0x1f, 16);
memory.fill(ZEROS, 0x30, 16);
memory.fill(ABOVE_NINE, 118, 16);
memory.fill(MASKS, 0xff, 48);
for (let lengths = 0; lengths < 81; lengths++) fillPattern(lengths);

/** `lengths` are those of the octets less one, in base three. */
function fillPattern(lengths: i32): void {
  let marks: i32 = 0;
  for (let octet = 0, at = 0, rest = lengths; octet < 4; octet++, rest /= 3) {
    at += (rest % 3) + 1;
    marks |= 1 << at++;
  }
  const pattern = patternOf(marks);
  // Out of range: the digit is missing and stands for 0.
  memory.fill(pattern, 0xff, 16);
  store<u16>(pattern, marks as u16, MARKS);
  for (let octet = 0, at = 0, rest = lengths; octet < 4; octet++, rest /= 3) {
    const length = (rest % 3) + 1;
    const place = pattern + (3 - octet) * 4;
    for (let digit = 0; digit < length; digit++) store<u8>(place + 3 - length + digit, (at + digit) as u8);
    store<u16>(pattern + (3 - octet) * 2, length === 1 ? 0 : length === 2 ? 10 : 100, LEAST);
    at += length + 1;
  }
}

/** The pattern of a quad with these marks, if it is one: no two share a place, which was found by trying. */
@inline
export function patternOf(marks: i32): i32 {
  return PATTERNS + (((marks * 6639) >>> 13) & 0xff) * PATTERN;
}

/** Where the dots and the end of a quad are, up to the first of its `ends`. */
@inline
export function marksOf(dots: i32, ends: i32): i32 {
  return (dots | ends) & (ends ^ (ends - 1));
}

/** A dotted quad that `ending` ends: `position after it << 32 | address`. */
@inline
export function quad(at: i32, ending: u8): i64 {
  const end = ctz(i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(ending))));
  const address = quadOf(at, end);
  return address < 0 ? NOTHING : (((at + end + 1) as i64) << 32) | address;
}

/**
 * A dotted quad of so many bytes, as strict as the address parser. Without a branch on the lengths of its octets, which
 * nobody can predict.
 */
@inline
export function quadOf(at: i32, end: i32): i64 {
  const text = v128.load(at);
  const marks = marksOf(i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x2e))), 1 << end);
  const pattern = patternOf(marks);
  if ((load<u16>(pattern, MARKS) as i32) !== marks) return NOTHING;
  const digits = i8x16.swizzle(i8x16.sub(text, i8x16.splat(0x30)), v128.load(pattern));
  const octets = octetsOf(digits);
  const above = i32x4.sub(octets, v128.load_ext<u16>(pattern, LEAST));
  const below = i32x4.sub(i32x4.splat(255), octets);
  // What is no digit has the highest bit then, as has an octet out of bounds.
  if (i32x4.bitmask(v128.or(above, below)) !== 0) return NOTHING;
  if (i8x16.bitmask(i8x16.add_sat_u(digits, i8x16.splat(118))) !== 0) return NOTHING;
  const words = i16x8.narrow_i32x4_s(octets, octets);
  return (i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0) as u32) as i64;
}

/** As `quadOf` for two of them at once, the first in the low half; 0 where one is none, or longer than fifteen bytes. */
@inline
export function quadsOf(a: i32, aEnd: i32, b: i32, bEnd: i32): u64 {
  if (((aEnd | bEnd) as u32) > 15) return 0;
  const aText = v128.load(a);
  const bText = v128.load(b);
  const aMarks = marksOf(i8x16.bitmask(i8x16.eq(aText, i8x16.splat(0x2e))), 1 << aEnd);
  const bMarks = marksOf(i8x16.bitmask(i8x16.eq(bText, i8x16.splat(0x2e))), 1 << bEnd);
  const aPattern = patternOf(aMarks);
  const bPattern = patternOf(bMarks);
  if ((load<u16>(aPattern, MARKS) as i32) !== aMarks) return 0;
  if ((load<u16>(bPattern, MARKS) as i32) !== bMarks) return 0;
  const aDigits = i8x16.swizzle(i8x16.sub(aText, i8x16.splat(0x30)), v128.load(aPattern));
  const bDigits = i8x16.swizzle(i8x16.sub(bText, i8x16.splat(0x30)), v128.load(bPattern));
  const octets = i16x8.narrow_i32x4_s(octetsOf(aDigits), octetsOf(bDigits));
  const least = i64x2.replace_lane(i64x2.splat(load<i64>(aPattern, LEAST)), 1, load<i64>(bPattern, LEAST));
  const isOut = v128.or(i16x8.gt_s(least, octets), i16x8.gt_s(octets, i16x8.splat(255)));
  const isOdd = i8x16.add_sat_u(i8x16.max_u(aDigits, bDigits), i8x16.splat(118));
  if (i8x16.bitmask(v128.or(isOut, isOdd)) !== 0) return 0;
  return i64x2.extract_lane(i8x16.narrow_i16x8_u(octets, octets), 0) as u64;
}

/** The octets of a quad whose digits a pattern has put in place. */
@inline
function octetsOf(digits: v128): v128 {
  // Hundreds and tens together, ones; then all three.
  const pairs = i16x8.shr_u(i16x8.mul(digits, i16x8(2561, 256, 2561, 256, 2561, 256, 2561, 256)), 8);
  return i32x4.dot_i16x8_s(pairs, i16x8(10, 1, 10, 1, 10, 1, 10, 1));
}

/** Decimal digits without a leading zero: `value << 4 | digits`, negative when there are none or more than seven. */
@inline
export function number(at: i32): i64 {
  const text = load<u64>(at) ^ 0x3030_3030_3030_3030;
  // A byte above 9 carries into its high half; the first such byte ends the number.
  const bits = ctz(((text + 0x0606_0606_0606_0606) | text) & 0xf0f0_f0f0_f0f0_f0f0) & ~7;
  if (bits === 0 || bits === 64 || ((text & 0xff) === 0 && bits > 8)) return NOTHING;
  const digits = text << (64 - bits);
  // Two digits, four, eight: each time `left * base + right` of all pairs at once.
  const pairs = ((digits * ((10 << 8) | 1)) >> 8) & 0x00ff_00ff_00ff_00ff;
  const fours = ((pairs * ((100 << 16) | 1)) >> 16) & 0x0000_ffff_0000_ffff;
  const value = (fours * ((10_000 << 32) | 1)) >> 32;
  return ((value << 4) | (bits >> 3)) as i64;
}
