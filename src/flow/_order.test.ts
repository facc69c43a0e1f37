import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ordered } from './_order.js';

test('orders by key and keeps the order of equal ones, whatever the keys', () => {
  const key = fc.oneof(
    fc.integer({ min: -40, max: 40 }),
    fc.integer({ min: 0, max: 2 ** 52 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  // Numbers of rows, the most first: nearly all are small.
  const few = fc.integer({ min: -60_000, max: -1 });
  const many = fc.integer({ min: -(2 ** 31), max: -65_536 });
  const rows = fc
    .tuple(fc.array(few, { minLength: 20 }), fc.array(many, { maxLength: 4 }), fc.array(few))
    .map((parts) => parts.flat());
  fc.assert(
    fc.property(fc.oneof(fc.array(key), fc.array(fc.nat(5)), fc.array(fc.nat(0x7fffffff)), rows), (keys) => {
      const wanted = keys.map((_, at) => at).sort((a, b) => keys[a] - keys[b] || a - b);
      const items = Uint32Array.from(keys.keys());
      expect([...ordered(items, (item) => keys[item])]).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
});
