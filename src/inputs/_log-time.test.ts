import { expect, test } from 'vitest';
import { LogTimes } from './_log-time.js';

const NOON = Date.UTC(2026, 10, 25, 12, 0, 1);
const WRITTEN = Date.UTC(2026, 10, 26);

test.each([
  ['2026-11-25T12:00:01+00:00 fw1 x', NOON],
  ['<166>Nov 25 2026 12:00:01: %ASA-6', NOON],
  ['Nov 25 13:30:00 relay Nov 25 2026 12:00:01: %ASA-6', NOON],
  ['"11/25/2026, 12:00:01.000 PM",a', NOON],
  ['{"time": "2026-11-25T12:00:01.5Z", "msg": 1}', NOON + 500],
  ['11/25-12:00:01.250000  [**] [1:1:1]', NOON + 250],
  ['11/25/26-12:00:01.250000  [**] [1:1:1]', NOON + 250],
  ['Nov 25 12:00:01 fw1 kernel: x', NOON],
  ['*Nov 25 12:00:01.123: %SEC-6', NOON + 123],
  ['Nov  5 12:00:01 fw1 kernel: x', Date.UTC(2026, 10, 5, 12, 0, 1)],
  ['Dec 31 23:59:59 fw1 kernel: x', Date.UTC(2025, 11, 31, 23, 59, 59)],
  ['all tcp 192.0.2.1:22 <- 192.0.2.9:50000', undefined],
  ['Abc 25 12:00:01 fw1 x', undefined],
])('the time of %s is read', (line, expected) => {
  expect(new LogTimes(WRITTEN).of(line)).toBe(expected?.toString());
});

test('a year that nothing tells is said to be inferred, or the time is not known', () => {
  const inferred = new LogTimes(WRITTEN);
  inferred.of('Nov 25 12:00:01 fw1 x');
  expect(inferred.spots().map(({ id }) => id)).toEqual(['year-inferred']);
  const unknown = new LogTimes(undefined);
  expect(unknown.of('Nov 25 12:00:01 fw1 x')).toBeUndefined();
  expect(unknown.spots().map(({ id }) => id)).toEqual(['no-year']);
  expect(new LogTimes(WRITTEN).spots()).toEqual([]);
});
