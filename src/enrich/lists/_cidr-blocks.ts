import { fromBigInt } from '../../address/bigint.js';

/** Calls with each CIDR block of the IPv4 range: at most 62, and one when the range is a block itself. */
export function cidrBlocks4(first: number, last: number, block: (first: number, length: number) => void): void {
  let at = first;
  while (at <= last) {
    // The largest block is bounded by how `at` is aligned and by what is left.
    let bits = at === 0 ? 32 : 31 - Math.clz32(at & -at);
    while (2 ** bits > last - at + 1) bits--;
    block(at, 32 - bits);
    at += 2 ** bits;
  }
}

/** The same for IPv6, over four words each; at most 254 blocks. Rare, so big integers will do. */
export function cidrBlocks6(
  first: bigint,
  last: bigint,
  block: (w0: number, w1: number, w2: number, w3: number, length: number) => void,
): void {
  let at = first;
  while (at <= last) {
    let bits = 0n;
    while (bits < 128n && (at & ((1n << (bits + 1n)) - 1n)) === 0n && at + (1n << (bits + 1n)) - 1n <= last) bits++;
    const { w0, w1, w2, w3 } = fromBigInt(at, 6);
    block(w0, w1, w2, w3, 128 - Number(bits));
    at += 1n << bits;
  }
}
