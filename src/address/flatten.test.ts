import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { flattenRanges, flattenRanges6, type Range4, type Range6 } from './range-index.js';

// A small space, so that random ranges meet, nest, touch and coincide, at both of its ends too.
const small = fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.nat(3)), { maxLength: 25 });

test('the narrower range wins, of equal width the later, and neighbours of one value are one row', () => {
  const rows = [range(0, 99, 1), range(10, 19, 2), range(15, 24, 3), range(30, 30, 1), range(100, 120, 1)];
  const { starts, ends, values } = flattenRanges(rows);
  const flat = Array.from(starts, (start, i) => [start, ends[i], values[i]]);
  expect(flat).toEqual([
    [0, 9, 1],
    [10, 14, 2],
    [15, 24, 3],
    [25, 120, 1],
  ]);
});

test('the whole space and its last address can be ranges', () => {
  const { starts, ends, values } = flattenRanges([range(0, 0xffffffff, 7), range(0xffffffff, 0xffffffff, 8)]);
  expect([[...starts], [...ends], [...values]]).toEqual([
    [0, 0xffffffff],
    [0xfffffffe, 0xffffffff],
    [7, 8],
  ]);
  const all = (1n << 128n) - 1n;
  const six = flattenRanges6([range(0n, all, 7)]);
  expect([six.starts.length, [...six.ends[0]], [...six.values]]).toEqual([2, [0xffffffff], [7]]);
});

test('no ranges make no rows', () => {
  expect(flattenRanges([]).starts).toHaveLength(0);
  expect(flattenRanges6([]).values).toHaveLength(0);
});

test('IPv4 rows say what a plain search of the given list says, are disjoint, sorted and merged', () => {
  fc.assert(
    fc.property(small, fc.constantFrom(0, 0xffffffff - 80), (triples, base) => {
      const rows = triples.map(([from, size, value]) => range(base + from, base + from + size, value));
      const { starts, ends, values } = flattenRanges(rows);
      const flat = Array.from(starts, (start, i) => range(start, ends[i], values[i]));
      const points = Array.from({ length: 81 }, (_, i) => base + i);
      expect(points.filter((at) => only(flat, at) !== naive(rows, at))).toEqual([]);
      expectTidy(flat);
    }),
    { numRuns: 1_000, seed: 11 },
  );
});

test('IPv6 rows say the same, with two columns or four', () => {
  fc.assert(
    fc.property(small, fc.constantFrom(1n, 1n << 64n, 1n << 70n), (triples, unit) => {
      const rows = triples.map(([from, size, value]) =>
        range(BigInt(from) * unit, BigInt(from + size + 1) * unit - 1n, value),
      );
      const flat = bigRows(rows);
      const points = Array.from({ length: 83 }, (_, i) => BigInt(i) * unit).flatMap((at) => [at, at + unit - 1n]);
      expect(points.filter((at) => only(flat, at) !== naive(rows, at))).toEqual([]);
      expectTidy(flat);
    }),
    { numRuns: 300, seed: 12 },
  );
});

test('fifty thousand IPv6 prefixes, whose low bits are all zero, are flattened at once', () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => range(BigInt(i) << 96n, (BigInt(i + 1) << 96n) - 1n, i));
  expect(flattenRanges6(rows).values).toHaveLength(50_000);
});

test('two hundred thousand ranges, each over the next, in any order, are flattened at once', () => {
  const rows = Array.from({ length: 200_000 }, (_, i) =>
    range(((i * 7919) % 200_000) * 1000, ((i * 7919) % 200_000) * 1000 + 1499, i),
  );
  expect(flattenRanges(rows).starts.length).toBeGreaterThanOrEqual(200_000);
});

function range<T extends number | bigint>(first: T, last: T, value: number): { first: T; last: T; value: number } {
  return { first, last, value };
}

function bigRows(rows: readonly Range6[]): Range6[] {
  const { starts, ends, values } = flattenRanges6(rows);
  const join = (columns: readonly Uint32Array[], row: number, fill: number) =>
    [0, 1, 2, 3].reduce((sum, i) => (sum << 32n) | BigInt(columns[i]?.[row] ?? fill), 0n);
  return Array.from(values, (value, i) => range(join(starts, i, 0), join(ends, i, 0xffffffff), value));
}

function naive(rows: readonly (Range4 | Range6)[], at: number | bigint): number {
  let best: Range4 | Range6 | null = null;
  for (const row of rows) {
    if (row.first > at || row.last < at) continue;
    if (best === null || BigInt(row.last) - BigInt(row.first) <= BigInt(best.last) - BigInt(best.first)) best = row;
  }
  return best?.value ?? -1;
}

function only(rows: readonly (Range4 | Range6)[], at: number | bigint): number {
  const holding = rows.filter((row) => row.first <= at && row.last >= at);
  return holding.length > 1 ? Number.NaN : (holding[0]?.value ?? -1);
}

function expectTidy(rows: readonly (Range4 | Range6)[]): void {
  rows.forEach((row, i) => {
    expect(row.first <= row.last).toBe(true);
    if (i === 0) return;
    const before = rows[i - 1];
    expect(before.last < row.first).toBe(true);
    const touches = BigInt(before.last) + 1n === BigInt(row.first);
    expect(touches && row.value === before.value).toBe(false);
  });
}
