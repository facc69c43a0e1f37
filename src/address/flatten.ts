import { fromBigInt } from './bigint.js';
import type { WordColumns } from './range-index.js';
import { sweep } from './_sweep.js';

/** An IPv4 range, both ends included, as unsigned words. Values are 0..2^32-1. */
export interface Range4 {
  readonly first: number;
  readonly last: number;
  readonly value: number;
}

/** An IPv6 range, both ends included, as 128-bit integers. Values are 0..2^32-1. */
export interface Range6 {
  readonly first: bigint;
  readonly last: bigint;
  readonly value: number;
}

/**
 * Nested and overlapping IPv4 ranges to disjoint sorted columns for `RangeIndex4`. Where ranges overlap the
 * narrower wins, of equal width the later in the list. Neighbours with the same value become one row.
 */
export function flattenRanges(rows: readonly Range4[]): {
  starts: Uint32Array;
  ends: Uint32Array;
  values: Uint32Array;
} {
  const from = Float64Array.from(rows, (row) => row.first);
  const to = Float64Array.from(rows, (row) => row.last + 1);
  const pieces = sweep(
    from,
    to,
    to.map((end, i) => end - from[i]),
    (row) => rows[row].value,
  );
  return {
    starts: Uint32Array.from(pieces.from),
    ends: Uint32Array.from(pieces.to, (end) => end - 1),
    values: pieces.values,
  };
}

/** As `flattenRanges`, for IPv6: columns for `RangeIndex6`, two for each end when every block is /64 or wider, else four. */
export function flattenRanges6(rows: readonly Range6[]): WordColumns & { readonly values: Uint32Array } {
  // The sweep works on 53-bit numbers, so boundaries and widths are replaced by their ranks.
  const edges = ranks(rows.map((row) => row.first).concat(rows.map((row) => row.last + 1n)));
  const pieces = sweep(
    edges.rank.subarray(0, rows.length),
    edges.rank.subarray(rows.length),
    ranks(rows.map((row) => row.last - row.first)).rank,
    (row) => rows[row].value,
  );
  const starts = Array.from(pieces.from, (rank) => edges.sorted[rank]);
  const ends = Array.from(pieces.to, (rank) => edges.sorted[rank] - 1n);
  const low = 0xffff_ffff_ffff_ffffn;
  const isWide = starts.every((start) => (start & low) === 0n) && ends.every((end) => (end & low) === low);
  return { starts: columns(starts, isWide ? 2 : 4), ends: columns(ends, isWide ? 2 : 4), values: pieces.values };
}

/**
 * The distinct values in order, and the place of each given value among them. By sorting: V8 hashes a bigint
 * by its low 64 bits, which are zero in most prefixes, so that a Map of them takes quadratic time.
 */
function ranks(values: readonly bigint[]): { sorted: bigint[]; rank: Float64Array } {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => byValue(values[a], values[b]));
  const sorted: bigint[] = [];
  const rank = new Float64Array(values.length);
  for (const i of order) {
    if (sorted.length === 0 || sorted[sorted.length - 1] !== values[i]) sorted.push(values[i]);
    rank[i] = sorted.length - 1;
  }
  return { sorted, rank };
}

function byValue(a: bigint, b: bigint): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function columns(values: readonly bigint[], count: 2 | 4): Uint32Array[] {
  const words = Array.from({ length: count }, () => new Uint32Array(values.length));
  values.forEach((value, row) => {
    const { w0, w1, w2, w3 } = fromBigInt(value, 6);
    [w0, w1, w2, w3].slice(0, count).forEach((word, column) => (words[column][row] = word));
  });
  return words;
}
