import type { Address } from '../../address/address.js';

/**
 * Space in which a published list has no business, because it means our own machines and networks:
 * this-network, private, shared, loopback, link-local, multicast and above. Documentation space is left in:
 * no connection ever goes there.
 */
const LOCAL_IPV4: readonly number[] = [
  0x0000_0000, 0x00ff_ffff, 0x0a00_0000, 0x0aff_ffff, 0x6440_0000, 0x647f_ffff, 0x7f00_0000, 0x7fff_ffff, 0xa9fe_0000,
  0xa9fe_ffff, 0xac10_0000, 0xac1f_ffff, 0xc0a8_0000, 0xc0a8_ffff, 0xe000_0000, 0xffff_ffff,
];

/** True when the IPv4 block touches local space. */
export function touchesLocalIPv4(first: number, last: number): boolean {
  for (let i = 0; i < LOCAL_IPV4.length; i += 2) {
    if (first <= (LOCAL_IPV4[i + 1] ?? 0) && last >= (LOCAL_IPV4[i] ?? 0)) return true;
  }
  return false;
}

/** True when the IPv6 block touches ::/32 (unspecified, loopback, compatible) or fc00::/6 and above (local, multicast). */
export function touchesLocalIPv6(first: Address, last: Address): boolean {
  return first.w0 === 0 || last.w0 >= 0xfc00_0000;
}

/** A quarter of all addresses or more is a default route in disguise (`0.0.0.0/1` and its twin, `::/0`, `2000::/3`). */
export function isDefaultRoute(first: Address, last: Address): boolean {
  if (first.family === 4) return last.w3 - first.w3 >= 0x3fff_ffff;
  return last.w0 - first.w0 >= 0x1fff_ffff;
}
