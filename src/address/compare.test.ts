import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyIPv4, anyIPv6 } from './_samples.js';
import type { Address } from './address.js';
import { fromBigInt, toBigInt } from './bigint.js';
import { compareAddresses, sameAddress } from './compare.js';
import { parseAddress } from './parse.js';

const any = fc.oneof(anyIPv4, anyIPv6);
const runs = { numRuns: 5_000, seed: 4 };

test('addresses are ordered by number, IPv4 first', () => {
  const texts = ['::1', '10.0.0.2', '9.0.0.1', '2001:db8::a', '2001:db8::9', '255.0.0.1'];
  const sorted = texts.sort((a, b) => compareAddresses(parse(a), parse(b)));
  expect(sorted).toEqual(['9.0.0.1', '10.0.0.2', '255.0.0.1', '::1', '2001:db8::9', '2001:db8::a']);
});

test('order is that of the integers', () => {
  fc.assert(
    fc.property(any, any, (a, b) => {
      const [x, y] = [toBigInt(a), toBigInt(b)];
      const byValue = x < y ? -1 : Number(x > y);
      expect(Math.sign(compareAddresses(a, b))).toBe(
        a.family === b.family ? byValue : a.family - b.family > 0 ? 1 : -1,
      );
      expect(sameAddress(a, b)).toBe(compareAddresses(a, b) === 0);
    }),
    runs,
  );
});

test('an address survives the way to an integer and back', () => {
  fc.assert(
    fc.property(any, (a) => {
      expect(fromBigInt(toBigInt(a), a.family)).toEqual(a);
    }),
    runs,
  );
});

test('a zone makes no difference, a family does', () => {
  expect(sameAddress(parse('fe80::1%a'), parse('fe80::1%b'))).toBe(true);
  expect(sameAddress(parse('::1.2.3.4'), parse('1.2.3.4'))).toBe(false);
});

function parse(text: string): Address {
  const address = parseAddress(text);
  if (address === null) throw new Error(text);
  return address;
}
