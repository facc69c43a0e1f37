import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Address } from '../../address/address.js';
import { compareAddresses } from '../../address/compare.js';
import { formatAddress } from '../../address/format.js';
import { ipv4 } from '../../address/ipv4.js';
import { ipv6 } from '../../address/ipv6.js';
import { parseAddress } from '../../address/parse.js';
import { parsePrefix } from '../../address/prefix.js';
import type { ListHit, ListSource } from '../../model/listing.js';
import { blockText } from './_block-text.js';
import { compileLists } from './compile.js';
import type { ListEntry } from './entry.js';
import { encodeLists } from './list-file.js';
import { type ListMatcher, openLists } from './matcher.js';

function source(name: string): ListSource {
  return {
    name,
    title: name,
    meaning: 'watch',
    direction: 'both',
    reliability: 1,
    origins: [],
    halfLifeDays: null,
    licence: '',
    url: '',
    asOf: null,
  };
}

function entry(text: string, more: Partial<ListEntry> = {}): ListEntry {
  const prefix = parsePrefix(text);
  const as = /^AS(\d+)$/.exec(text)?.[1];
  return {
    first: prefix?.first ?? null,
    last: prefix?.last ?? null,
    port: null,
    protocol: null,
    as: as === undefined ? null : Number(as),
    label: null,
    lastSeen: null,
    confidence: null,
    ...more,
  };
}

function matcherOf(...lists: readonly (readonly ListEntry[])[]): ListMatcher {
  const file = compileLists(lists.map((entries, i) => ({ source: source(`list-${i}`), entries })));
  return openLists(encodeLists(file).buffer);
}

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(text);
  return parsed;
}

/** What a scan of every entry finds, as sorted texts. */
function scan(lists: readonly (readonly ListEntry[])[], a: Address): string[] {
  const found = lists.flatMap((entries, i) =>
    entries
      .filter((e) => e.first !== null && e.last !== null && e.first.family === a.family)
      .filter((e) => compareAddresses(e.first ?? a, a) <= 0 && compareAddresses(e.last ?? a, a) >= 0)
      .map((e) => `list-${i} ${blockText(e.first ?? a, e.last ?? a)} ${e.label}`),
  );
  return found.toSorted();
}

function said(hits: readonly ListHit[]): string[] {
  return hits.map((hit) => `${hit.source.name} ${hit.entry} ${hit.label}`).toSorted();
}

// Few distinct bits, so that blocks nest, touch and repeat.
const word = fc.oneof(
  fc.nat(63).map((n) => (0xcb00_0000 | n) >>> 0),
  fc.nat(0xffff_ffff),
  fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff),
);
const anyIPv4 = word.map(ipv4);
const anyIPv6 = fc.tuple(fc.constantFrom(0, 0x2001_0db8, 0xffff_ffff), word, word, word).map((w) => ipv6(...w));

function block(any: fc.Arbitrary<Address>, bits: number): fc.Arbitrary<ListEntry> {
  const cidr = fc.tuple(any, fc.nat(bits)).map(([a, length]) => entry(`${formatAddress(a)}/${length}`));
  const range = fc.tuple(any, any).map(([a, b]) => {
    const [first, last] = compareAddresses(a, b) <= 0 ? [a, b] : [b, a];
    return { ...entry('AS1'), as: null, first, last };
  });
  const label = fc.constantFrom(null, 'a', 'ü');
  return fc.tuple(fc.oneof({ weight: 3, arbitrary: cidr }, range), label).map(([e, l]) => ({ ...e, label: l }));
}

/** The ends of every entry and the addresses just outside of them. */
function boundaries(entries: readonly ListEntry[]): Address[] {
  return entries.flatMap(({ first, last }) =>
    first === null || last === null ? [] : [first, last, step(first, -1), step(last, 1)],
  );
}

function step(a: Address, by: 1 | -1): Address {
  if (a.family === 4) return ipv4(a.w3 + by);
  const words = [a.w0, a.w1, a.w2, a.w3];
  for (let i = 3; i >= 0; i--) {
    words[i] = ((words[i] ?? 0) + by) >>> 0;
    if (words[i] !== (by === 1 ? 0 : 0xffff_ffff)) break;
  }
  return ipv6(words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0);
}

test.each([
  ['IPv4', block(anyIPv4, 32), anyIPv4, 300],
  ['IPv6', block(anyIPv6, 128), anyIPv6, 150],
] as const)('the matcher finds what a scan finds, for %s', (_, blocks, any, numRuns) => {
  fc.assert(
    fc.property(fc.array(fc.array(blocks, { maxLength: 12 }), { maxLength: 3 }), fc.array(any), (lists, others) => {
      const matcher = matcherOf(...lists);
      for (const a of [...boundaries(lists.flat()), ...others]) {
        // Forms that carry an IPv4 are looked up by it as well: left to a test of their own.
        if (a.family === 6 && a.w0 === 0) continue;
        expect(said(matcher.hits(a, [], null))).toEqual(scan(lists, a));
      }
    }),
    { numRuns },
  );
});

