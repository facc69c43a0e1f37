import { expect, test } from 'vitest';
import { belowFloor, FLOORS, meanOf } from './_floor.js';
import { STRIPPABLE } from './_strip.js';

const good = { hit3: 0.9, recall10: 0.8, map: 0.7, malicious: 0, suspicious: 0.01, brier: 0.05, reasons: 0.95 };

test('what is as good as the floor holds', () => {
  expect(belowFloor(good, good)).toEqual([]);
});

test('a figure that is worse is named, in its own direction', () => {
  const worse = belowFloor({ ...good, map: 0.6, suspicious: 0.02 }, good);
  expect(worse).toEqual(['map is 0.6000, wanted at least 0.7', 'suspicious is 0.0200, wanted at most 0.01']);
});

test('runs are averaged', () => {
  expect(meanOf([good, { ...good, map: 0.5 }]).map).toBeCloseTo(0.6);
});

test('the kept floors are no lower than what the project promises', () => {
  for (const { strip, seeds, floor } of FLOORS.floors) {
    expect(strip.every((word) => STRIPPABLE.includes(word))).toBe(true);
    expect(seeds.length).toBeGreaterThanOrEqual(3);
    expect(floor.hit3).toBeGreaterThanOrEqual(0.7);
    expect(floor.recall10).toBeGreaterThanOrEqual(0.61);
    expect(floor.map).toBeGreaterThanOrEqual(0.47);
    expect(floor.malicious).toBeLessThanOrEqual(0.01);
    expect(floor.suspicious).toBeLessThanOrEqual(0.05);
  }
});
