import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gapsEvenness, rhythmOf } from './_rhythm.js';

const HOUR = 3_600_000;
const day = { from: 0, to: 24 * HOUR };

/** Starts every `seconds`, each shifted by what `shift` gives, in milliseconds. */
function starts(count: number, seconds: number, shift: (index: number) => number = () => 0): number[] {
  return Array.from({ length: count }, (_, index) => index * seconds * 1000 + shift(index) * 1000);
}

test('a clockwork scores full in every component', () => {
  const rhythm = rhythmOf(
    starts(1440, 60),
    Array.from({ length: 1440 }, () => 512),
    day,
  );
  expect(rhythm).toEqual({
    starts: 1440,
    everySeconds: 60,
    deviationSeconds: 0,
    gaps: 1,
    sizes: 1,
    spread: 1,
    duration: 1,
  });
});

test('some jitter stays a beacon, and the deviation says how much', () => {
  const rhythm = rhythmOf(
    starts(400, 60, (index) => (index * 7) % 5),
    [],
    day,
  );
  expect(rhythm?.everySeconds).toBeCloseTo(60, -1);
  expect(rhythm?.deviationSeconds).toBeLessThanOrEqual(3);
  expect(rhythm?.gaps).toBeGreaterThan(0.9);
  expect(rhythm?.sizes).toBeNull();
});

test('a person is no beacon', () => {
  const minutes = [0, 1, 2, 3, 50, 51, 52, 200, 201, 480, 481, 482, 483, 700].map(
    (minute) => minute * 60_000 + minute ** 2,
  );
  const rhythm = rhythmOf(minutes, [900, 4000, 120, 88, 60_000, 700, 512, 3000, 90, 10, 4400, 81, 9, 2], day);
  expect((rhythm?.spread ?? 1) + (rhythm?.sizes ?? 1)).toBeLessThan(1.2);
});

test('a few minutes of evidence say nothing of duration', () => {
  expect(rhythmOf(starts(10, 30), [], { from: 0, to: 300_000 })?.duration).toBeNull();
});

test('three moments are too few, and many connections in one second are one moment', () => {
  expect(rhythmOf(starts(3, 60), [], day)).toBeNull();
  expect(
    rhythmOf(
      Array.from({ length: 50 }, () => 7000),
      [],
      day,
    ),
  ).toBeNull();
});

test('every component lies between 0 and 1, whatever the evidence claims', () => {
  const number = fc.double({ noNaN: true, min: -8.64e15, max: 8.64e15 });
  fc.assert(
    fc.property(fc.array(number), fc.array(fc.nat()), (times, sizes) => {
      const sorted = times.sort((a, b) => a - b);
      const rhythm = rhythmOf(sorted, sizes, { from: sorted[0] ?? 0, to: sorted.at(-1) ?? 0 });
      const shares = rhythm === null ? [] : [rhythm.gaps, rhythm.sizes, rhythm.spread, rhythm.duration];
      expect(shares.filter((share) => share !== null && !(share >= 0 && share <= 1))).toEqual([]);
    }),
  );
});

test('median and evenness of gaps are those of gaps in order, few or many, short or long', () => {
  const gap = fc.oneof(fc.nat(20), fc.nat(20), fc.nat(3000), fc.nat(1_000_000_000));
  const many = fc.array(fc.nat(300), { minLength: 35, maxLength: 120 });
  fc.assert(
    fc.property(fc.oneof(fc.array(gap, { maxLength: 50 }), many), (gaps) => {
      const seconds = gaps.map((_, at) => gaps.slice(0, at + 1).reduce((sum, each) => sum + each, 7));
      const times = seconds.map((second) => second * 1000 + (second % 1000));
      const apart = gaps.slice(1).filter((each) => each > 0);
      const rhythm = rhythmOf(times, [], day);
      expect(rhythm?.everySeconds).toBe(
        apart.length < 3 ? undefined : apart.sort((a, b) => a - b)[Math.floor((apart.length - 1) / 2)],
      );
      expect(gapsEvenness([0, ...times, 9e15], 1, times.length + 1, 0)).toBe(rhythm?.gaps ?? 0);
    }),
  );
});

test('sizes that are not said count for nothing', () => {
  const sizes = [NaN, 500, 500, NaN, 500, 500];
  expect(rhythmOf(starts(6, 60), sizes, day)?.sizes).toBe(1);
  expect(rhythmOf(starts(6, 60), sizes.slice(1, 5), day)?.sizes).toBeNull();
});
