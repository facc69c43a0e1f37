import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyIPv4, anyIPv6, anyStyle, anyWord, spell } from './_samples.js';
import type { Address } from './address.js';
import { type AddressClass, classify, GLOBAL_FIRSTS, isGlobal, isGlobalIPv4 } from './classify.js';
import { formatAddress } from './format.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import { parseAddress } from './parse.js';

const runs = { numRuns: 20_000, seed: 6890 };

type Vector = readonly [
  text: string,
  cls: AddressClass,
  isGlobal: boolean,
  embedded: string | null,
  lookup: string | null,
];

// Every row of both registries and their neighbours, every form that carries an IPv4, multicast and unallocated space.
const vectors: readonly Vector[] = [
  ['8.8.8.8', 'global-unicast', true, null, '8.8.8.8'],
  ['0.0.0.0', 'unspecified', false, null, null],
  ['0.1.2.3', 'this-network', false, null, null],
  ['10.0.0.1', 'private', false, null, null],
  ['9.255.255.255', 'global-unicast', true, null, '9.255.255.255'],
  ['11.0.0.0', 'global-unicast', true, null, '11.0.0.0'],
  ['100.63.255.255', 'global-unicast', true, null, '100.63.255.255'],
  ['100.64.0.1', 'shared-cgnat', false, null, null],
  ['100.127.255.255', 'shared-cgnat', false, null, null],
  ['100.128.0.0', 'global-unicast', true, null, '100.128.0.0'],
  ['127.0.0.1', 'loopback', false, null, null],
  ['127.255.255.254', 'loopback', false, null, null],
  ['128.0.0.1', 'global-unicast', true, null, '128.0.0.1'],
  ['169.253.255.255', 'global-unicast', true, null, '169.253.255.255'],
  ['169.254.169.254', 'link-local', false, null, null],
  ['172.15.255.255', 'global-unicast', true, null, '172.15.255.255'],
  ['172.16.0.0', 'private', false, null, null],
  ['172.31.255.255', 'private', false, null, null],
  ['172.32.0.0', 'global-unicast', true, null, '172.32.0.0'],
  ['192.0.0.1', 'ds-lite', false, null, null],
  ['192.0.0.8', 'dummy', false, null, null],
  ['192.0.0.9', 'pcp-anycast', true, null, '192.0.0.9'],
  ['192.0.0.10', 'turn-anycast', true, null, '192.0.0.10'],
  ['192.0.0.170', 'nat64-discovery', false, null, null],
  ['192.0.1.1', 'global-unicast', true, null, '192.0.1.1'],
  ['192.0.2.1', 'documentation', false, null, null],
  ['192.31.196.1', 'as112', true, null, '192.31.196.1'],
  ['192.52.193.1', 'amt', true, null, '192.52.193.1'],
  ['192.88.99.1', 'deprecated-6to4-relay', false, null, null],
  ['192.88.99.2', '6a44-relay', false, null, null],
  ['192.167.255.255', 'global-unicast', true, null, '192.167.255.255'],
  ['192.168.255.255', 'private', false, null, null],
  ['192.175.48.1', 'as112', true, null, '192.175.48.1'],
  ['198.17.255.255', 'global-unicast', true, null, '198.17.255.255'],
  ['198.18.0.1', 'benchmarking', false, null, null],
  ['198.19.255.255', 'benchmarking', false, null, null],
  ['198.20.0.0', 'global-unicast', true, null, '198.20.0.0'],
  ['198.51.100.7', 'documentation', false, null, null],
  ['203.0.113.7', 'documentation', false, null, null],
  ['223.255.255.255', 'global-unicast', true, null, '223.255.255.255'],
  ['224.0.0.251', 'multicast', false, null, null],
  ['239.255.255.250', 'multicast', false, null, null],
  ['240.0.0.1', 'reserved', false, null, null],
  ['255.255.255.255', 'broadcast', false, null, null],
  ['::', 'unspecified', false, null, null],
  ['::1', 'loopback', false, null, null],
  ['::8.8.8.8', 'v4-compatible', false, '8.8.8.8', null],
  ['::ffff:8.8.8.8', 'v4-mapped', true, '8.8.8.8', '8.8.8.8'],
  ['::ffff:10.0.0.1', 'v4-mapped', false, '10.0.0.1', null],
  ['::ffff:0808:0808', 'v4-mapped', true, '8.8.8.8', '8.8.8.8'],
  ['::ffff:0:8.8.8.8', 'v4-translated', false, '8.8.8.8', '8.8.8.8'],
  ['64:ff9b::8.8.8.8', 'nat64', true, '8.8.8.8', '8.8.8.8'],
  ['64:ff9b::c0a8:101', 'nat64', false, '192.168.1.1', null],
  ['64:ff9b:1::8.8.8.8', 'nat64-local', false, '8.8.8.8', '8.8.8.8'],
  ['100::1', 'discard', false, null, null],
  ['100:0:0:1::1', 'dummy', false, null, null],
  ['100:0:0:2::1', 'unallocated', false, null, null],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'teredo', false, '192.0.2.45', null],
  ['2001:0:5ef5:79fb:0:59c:f7f7:f7f7', 'teredo', true, '8.8.8.8', '8.8.8.8'],
  ['2001:1::1', 'pcp-anycast', true, null, '2001:1::1'],
  ['2001:1::4', 'ietf-protocol', false, null, null],
  ['2001:2::1', 'benchmarking', false, null, null],
  ['2001:3::1', 'amt', true, null, '2001:3::1'],
  ['2001:4:112::1', 'as112', true, null, '2001:4:112::1'],
  ['2001:10::1', 'deprecated-orchid', false, null, null],
  ['2001:20::1', 'orchidv2', true, null, null],
  ['2001:30::1', 'drone-det', true, null, null],
  ['2001:200::1', 'global-unicast', true, null, '2001:200::1'],
  ['2001:4860:4860::8888', 'global-unicast', true, null, '2001:4860:4860::8888'],
  ['2001:db8::1', 'documentation', false, null, null],
  ['2002:808:808::1', '6to4', true, '8.8.8.8', '8.8.8.8'],
  ['2002:c0a8:101::1', '6to4', false, '192.168.1.1', null],
  ['2003::1', 'global-unicast', true, null, '2003::1'],
  ['2606:4700:4700::1111', 'global-unicast', true, null, '2606:4700:4700::1111'],
  ['2620:4f:8000::1', 'as112', true, null, '2620:4f:8000::1'],
  ['3ffe::1', 'global-unicast', true, null, '3ffe::1'],
  ['3fff::1', 'documentation', false, null, null],
  ['3fff:fff:ffff::1', 'documentation', false, null, null],
  ['3fff:1000::1', 'global-unicast', true, null, '3fff:1000::1'],
  ['4000::1', 'unallocated', false, null, null],
  ['5f00::1', 'srv6-sid', false, null, null],
  ['fbff::1', 'unallocated', false, null, null],
  ['fc00::1', 'unique-local', false, null, null],
  ['fdff:ffff::1', 'unique-local', false, null, null],
  ['fe7f::1', 'unallocated', false, null, null],
  ['fe80::1', 'link-local', false, null, null],
  ['fe80::5efe:192.0.2.1', 'link-local', false, null, null],
  ['febf::1', 'link-local', false, null, null],
  ['fec0::1', 'deprecated-site-local', false, null, null],
  ['2a02:6b8::5efe:10.1.2.3', 'isatap', true, '10.1.2.3', '2a02:6b8::5efe:a01:203'],
  ['2a02:6b8::200:5efe:8.8.4.4', 'isatap', true, '8.8.4.4', '2a02:6b8::200:5efe:808:404'],
  ['ff02::fb', 'multicast', false, null, null],
  ['ff0e::1', 'multicast', false, null, null],
  ['2001:1::3', 'srp-anycast', true, null, '2001:1::3'],
  ['192.0.0.8', 'dummy', false, null, null],
  ['192.0.0.171', 'nat64-discovery', false, null, null],
  ['::2', 'v4-compatible', false, '0.0.0.2', null],
  ['::ffff:0:10.0.0.1', 'v4-translated', false, '10.0.0.1', null],
  ['64:ff9b:1::10.0.0.1', 'nat64-local', false, '10.0.0.1', null],
  ['64:ff9b:1:1::8.8.8.8', 'nat64-local', false, null, null],
  ['64:ff9b:2::8.8.8.8', 'unallocated', false, null, null],
  ['2002:ffff:ffff::1', '6to4', false, '255.255.255.255', null],
  ['::ffff:192.0.0.9', 'v4-mapped', true, '192.0.0.9', '192.0.0.9'],
  ['fc00::5efe:8.8.8.8', 'unique-local', false, null, null],
  ['fe80::1%eth0', 'link-local', false, null, null],
  ['2606:4700:4700::1111%eth0', 'global-unicast', true, null, '2606:4700:4700::1111'],
  ['2620:4f:8000::1%3', 'as112', true, null, '2620:4f:8000::1'],
];

