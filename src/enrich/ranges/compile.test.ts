import { array, assert, bigInt, boolean, constantFrom, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { fromBigInt, toBigInt } from '../../address/bigint.js';
import { ipv4 } from '../../address/ipv4.js';
import { parseAddress } from '../../address/parse.js';
import { parsePrefix } from '../../address/prefix.js';
import { UserError } from '../../model/errors.js';
import { compileRanges, openRanges, type RangeEntry } from './index.js';

function entry(text: string, service: string, rank = 4, isBroad = false): RangeEntry {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(text);
  const label = { provider: 'example', organisation: 'Example', service, region: null, kind: 'cdn' } as const;
  return { first: prefix.first, last: prefix.last, label, isBroad, rank };
}

function open(...entries: RangeEntry[]) {
  return openRanges(compileRanges([{ key: 'example', title: 'Example list', asOf: '2026-01-02', entries }]));
}

function service(ranges: ReturnType<typeof open>, text: string): string | null | undefined {
  const address = parseAddress(text);
  return address === null ? undefined : (ranges.lookup(address)?.service ?? null);
}

test('the longest prefix wins, on equal ones the higher rank, whatever the order', () => {
  const ranges = open(
    entry('8.8.0.0/16', 'special', 6),
    entry('8.8.0.0/16', 'plain'),
    entry('8.8.8.0/24', 'narrow', 2),
  );
  expect(service(ranges, '8.8.1.1')).toBe('special');
  expect(service(ranges, '8.8.8.8')).toBe('narrow');
  expect(service(ranges, '8.9.0.0')).toBeNull();
});

test('a catch-all answers only where no service does, however narrow it is', () => {
  const ranges = open(
    entry('8.8.0.0/16', 'service'),
    entry('8.8.8.0/24', 'catch-all', 0, true),
    entry('9.0.0.0/8', 'catch-all', 0, true),
  );
  expect(service(ranges, '8.8.8.8')).toBe('service');
  expect(service(ranges, '9.9.9.9')).toBe('catch-all');
});

test('a range says whose, where from and as of when, as one shared object', () => {
  const ranges = open(entry('2606:4700::/32', 'edge'));
  const a = ranges.lookup(parseAddress('2606:4700::1') ?? ipv4(0));
  expect(a).toEqual({
    provider: 'example',
    organisation: 'Example',
    service: 'edge',
    region: null,
    kind: 'cdn',
    source: 'Example list',
    asOf: '2026-01-02',
    isCatchAll: false,
  });
  expect(ranges.lookup(parseAddress('2606:4700::2') ?? ipv4(0))).toBe(a);
  expect(ranges.size).toBe(1);
  expect(ranges.sources).toEqual([{ key: 'example', title: 'Example list', asOf: '2026-01-02', entries: 1 }]);
});

test('private space is never a provider’s, whatever a list says', () => {
  expect(service(open(entry('10.0.0.0/8', 'liar')), '10.1.1.1')).toBeNull();
});

test('no ranges at all make a sound file', () => {
  expect(openRanges(compileRanges([])).lookup(ipv4(0x08080808))).toBeNull();
});

test('a damaged file is told, not read', () => {
  const bytes = compileRanges([{ key: 'x', title: 'x', asOf: null, entries: [entry('8.8.8.0/24', 'x')] }]);
  const harmed = bytes.slice();
  harmed[bytes.length >> 1] ^= 1;
  for (const bad of [harmed, bytes.slice(0, 40), new Uint8Array(), new TextEncoder().encode('{"not":"a pack"}')]) {
    expect(() => openRanges(bad)).toThrow(UserError);
  }
});

test('answers equal those of a plain search through the entries, in both families', () => {
  const block = record({
    family: constantFrom(4 as const, 6 as const),
    at: bigInt(0n, 0xffn),
    length: integer({ min: 0, max: 8 }),
    broad: boolean(),
    rank: integer({ min: 0, max: 3 }),
  });
  assert(
    property(array(block, { maxLength: 12 }), bigInt(0n, 0xffn), (blocks, probe) => {
      const base = { 4: 0x08080800n, 6: 0x2606_4700_0000_0000_0000_0000_0000_0000n };
      const entries = blocks.map(({ family, at, length, broad, rank }, index): RangeEntry => {
        const size = 1n << BigInt(length);
        const first = base[family] + (at / size) * size;
        const label = { provider: 'p', organisation: 'P', service: String(index), region: null, kind: 'cdn' } as const;
        return {
          first: fromBigInt(first, family),
          last: fromBigInt(first + size - 1n, family),
          label,
          isBroad: broad,
          rank,
        };
      });
      const ranges = openRanges(compileRanges([{ key: 'k', title: 't', asOf: null, entries }]));
      for (const family of [4, 6] as const) {
        const address = fromBigInt(base[family] + probe, family);
        expect(ranges.lookup(address)?.service ?? null).toBe(naive(entries, address));
      }
    }),
    { numRuns: 200 },
  );
});

function naive(entries: readonly RangeEntry[], address: ReturnType<typeof ipv4>): string | null {
  const value = toBigInt(address);
  const width = (e: RangeEntry): bigint => toBigInt(e.last) - toBigInt(e.first);
  const hits = entries.filter(
    (e) => e.first.family === address.family && toBigInt(e.first) <= value && toBigInt(e.last) >= value,
  );
  const layer = hits.some(({ isBroad }) => !isBroad) ? hits.filter(({ isBroad }) => !isBroad) : hits;
  const best = layer.reduce<RangeEntry | null>((a, b) => {
    if (a === null || width(b) < width(a)) return b;
    return width(b) === width(a) && b.rank >= a.rank ? b : a;
  }, null);
  return best?.label.service ?? null;
}
