import { expect, test } from 'vitest';
import { Pairs } from './_pairs.js';

test('a pair has the number that was kept for it, however many there are', () => {
  const pairs = new Pairs();
  const seen = new Map<string, number>();
  // Both orders of the same numbers, and sums that are alike.
  for (let first = 0; first < 60; first++) {
    for (let second = 0; second < 60 * 31; second += 31) {
      expect(pairs.find(first, second)).toBe(-1);
      pairs.add(first, second, first * 10_000 + second);
      seen.set(`${first}|${second}`, first * 10_000 + second);
    }
  }
  expect(pairs.length).toBe(seen.size);
  for (const [key, value] of seen) {
    const [first, second] = key.split('|').map(Number);
    expect(pairs.find(first, second)).toBe(value);
  }
  expect(pairs.find(61, 0)).toBe(-1);
});