test.each(vectors)('%s is %s', (text, cls, isGlobal, embedded, lookup) => {
  const result = classify(parse(text));
  expect([result.class, result.isGlobal, show(result.embedded), show(result.lookup)]).toEqual([
    cls,
    isGlobal,
    embedded,
    lookup,
  ]);
});

test.each([
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'Teredo server 65.54.227.120, flags 0x8000 (cone NAT), client port 40000'],
  ['2001:0:5ef5:79fb:0:59c:f7f7:f7f7', 'Teredo server 94.245.121.251, flags 0x0000, client port 64099'],
  ['10.0.0.1', 'Private-Use (RFC 1918)'],
  [
    '64:ff9b::10.0.0.1',
    'IPv4-IPv6 Translation (well-known prefix) (RFC 6052), with an IPv4 that must not appear in it',
  ],
  ['64:ff9b::8.8.8.8', 'IPv4-IPv6 Translation (well-known prefix) (RFC 6052)'],
  ['224.0.0.251', 'Multicast: mDNS'],
  ['224.0.0.99', 'Multicast: local network control'],
  ['224.0.1.77', 'Multicast: internetwork control'],
  ['232.1.1.1', 'Multicast: source-specific'],
  ['239.1.1.1', 'Multicast: administratively scoped'],
  ['230.1.1.1', 'Multicast'],
  ['239.255.255.250', 'Multicast: SSDP, WS-Discovery'],
  ['ff02::fb', 'Multicast: mDNS, link-local scope'],
  ['ff05::c', 'Multicast: SSDP, site-local scope'],
  ['ff02::1:3', 'Multicast: LLMNR, link-local scope'],
  ['ff02::1:ff12:3456', 'Multicast: solicited node, link-local scope'],
  ['ff0e::1234', 'Multicast: global scope'],
  ['ff3e:40:2001:db8::fb', 'Multicast: global scope'],
  ['ff07::1234', 'Multicast: unassigned scope'],
  ['3ffe::1', 'iana-unallocated'],
  ['2001:1000::1', 'iana-unallocated'],
  ['2000::1', 'iana-unallocated'],
  ['2420::1', 'iana-unallocated'],
  ['2a02:6b8::1', null],
  ['2001:4860:4860::8888', null],
  ['8.8.8.8', null],
])('%s has the note %s', (text, note) => {
  expect(classify(parse(text)).note).toEqual(note);
});

