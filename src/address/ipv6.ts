import type { Address } from './address.js';

/** An IPv6 address from its four 32-bit words, most significant first, and its zone without the `%`. */
export function ipv6(w0: number, w1: number, w2: number, w3: number, zone: string | null = null): Address {
  return { family: 6, w0: w0 >>> 0, w1: w1 >>> 0, w2: w2 >>> 0, w3: w3 >>> 0, zone };
}
