import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyIPv4, anyIPv6 } from './_samples.js';
import { fromBigInt, toBigInt } from './bigint.js';
import { formatAddress } from './format.js';
import { parseAddress } from './parse.js';
import { parsePrefix, prefixContains } from './prefix.js';

test.each([
  ['10.0.0.0/8', '10.0.0.0', '10.255.255.255', 8, false],
  ['10.1.2.3/8', '10.0.0.0', '10.255.255.255', 8, true],
  ['0.0.0.0/0', '0.0.0.0', '255.255.255.255', 0, false],
  ['192.0.2.1/32', '192.0.2.1', '192.0.2.1', 32, false],
  [' 192.0.2.0/31 ', '192.0.2.0', '192.0.2.1', 31, false],
  ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 0, false],
  ['2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 32, false],
  ['2001:db8::1/64', '2001:db8::', '2001:db8::ffff:ffff:ffff:ffff', 64, true],
  ['::ffff:10.0.0.0/104', '::ffff:10.0.0.0', '::ffff:10.255.255.255', 104, false],
  ['192.0.2.7', '192.0.2.7', '192.0.2.7', 32, false],
  ['2001:db8::7', '2001:db8::7', '2001:db8::7', 128, false],
  ['192.0.2.0-192.0.2.255', '192.0.2.0', '192.0.2.255', 24, false],
  ['192.0.2.1 - 192.0.2.9', '192.0.2.1', '192.0.2.9', -1, false],
  ['192.0.2.1-192.0.2.2', '192.0.2.1', '192.0.2.2', -1, false],
  ['192.0.2.1-192.0.2.1', '192.0.2.1', '192.0.2.1', 32, false],
  ['2001:db8::-2001:db8::ffff', '2001:db8::', '2001:db8::ffff', 112, false],
])('%s is %s to %s', (text, first, last, length, hostBits) => {
  const prefix = parsePrefix(text);
  expect(prefix && [formatAddress(prefix.first), formatAddress(prefix.last)]).toEqual([first, last]);
  expect(prefix).toMatchObject({ length, hostBits });
});

test.each(
  [
    ['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/8x', '10.0.0.0/-1', '10.0.0.0/1e1', '10.0.0.0/ 8'],
    ['10.0.0.0 /8', '10/8', '10.0.0.0/255.0.0.0', '/8', '10.0.0.0//8', '010.0.0.0/8', '10.0.0.0/8/8', '10.0.0.0/8\n'],
    ['fe80::1%eth0/64', 'fe80::1%eth0', '192.0.2.9-192.0.2.1', '192.0.2.1-::1', '192.0.2.1-9', '192.0.2.1-', '-', ''],
  ].flat(),
)('%j is no prefix', (text) => {
  expect(parsePrefix(text)).toBeNull();
});

test('first and last are what integer arithmetic says, and both are inside', () => {
  fc.assert(
    fc.property(fc.oneof(anyIPv4, anyIPv6), fc.nat(128), (a, n) => {
      const bits = a.family === 4 ? 32 : 128;
      const length = n % (bits + 1);
      const size = 1n << BigInt(bits - length);
      const first = (toBigInt(a) / size) * size;
      const prefix = parsePrefix(`${formatAddress(a)}/${length}`);
      if (prefix === null) throw new Error('not read');
      expect([toBigInt(prefix.first), toBigInt(prefix.last)]).toEqual([first, first + size - 1n]);
      expect(prefix.hostBits).toBe(first !== toBigInt(a));
      expect(prefixContains(prefix, a)).toBe(true);
      expect(prefixContains(prefix, fromBigInt(first - 1n, a.family))).toBe(length === 0);
      expect(prefixContains(prefix, fromBigInt(first + size, a.family))).toBe(length === 0);
    }),
    { numRuns: 5_000, seed: 24 },
  );
});

test('a block does not hold addresses of the other family', () => {
  const prefix = parsePrefix('::/0');
  const address = parseAddress('192.0.2.1');
  expect(prefix && address && prefixContains(prefix, address)).toBe(false);
});
