import { isIP } from 'node:net';
import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { anyIPv4, anyIPv6, anyStyle, mutatedText, spell } from './_samples.js';
import { isZone } from './_zone.js';
import type { Address } from './address.js';
import { formatAddress } from './format.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import { parseAddress } from './parse.js';

const runs = { numRuns: 20_000, seed: 20251009 };

test.each([
  ['8.8.8.8', ipv4(0x08080808)],
  ['0.0.0.0', ipv4(0)],
  ['255.255.255.255', ipv4(0xffffffff)],
  ['  192.0.2.1 ', ipv4(0xc0000201)],
  ['::', ipv6(0, 0, 0, 0)],
  ['::1', ipv6(0, 0, 0, 1)],
  ['1::', ipv6(0x10000, 0, 0, 0)],
  ['2001:DB8::1', ipv6(0x20010db8, 0, 0, 1)],
  ['2001:db8:0:0:0:0:0:1', ipv6(0x20010db8, 0, 0, 1)],
  ['1:2:3:4:5:6:7::', ipv6(0x10002, 0x30004, 0x50006, 0x70000)],
  ['::2:3:4:5:6:7:8', ipv6(2, 0x30004, 0x50006, 0x70008)],
  ['::ffff:8.8.8.8', ipv6(0, 0, 0xffff, 0x08080808)],
  ['::ffff:0808:0808', ipv6(0, 0, 0xffff, 0x08080808)],
  ['1:2:3:4:5:6:192.0.2.1', ipv6(0x10002, 0x30004, 0x50006, 0xc0000201)],
  ['::1:2:3:4:5:192.0.2.1', ipv6(1, 0x20003, 0x40005, 0xc0000201)],
  ['fe80::1%12', ipv6(0xfe800000, 0, 0, 1, '12')],
  ['fe80::1%eth0.100', ipv6(0xfe800000, 0, 0, 1, 'eth0.100')],
])('%s is an address', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

const invalid4 = [
  '256.1.1.1',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.04',
  '00.0.0.0',
  '010.0.0.1',
  '0x7f.1',
  '127.1',
  '2130706433',
];
const loose4 = [
  '8.8.8',
  '1..2.3',
  '.1.2.3',
  '1.2.3.',
  '.1.2.3.4',
  '1.2.3.4.',
  '1.2.3.-4',
  '+1.2.3.4',
  '1.2.3.4e0',
  '1e1.2.3.4',
];
const tailed4 = [
  '1.2.3.4%eth0',
  '1.2.3.4/32',
  '1.2.3.4:80',
  '[1.2.3.4]',
  '1.2.3.4\n',
  '\t1.2.3.4',
  '1.2.3.4\0',
  '1. 2.3.4',
  '1,2,3,4',
];
const foreign = [
  '\uff11.2.3.4',
  '1\u3002'.repeat(3),
  '\u0661.2.3.4',
  '\u00a01.2.3.4',
  '1.2.3.4\u200b',
  '1\uff0e2\uff0e3\uff0e4',
];
const invalid6 = [
  '::g',
  '1::2::3',
  '12345::',
  '::ffff:1.2.3',
  ':1',
  '1:',
  ':',
  ':::',
  '1:::2',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
];
const full6 = [
  '1:2:3:4::5:6:7:8',
  '1:2:3:4:5:6:7:8::',
  '::1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7:1.2.3.4',
  '1:2:3:4:5:6:7::1.2.3.4',
];
const tail6 = [
  '::1.2.3.4:5',
  '1.2.3.4::',
  '::1.2.3.04',
  '::01.2.3.4',
  '::.1.2.3',
  '::1.2.3.4.5',
  '::ffff:1.2.3.256',
  '::a.2.3.4',
];
const zoned6 = [
  'fe80::1%',
  'fe80::1%a b',
  'fe80::1%\u0007',
  'fe80::1%a%b',
  'fe80::1%a/64',
  '%eth0',
  'fe80::1%\u202e',
  `fe80::1%${'z'.repeat(65)}`,
];
const other = [
  '',
  ' ',
  'localhost',
  '*',
  'nan',
  '[::1]',
  '[::1]:80',
  '::1/128',
  '00001::',
  '\uff1a:1',
  '0x1::',
  '1:2:3:4:5:6:7:8 9',
];

test.each([...invalid4, ...loose4, ...tailed4, ...foreign, ...invalid6, ...full6, ...tail6, ...zoned6, ...other])(
  '%j is no address',
  (text) => {
    expect(parseAddress(text)).toBeNull();
  },
);

test('what formatAddress writes is read back the same', () => {
  const zone = fc.option(fc.stringMatching(/^[a-z0-9._-]{1,16}$/));
  const zoned = fc.tuple(anyIPv6, zone).map(([a, z]) => ({ ...a, zone: z }));
  fc.assert(
    fc.property(fc.oneof<fc.Arbitrary<Address>[]>(anyIPv4, zoned), (a) => {
      expect(parseAddress(formatAddress(a))).toEqual(a);
    }),
    runs,
  );
});

test('every valid spelling of an IPv6 address reads as the same value', () => {
  fc.assert(
    fc.property(anyIPv6, anyStyle, (a, style) => {
      expect(parseAddress(spell(a, style))).toEqual(a);
    }),
    runs,
  );
});

test('node and farend agree on what is an address, on valid and on damaged text', () => {
  fc.assert(
    fc.property(mutatedText, (text) => {
      expect(parseAddress(text)?.family ?? 0).toBe(nodeFamily(text));
    }),
    { ...runs, numRuns: 40_000 },
  );
});

test('ipaddr.js reads the same bytes from every address', () => {
  fc.assert(
    fc.property(mutatedText, (text) => {
      const address = parseAddress(text);
      expect(address && bytes(address)).toEqual(address && theirBytes(text));
    }),
    runs,
  );
});

test('any text at all is read or refused without throwing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(parseAddress(text)?.family ?? 0).toBe(nodeFamily(text));
    }),
    runs,
  );
});

test('a megabyte of digits, colons or spaces is refused at once', () => {
  for (const unit of ['1', ':', '1:', '1.', ' ', 'f', '::1%', '%']) {
    expect(parseAddress(unit.repeat(1_000_000 / unit.length))).toBeNull();
  }
});

/** Node leaves zones of any letters in and does not trim: the two documented differences. */
function nodeFamily(text: string): number {
  const trimmed = text.replace(/^ +| +$/g, '');
  const percent = trimmed.indexOf('%');
  if (percent < 0) return isIP(trimmed);
  return isIP(trimmed.slice(0, percent)) === 6 && isZone(trimmed.slice(percent + 1)) ? 6 : 0;
}

function theirBytes(text: string): number[] {
  return ipaddr.parse(text.replaceAll(' ', '').replace(/%.*/, '')).toByteArray();
}

function bytes(a: Address): number[] {
  const words = a.family === 4 ? [a.w3] : [a.w0, a.w1, a.w2, a.w3];
  return words.flatMap((w) => [w >>> 24, (w >>> 16) & 255, (w >>> 8) & 255, w & 255]);
}
