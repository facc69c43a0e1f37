const ZEROS = 0x30303030;

/**
 * The decimal digits at the start of four bytes (little-endian order), without a branch on their number:
 * `value << 3 | digits`; 0 when there is none.
 */
export function digits4(word: number): number {
  const nibbles = word ^ ZEROS;
  // A byte above 9 carries into its high half; the first such byte ends the number.
  const ends = ((nibbles + 0x06060606) | nibbles) & 0xf0f0f0f0;
  const length = ends === 0 ? 4 : (31 - Math.clz32(ends & -ends)) >>> 3;
  if (length === 0) return 0;
  const digits = nibbles << ((4 - length) << 3);
  const pairs = (digits & 0x000f000f) * 10 + ((digits >>> 8) & 0x000f000f);
  return (((pairs & 0xff) * 100 + (pairs >>> 16)) << 3) | length;
}

/** Decimal digits without a leading zero: `value << 4 | length`, negative when there are none or more than seven. */
export function digits(bytes: Uint8Array, start: number): number {
  let value = bytes[start] - 48;
  if (value < 0 || value > 9) return -1;
  let at = start + 1;
  let digit = bytes[at] - 48;
  while (digit >= 0 && digit <= 9) {
    if (value === 0 || at - start > 6) return -1;
    value = value * 10 + digit;
    digit = bytes[++at] - 48;
  }
  return (value << 4) | (at - start);
}
