/**
 * Reads `a.b.c.d` between `start` and `end`: an unsigned 32-bit word, or -1 when it is anything else.
 * Exactly four decimal octets. A leading zero is refused because half the world's libraries
 * read it as octal (RFC 6943 section 3.1.1), the other half as decimal.
 */
export function readDotted(text: string, start: number, end: number): number {
  let word = 0;
  let octet = -1;
  let dots = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (octet < 0 || dots === 3) return -1;
      word = (word << 8) | octet;
      octet = -1;
      dots++;
      continue;
    }
    // The unsigned comparison refuses everything that is not 0..9 in one step.
    const digit = code - 48;
    if (digit >>> 0 > 9 || octet === 0) return -1;
    octet = octet < 0 ? digit : octet * 10 + digit;
    if (octet > 255) return -1;
  }
  return dots === 3 && octet >= 0 ? ((word << 8) | octet) >>> 0 : -1;
}