test('many blocks, sorted by digits instead of comparisons, are found the same', () => {
  const entries = Array.from({ length: 20_000 }, (_, i) => {
    const length = 12 + (i % 21);
    return entry(`${formatAddress(ipv4(Math.imul(i, 2_654_435_761) >>> 0))}/${length}`, { label: `e${i % 7}` });
  });
  const matcher = matcherOf(entries);
  for (let i = 0; i < 300; i++) {
    const a = ipv4(Math.imul(i, 0x9e37_79b1) >>> 0);
    expect(said(matcher.hits(a, [], null))).toEqual(scan([entries], a));
  }
});

test('hits come narrowest first, entries of all lists at one block together, AS entries last', () => {
  const matcher = matcherOf(
    [entry('203.0.113.0/24'), entry('AS64500', { label: 'EXAMPLE' })],
    [entry('203.0.113.7', { lastSeen: '2026-11-01', confidence: 0.75 }), entry('203.0.113.0-203.0.113.9')],
  );
  const hits = matcher.hits(address('203.0.113.7'), [], 64500);
  expect(hits.map((h) => [h.source.name, h.matched, h.entry])).toEqual([
    ['list-1', 'address', '203.0.113.7'],
    ['list-1', 'prefix', '203.0.113.0-203.0.113.9'],
    ['list-0', 'prefix', '203.0.113.0/24'],
    ['list-0', 'as', 'AS64500'],
  ]);
  expect(hits[0]).toMatchObject({ lastSeen: '2026-11-01', confidence: 0.75, label: null });
  expect(hits[3]?.label).toBe('EXAMPLE');
  expect(matcher.hits(address('198.51.100.1'), [], 64501)).toEqual([]);
  expect(matcher.entryCount).toBe(4);
});

test('an entry with a port matches with its port, and weaker and labelled with any other', () => {
  const matcher = matcherOf([
    entry('203.0.113.7', { port: 4444, protocol: 'tcp', label: 'Example RAT', confidence: 0.8 }),
  ]);
  const at = (port: number, protocol: string) => matcher.hits(address('203.0.113.7'), [{ port, protocol }], null)[0];
  expect(at(4444, 'tcp')).toMatchObject({
    matched: 'address-port',
    entry: '203.0.113.7:4444',
    label: 'Example RAT',
    confidence: 0.8,
  });
  const other = { matched: 'address', label: 'Example RAT (listed for port 4444/tcp)', confidence: 0.4 };
  expect(at(4444, 'unknown')).toMatchObject({ matched: 'address-port', confidence: 0.8 });
  expect(at(4444, 'udp')).toMatchObject(other);
  expect(at(443, 'tcp')).toMatchObject(other);
  expect(matcher.hits(address('203.0.113.7'), [], null)[0]).toMatchObject(other);
});

test('IPv6 forms of an IPv4 address are looked up by it', () => {
  const matcher = matcherOf([entry('8.8.8.0/24'), entry('2002:808:808::/48'), entry('10.0.0.0/8')]);
  const entries = (text: string) => matcher.hits(address(text), [], null).map((hit) => hit.entry);
  expect(entries('::ffff:8.8.8.8')).toEqual(['8.8.8.0/24']);
  expect(entries('64:ff9b::808:808')).toEqual(['8.8.8.0/24']);
  expect(entries('2002:808:808::1')).toEqual(['2002:808:808::/48', '8.8.8.0/24']);
  expect(entries('::ffff:10.1.2.3')).toEqual(['10.0.0.0/8']);
  expect(matcher.hits(address('fe80::1%eth0'), [], null)).toEqual([]);
});

test('compiled lists work over shared memory, and the same lists give the same bytes', () => {
  const lists = [{ source: source('one'), entries: [entry('203.0.113.0/24', { label: 'ü' }), entry('2001:db8::/32')] }];
  const bytes = encodeLists(compileLists(lists));
  expect(encodeLists(compileLists(lists))).toEqual(bytes);
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  const matcher = openLists(shared);
  expect(matcher.hits(address('203.0.113.9'), [], null)[0]).toMatchObject({ label: 'ü', source: source('one') });
  expect(matcher.hits(address('2001:db8::9'), [], null)).toHaveLength(1);
});

function outcome(file: ArrayBuffer): string {
  try {
    openLists(file).hits(address('203.0.113.7'), [], 1);
    return 'answers';
  } catch (error) {
    return error instanceof Error ? error.name : 'nothing known';
  }
}

test('a damaged file is refused when it is opened, or answers without hanging', () => {
  const bytes = encodeLists(
    compileLists([{ source: source('one'), entries: [entry('203.0.113.0/24'), entry('203.0.113.7')] }]),
  );
  expect(() => openLists(new ArrayBuffer(0))).toThrow(/not a file of compiled lists/);
  expect(() => openLists(bytes.slice(0, bytes.length - 8).buffer)).toThrow(/cut short/);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
      const broken = bytes.slice();
      broken[at] = value;
      expect(['answers', 'UserError']).toContain(outcome(broken.buffer));
    }),
    { numRuns: 500 },
  );
});
