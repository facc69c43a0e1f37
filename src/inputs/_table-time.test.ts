import { expect, test } from 'vitest';
import { durationFrom, timeFrom } from './_table-time.js';

const NOON = Date.UTC(2026, 2, 1, 12, 0, 0);

test.each([
  ['2026-03-01T12:00:00Z', NOON],
  ['2026-03-01 12:00:00', NOON],
  ['2026-03-01T13:00:00.250+01:00', NOON + 250],
  ['2026-03-01 12:00:00 UTC+0000', NOON],
  ['2026-03-01', NOON - 43_200_000],
  ['3/1/2026 12:00:00 PM', NOON],
  ['3/1/2026 12:00:00 AM', NOON - 43_200_000],
  ['01.03.2026 12:00:00', NOON],
  ['2026-03-01 12:00:00.000 +0000 UTC', NOON],
  ['Mar 1, 2026 @ 12:00:00.250', NOON + 250],
  ['Mar 1, 2026, 12:00:00 AM', NOON - 43_200_000],
  ['Mar  1 2026 12:00:00', NOON],
  ['01/Mar/2026:13:00:00 +0100', NOON],
  ['Sun, 01 Mar 2026 12:00:00 GMT', NOON],
  ['2026-Mar-01 12:00:00', NOON],
  ['12:00:00 PM 3/1/2026', NOON],
  ['Sun Mar  1 12:00:00 2026', NOON],
  ['Sun Mar 1 12:00:00 UTC 2026', NOON],
  ['Abc 1, 2026 12:00:00', null],
  [String(NOON / 1000), NOON],
  [`${NOON / 1000}.5`, NOON + 500],
  [String(NOON), NOON],
  [`${NOON}000`, NOON],
  [`${NOON}000000`, NOON],
  [String((NOON + 11_644_473_600_000) * 10_000), NOON],
  [`/Date(${NOON})/`, NOON],
  // Seconds since a capture's start: shown as a date they would be of 1970.
  ['6.5', null],
  ['0.000000', null],
  ['0', null],
  ['99999999', null],
  ['100000000', 100_000_000_000],
  ['2026-13-01T12:00:00Z', null],
  ['yesterday', null],
  ['-', null],
])('%s is read', (text, expected) => {
  expect(timeFrom(text)).toBe(expected);
});

test.each([
  ['12.480', 12_480],
  ['3600', 3_600_000],
  ['1:02:03', 3_723_000],
  ['-', null],
  ['-5', null],
  ['1e300', null],
  [undefined, null],
])('a duration of %s is %s ms', (text, milliseconds) => {
  expect(durationFrom(text)).toBe(milliseconds);
});
