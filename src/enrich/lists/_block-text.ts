import type { Address } from '../../address/address.js';
import { formatAddress } from '../../address/format.js';

/** A block as people write it: one address, a CIDR, or `a-b` where it is no single CIDR. */
export function blockText(first: Address, last: Address): string {
  const length = blockLength(first, last);
  const full = first.family === 4 ? 32 : 128;
  if (length === full) return formatAddress(first);
  return length < 0 ? `${formatAddress(first)}-${formatAddress(last)}` : `${formatAddress(first)}/${length}`;
}

/** The CIDR length of a block; -1 when it is none. */
export function blockLength(first: Address, last: Address): number {
  const a = words(first);
  const b = words(last);
  let length = 0;
  let at = 0;
  for (; at < a.length && a[at] === b[at]; at++) length += 32;
  if (at === a.length) return length;
  const differ = ((a[at] ?? 0) ^ (b[at] ?? 0)) >>> 0;
  const same = Math.clz32(differ);
  const low = same === 0 ? 0xffff_ffff : (1 << (32 - same)) - 1;
  // A CIDR block runs from all zeros to all ones behind the bits that both ends share.
  if (differ !== low >>> 0 || ((a[at] ?? 0) & low) !== 0) return -1;
  for (let rest = at + 1; rest < a.length; rest++) if (a[rest] !== 0 || b[rest] !== 0xffff_ffff) return -1;
  return length + same;
}

function words(a: Address): readonly number[] {
  return a.family === 4 ? [a.w3] : [a.w0, a.w1, a.w2, a.w3];
}
