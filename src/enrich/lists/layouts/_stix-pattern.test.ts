import { expect, test } from 'vitest';
import { patternEnds } from './_stix-pattern.js';

const ends = (pattern: string) =>
  patternEnds(pattern).map(({ value, port }) => (port === null ? value : `${value} ${port}`));

test('a port belongs to the address that it is asserted together with, not to its alternatives', () => {
  expect(ends("[network-traffic:dst_ref.value = '203.0.113.7' AND network-traffic:dst_port = 443]")).toEqual([
    '203.0.113.7 443',
  ]);
  expect(
    ends("[ipv4-addr:value = '203.0.113.7' OR (ipv4-addr:value = '203.0.113.8' AND network-traffic:dst_port = 80)]"),
  ).toEqual(['203.0.113.7', '203.0.113.8 80']);
  expect(ends("[ipv4-addr:value='203.0.113.7'] AND [network-traffic:dst_port=80]")).toEqual(['203.0.113.7']);
});

test('sets and subnets are read, negations and other comparisons are not', () => {
  expect(ends("[ipv4-addr:value IN ('203.0.113.7','203.0.113.8')]")).toEqual(['203.0.113.7', '203.0.113.8']);
  expect(ends("[ipv6-addr:value ISSUBSET '2001:db8::/32']")).toEqual(['2001:db8::/32']);
  expect(ends("[ipv4-addr:value NOT = '203.0.113.7']")).toEqual([]);
  expect(ends("[ipv4-addr:value != '203.0.113.7' OR ipv4-addr:value LIKE '203.0.%']")).toEqual([]);
});

test('what stands in a string is a value and no pattern', () => {
  expect(ends("[file:name = 'x\\' OR ipv4-addr:value = \\'203.0.113.7']")).toEqual([]);
  expect(ends("[file:name = 'never closed OR ipv4-addr:value = ")).toEqual([]);
});
