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
