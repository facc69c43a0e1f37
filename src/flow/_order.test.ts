import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostFirst, ordered } from './_order.js';

test('orders by key and keeps the order of equal ones, whatever the keys', () => {
  const key = fc.oneof(
    fc.integer({ min: -40, max: 40 }),
    fc.integer({ min: 0, max: 2 ** 52 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.array(key), fc.array(fc.nat(5)), fc.array(fc.nat(0x7fffffff))), (keys) => {
      const wanted = keys.map((_, at) => at).sort((a, b) => keys[a] - keys[b] || a - b);
      const items = Uint32Array.from(keys.keys());
      expect([...ordered(items, (item) => keys[item])]).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
});

test('orders by rows, most first, and keeps the order of equal ones, however many rows', () => {
  const rows = fc.oneof(fc.nat(5), fc.nat(100_000), fc.integer({ min: 2 ** 48, max: 2 ** 52 }));
  fc.assert(
    fc.property(fc.array(rows), (counts) => {
      const wanted = counts.map((_, at) => at).sort((a, b) => counts[b] - counts[a] || a - b);
      expect([...mostFirst(Uint32Array.from(counts.keys()), (item) => counts[item])]).toEqual(wanted);
    }),
  );
});
