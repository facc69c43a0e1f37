import type { Address } from './address.js';

/** An IPv4 address from its 32 bits. Any integer is taken modulo 2^32, so signed words of `|` and `<<` work too. */
export function ipv4(word: number): Address {
  return { family: 4, w0: 0, w1: 0, w2: 0, w3: word >>> 0, zone: null };
}
