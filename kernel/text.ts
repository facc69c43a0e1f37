// AssemblyScript: numbers and addresses in text, for all kernels.

/** 48 bytes of ones, then 48 of zeros: a mask for as many bytes as one likes. */
export const MASKS: i32 = 0x440;
/** For the lengths of four octets: where their digits go, and the least values that need no leading zero. */
const PATTERNS: i32 = 0x800;
const PATTERN: i32 = 32;
export const NOTHING: i64 = -1;

memory.fill(MASKS, 0xff, 48);
for (let lengths = 0; lengths < 256; lengths++) fillPattern(lengths);

function fillPattern(lengths: i32): void {
  const pattern = PATTERNS + lengths * PATTERN;
  // Out of range: the digit is missing and stands for 0.
  memory.fill(pattern, 0xff, 16);
  let at = 0;
  for (let octet = 0; octet < 4; octet++) {
    const length = ((lengths >> (6 - 2 * octet)) & 3) + 1;
    // Hundreds of all octets, then tens, then ones.
    for (let digit = 0; digit < min(length, 3); digit++)
      store<u8>(pattern + (3 - min(length, 3) + digit) * 4 + octet, at + digit);
    store<u16>(pattern + 16 + octet * 2, length === 1 ? 0 : length === 2 ? 10 : length === 3 ? 100 : 0x7fff);
    at += length + 1;
  }
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
  const inside = (1 << end) - 1;
  let dots = i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x2e))) & inside;
  const digits = i8x16.sub(text, i8x16.splat(0x30));
  const areDigits = i8x16.bitmask(i8x16.lt_u(digits, i8x16.splat(10)));
  if (((areDigits | dots) & inside) !== inside || popcnt(dots) !== 3) return NOTHING;
  const first = ctz(dots);
  dots &= dots - 1;
  const second = ctz(dots);
  dots &= dots - 1;
  const third = ctz(dots);
  // Lengths less one; 3 has a pattern that no value fits.
  const a = first - 1;
  const b = second - first - 2;
  const c = third - second - 2;
  const d = end - third - 2;
  if (((a | b | c | d) & ~3) !== 0) return NOTHING;
  const pattern = PATTERNS + ((a << 6) | (b << 4) | (c << 2) | d) * PATTERN;
  const placed = i8x16.swizzle(digits, v128.load(pattern));
  const high = i16x8.mul(i16x8.extend_low_i8x16_u(placed), i16x8(100, 100, 100, 100, 10, 10, 10, 10));
  const ones = i16x8.extend_high_i8x16_u(placed);
  const value: u64 =
    (i64x2.extract_lane(high, 0) as u64) + (i64x2.extract_lane(high, 1) as u64) + (i64x2.extract_lane(ones, 0) as u64);
  const least = load<u64>(pattern, 16);
  const isEnough = ((value | 0x8000_8000_8000_8000) - least) & 0x8000_8000_8000_8000;
  if ((value & 0xff00_ff00_ff00_ff00) !== 0 || isEnough !== 0x8000_8000_8000_8000) return NOTHING;
  return (((value & 0xff) << 24) | (value & 0xff_0000) | ((value >> 24) & 0xff00) | (value >> 48)) as i64;
}

/** Decimal digits without a leading zero: `value << 4 | digits`, negative when there are none or more than seven. */
@inline
export function number(at: i32): i64 {
  const text = load<u64>(at) ^ 0x3030_3030_3030_3030;
  // A byte above 9 carries into its high half; the first such byte ends the number.
  const bits = ctz(((text + 0x0606_0606_0606_0606) | text) & 0xf0f0_f0f0_f0f0_f0f0) & ~7;
  if (bits === 0 || bits === 64 || ((text & 0xff) === 0 && bits > 8)) return NOTHING;
  const digits = text << (64 - bits);
  const pairs = (digits * 10 + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
  const fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
  const value = (fours * 10_000 + (fours >> 32)) & 0xffff_ffff;
  return ((value << 4) | (bits >> 3)) as i64;
}