test('every IPv4 is as global by itself as it is mapped or behind NAT64', () => {
  fc.assert(
    fc.property(anyIPv4, (a) => {
      const { isGlobal, lookup } = classify(a);
      for (const wrapped of [ipv6(0, 0, 0xffff, a.w3), ipv6(0x0064ff9b, 0, 0, a.w3)]) {
        expect(classify(wrapped)).toMatchObject({ isGlobal, embedded: a, lookup });
      }
    }),
    runs,
  );
});

test('the fast answer for IPv4 is that of the registry, around every /24 edge and at random', () => {
  // All special blocks of a /24 and wider begin and end on /24 edges; the rest sits in 192.0.0.0/24 and 192.88.99.0/24.
  let disagreements = 0;
  const check = (word: number) => {
    if (isGlobalIPv4(word) !== classify(ipv4(word)).isGlobal) disagreements++;
  };
  for (let top = 0; top < 0x10000; top++) for (const low of [0, 1, 0xff, 0x100, 0xffff]) check(top * 0x10000 + low);
  for (const top of [0xc0000000, 0xc0580000, 0xc0af0000, 0xc6330000, 0xcb000000, 0xc01f0000, 0xc0340000, 0xffff0000]) {
    for (let low = 0; low < 0x10000; low++) check(top + low);
  }
  expect(disagreements).toBe(0);
});

test('the fast answer takes signed words too', () => {
  fc.assert(
    fc.property(anyWord, (word) => {
      expect(isGlobalIPv4(word | 0)).toBe(isGlobalIPv4(word));
    }),
    runs,
  );
});

test('every address whose first bits say that it is external is', () => {
  const rest = fc.nat(0xffff_ffff);
  const firsts = GLOBAL_FIRSTS.flatMap(([low, high]) => [low, high]);
  const first = fc.oneof(
    fc.constantFrom(...firsts),
    ...GLOBAL_FIRSTS.map(([low, high]) => fc.integer({ min: low, max: high })),
  );
  fc.assert(
    fc.property(first, rest, rest, rest, (w0, w1, w2, w3) => {
      expect(classify(ipv6(w0, w1, w2, w3)).isGlobal).toBe(true);
    }),
    runs,
  );
  // And no network of the registry lies amid them, unless it is external itself.
  for (const [text, , isGlobal] of vectors) {
    const { family, w0 } = parse(text);
    const isAmid = family === 6 && GLOBAL_FIRSTS.some(([low, high]) => w0 >= low && w0 <= high);
    expect(isAmid && !isGlobal).toBe(false);
  }
});

test('a class depends neither on letter case nor on compression', () => {
  fc.assert(
    fc.property(anyIPv6, anyStyle, (a, style) => {
      expect(classify(parse(spell(a, style)))).toEqual(classify(a));
    }),
    runs,
  );
});

test('nothing but a global address ever goes out, and never with its zone', () => {
  fc.assert(
    fc.property(fc.oneof(anyIPv4, anyIPv6), (a) => {
      const { lookup } = classify(a.family === 6 ? { ...a, zone: 'eth0' } : a);
      expect(lookup === null || (classify(lookup).isGlobal && lookup.zone === null)).toBe(true);
    }),
    runs,
  );
});

function parse(text: string): Address {
  const address = parseAddress(text);
  if (address === null) throw new Error(`not an address: ${text}`);
  return address;
}

function show(address: Address | null): string | null {
  return address && formatAddress(address);
}

test('whether an address is external is told alone as it is told with its class', () => {
  const known = vectors.map(([text]) => parseAddress(text)).filter((address) => address !== null);
  expect(known.map(isGlobal)).toEqual(known.map((address) => classify(address).isGlobal));
  fc.assert(
    fc.property(fc.oneof(anyIPv4, anyIPv6), (address) => {
      expect(isGlobal(address)).toBe(classify(address).isGlobal);
    }),
    runs,
  );
});
