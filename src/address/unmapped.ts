import type { Address } from './address.js';
import { ipv4 } from './ipv4.js';

/** A dual-stack socket shows an IPv4 peer as ::ffff:a.b.c.d: it is the IPv4 (RFC 4291 section 2.5.5.2). */
export function unmapped(address: Address): Address {
  return address.family === 6 && address.w0 === 0 && address.w1 === 0 && address.w2 === 0xffff
    ? ipv4(address.w3)
    : address;
}
