import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { anyIPv6 } from './_samples.js';
import { formatAddress } from './format.js';
import { parseAddress } from './parse.js';

// RFC 5952 section 4, case by case, and the mapped form of section 5.
test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['0.0.0.0', '0.0.0.0'],
  ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
  ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['1:0:0:2:3:0:0:0', '1:0:0:2:3::'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['1:0:0:0:0:0:0:0', '1::'],
  ['::1:2:3:4:5:6:7', '0:1:2:3:4:5:6:7'],
  ['::ffff:808:808', '::ffff:8.8.8.8'],
  ['::8.8.8.8', '::808:808'],
  ['::ffff:0:8.8.8.8', '::ffff:0:808:808'],
  ['64:ff9b::8.8.8.8', '64:ff9b::808:808'],
  ['FE80::ABCD%Eth0', 'fe80::abcd%Eth0'],
])('%s is written %s', (text, canonical) => {
  const address = parseAddress(text);
  expect(address && formatAddress(address)).toBe(canonical);
});

test('ipaddr.js writes the same canonical text', () => {
  fc.assert(
    fc.property(anyIPv6, (a) => {
      const text = formatAddress(a);
      // It writes the mapped form in hexadecimal; that one is farend's own choice.
      expect(text.includes('.') || ipaddr.parse(text).toString() === text).toBe(true);
    }),
    { numRuns: 10_000, seed: 5952 },
  );
});
