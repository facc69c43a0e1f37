const DIGITS = 65_536;
/** Below this, comparing beats clearing the counters of a radix sort. */
const SMALL = 8192;

/** One key of the order; the first is the most significant. Values are unsigned. */
export interface SortKey {
  readonly values: Uint32Array | Uint8Array;
  /** The value of row r stands at `r * stride + offset`. */
  readonly stride: number;
  readonly offset: number;
}

/** The order of `count` rows by the keys, ascending; rows that are equal keep their order. */
export function sortedOrder(count: number, keys: readonly SortKey[]): Uint32Array {
  const order = new Uint32Array(count);
  for (let row = 0; row < count; row++) order[row] = row;
  if (count < SMALL) return order.sort((a, b) => compareRows(keys, a, b) || a - b);
  let from = order;
  let to = new Uint32Array(count);
  for (const key of keys.toReversed()) {
    for (const shift of key.values.BYTES_PER_ELEMENT === 1 ? [0] : [0, 16]) {
      if (pass(from, to, key, shift)) [from, to] = [to, from];
    }
  }
  return from;
}

function compareRows(keys: readonly SortKey[], a: number, b: number): number {
  for (const { values, stride, offset } of keys) {
    const difference = (values[a * stride + offset] ?? 0) - (values[b * stride + offset] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** One stable pass over a digit of 16 bits; false when all rows have the same digit and nothing was moved. */
function pass(from: Uint32Array, to: Uint32Array, key: SortKey, shift: number): boolean {
  const { values, stride, offset } = key;
  const counts = new Uint32Array(DIGITS + 1);
  for (let row = 0; row < from.length; row++) counts[(((values[row * stride + offset] ?? 0) >>> shift) & 0xffff) + 1]++;
  if (counts.includes(from.length)) return false;
  for (let digit = 0; digit < DIGITS; digit++) counts[digit + 1] += counts[digit] ?? 0;
  for (let i = 0; i < from.length; i++) {
    const row = from[i] ?? 0;
    to[counts[((values[row * stride + offset] ?? 0) >>> shift) & 0xffff]++] = row;
  }
  return true;
}
