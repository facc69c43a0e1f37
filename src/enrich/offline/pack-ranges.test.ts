import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { flattenRows, type KeyRange, overlay } from './pack-ranges.js';
import { find4, find6 } from './pack-find.js';
import { bytes, decodeTable4, decodeTable6, encodeTable4, encodeTable6 } from './pack-tables.js';

const rowsOf = (pairs: readonly (readonly [number, number])[]): KeyRange<number>[] =>
  pairs.map(([from, width], i) => ({ from, to: from + width, value: i + 1 }));

/** Narrowest row that covers the key, the later of equals. */
function naive(rows: readonly KeyRange<number>[], key: number): number {
  let best: KeyRange<number> | null = null;
  for (const row of rows) {
    if (row.from > key || row.to <= key) continue;
    if (best === null || row.to - row.from <= best.to - best.from) best = row;
  }
  return best?.value ?? 0;
}

const valueAt = (ranges: readonly KeyRange<number>[], key: number) =>
  ranges.find((range) => range.from <= key && key < range.to)?.value ?? 0;

const overlapping = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 30 })), { maxLength: 25 });

test('flattened rows answer like a search of all rows, and are disjoint and sorted', () => {
  fc.assert(
    fc.property(overlapping, (pairs) => {
      const rows = rowsOf(pairs);
      const flat = flattenRows(rows);
      for (let i = 1; i < flat.length; i++) expect(flat[i]?.from).toBeGreaterThanOrEqual(flat[i - 1]?.to ?? 0);
      for (let key = 0; key < 95; key++) expect(valueAt(flat, key)).toBe(naive(rows, key));
    }),
  );
});

test('layers laid over one another answer like each layer alone', () => {
  fc.assert(
    fc.property(overlapping, overlapping, (one, two) => {
      const layers = [flattenRows(rowsOf(one)), flattenRows(rowsOf(two))];
      const merged = overlay(layers, ([a = 0, b = 0]) => a * 100 + b);
      for (let key = 0; key < 95; key++) {
        expect(valueAt(merged, key)).toBe(valueAt(layers[0] ?? [], key) * 100 + valueAt(layers[1] ?? [], key));
      }
    }),
  );
});

const inMemory = (parts: readonly Uint8Array[]) => ({
  sections: parts.map((part) => new Uint8Array(part)),
  isWhole: true,
  need: () => {},
});

test('the IPv4 table finds every range by its borders', () => {
  const key = fc.integer({ min: 0, max: 0xffff_ffff });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(key, fc.integer({ min: 1, max: 0x20_0000 })), { maxLength: 30 }),
      key,
      (pairs, any) => {
        const rows = rowsOf(pairs).map((row) => ({ ...row, to: Math.min(row.to, 0x1_0000_0000) }));
        const flat = flattenRows(rows);
        const table = decodeTable4(inMemory(encodeTable4(flat)));
        const keys = flat.flatMap((range) => [range.from - 1, range.from, range.to - 1, range.to]);
        const inside = [any, 0, 0xffff_ffff, ...keys].filter((at) => at >= 0 && at <= 0xffff_ffff);
        expect(inside.map((at) => find4(table, at))).toEqual(inside.map((at) => valueAt(flat, at)));
      },
    ),
  );
});

test('the IPv6 table finds every range by its borders', () => {
  const key = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.bigInt({ min: 1n, max: 1n << 40n })), { maxLength: 30 }), (pairs) => {
      const end = 1n << 64n;
      const flat = flattenRows(
        pairs.map(([from, width], i) => ({ from, to: from + width < end ? from + width : end, value: i + 1 })),
      );
      const table = decodeTable6(inMemory(encodeTable6(flat)));
      for (const at of flat.flatMap((range) => [range.from - 1n, range.from, range.to - 1n, range.to])) {
        if (at < 0n || at >= end) continue;
        const expected = flat.find((range) => range.from <= at && at < range.to)?.value ?? 0;
        expect(find6(table, Number(at >> 32n), Number(at & 0xffff_ffffn))).toBe(expected);
      }
    }),
  );
});

test('a value that does not fit in 24 bits stops the build', () => {
  expect(() => encodeTable4([{ from: 0, to: 1, value: 1 << 24 }])).toThrow('24 bits');
  expect(bytes(Uint16Array.of(1)).byteLength).toBe(2);
});
