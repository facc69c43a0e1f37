import type { Address } from './address.js';

/** Order by value: IPv4 before IPv6, then numerically. Negative, zero or positive. Zones are ignored. */
export function compareAddresses(a: Address, b: Address): number {
  return a.family - b.family || a.w0 - b.w0 || a.w1 - b.w1 || a.w2 - b.w2 || a.w3 - b.w3;
}

/** True when both are the same address of the same family. Zones are ignored; `::ffff:1.2.3.4` is not `1.2.3.4`. */
export function sameAddress(a: Address, b: Address): boolean {
  return a.w3 === b.w3 && a.w2 === b.w2 && a.w1 === b.w1 && a.w0 === b.w0 && a.family === b.family;
}
