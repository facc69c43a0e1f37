import type { Address } from './address.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';

/** The address as one integer, 32 or 128 bits wide. For builders and tests: slow, never on the path of a row. */
export function toBigInt(a: Address): bigint {
  return (((((BigInt(a.w0) << 32n) | BigInt(a.w1)) << 32n) | BigInt(a.w2)) << 32n) | BigInt(a.w3);
}

/** The address of a family from its integer, taken modulo 2^32 or 2^128. */
export function fromBigInt(value: bigint, family: 4 | 6): Address {
  if (family === 4) return ipv4(word(value, 0n));
  return ipv6(word(value, 96n), word(value, 64n), word(value, 32n), word(value, 0n));
}

function word(value: bigint, shift: bigint): number {
  return Number((value >> shift) & 0xffffffffn);
}
