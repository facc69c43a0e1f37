import { expect, test } from 'vitest';
import { fromBigInt } from './bigint.js';
import { flattenRanges, flattenRanges6, RangeIndex4, RangeIndex6, type Range4, type Range6 } from './range-index.js';

test('IPv4 look-ups agree with a plain search, at every edge and at random, before and after the jump table', () => {
  const random = mulberry(32);
  const rows = blocks4(3000, random);
  const { starts, ends, values } = flattenRanges(rows);
  const index = new RangeIndex4(starts, ends, values);
  expect(index.length).toBe(starts.length);
  const reference = winners4(rows);
  const edges = rows.flatMap(({ first, last }) => [first, last, first - 1, last + 1]);
  const words = [...edges, 0, 0xffffffff, ...Array.from({ length: 20_000 }, () => random())];
  const wrong = words.filter((w) => w >= 0 && w <= 0xffffffff && index.lookup(w) !== reference(w));
  expect(wrong).toEqual([]);
});

test('a value is that of the row which was found', () => {
  const index = new RangeIndex4(Uint32Array.of(10, 30), Uint32Array.of(19, 30), Uint8Array.of(7, 9));
  expect([9, 10, 19, 20, 29, 30, 31].map((w) => index.lookup(w))).toEqual([-1, 7, 7, -1, -1, 9, -1]);
  expect([10, 30, 31].map((w) => index.find(w))).toEqual([0, 1, -1]);
});

test('an empty index holds nothing', () => {
  const none = new Uint32Array(0);
  const index = new RangeIndex4(none, none, none);
  for (let i = 0; i < 10_000; i++) if (index.lookup(i * 400_000) !== -1) throw new Error('found something');
  expect(new RangeIndex6({ starts: [none, none], ends: [none, none] }, none).lookup(1, 2, 3, 4)).toBe(-1);
});

test('columns can be views of one shared buffer and are not copied', () => {
  const buffer = new SharedArrayBuffer(28);
  const starts = new Uint32Array(buffer, 4, 2);
  const ends = new Uint32Array(buffer, 12, 2);
  const values = new Uint16Array(buffer, 20, 2);
  const index = new RangeIndex4(starts, ends, values);
  starts.set([5, 100]);
  ends.set([9, 200]);
  values.set([1, 2]);
  expect([index.lookup(7), index.lookup(150), index.lookup(50)]).toEqual([1, 2, -1]);
});

test.each([
  ['two columns, blocks of /64 and wider', 64],
  ['four columns, down to one address', 128],
])('IPv6 look-ups agree with a plain search: %s', (_, narrowest) => {
  const random = mulberry(128);
  const rows = blocks6(400, narrowest, random);
  const { starts, ends, values } = flattenRanges6(rows);
  expect(starts).toHaveLength(narrowest === 64 ? 2 : 4);
  const index = new RangeIndex6({ starts, ends }, values);
  const all = (1n << 128n) - 1n;
  const edges = rows.flatMap(({ first, last }) => [first, last, first - 1n, last + 1n]);
  const points = [...edges, 0n, all, ...Array.from({ length: 2_000 }, () => big(random))];
  const wrong = points.filter((p) => p >= 0n && p <= all && at(index, p) !== naive6(rows, p));
  expect(wrong).toEqual([]);
});

test('millions of look-ups take seconds at most', () => {
  const random = mulberry(5);
  const { starts, ends, values } = flattenRanges(blocks4(50_000, random));
  const index = new RangeIndex4(starts, ends, values);
  let hits = 0;
  for (let i = 0; i < 3_000_000; i++) if (index.lookup(Math.imul(i, 2654435761) >>> 0) >= 0) hits++;
  expect(hits).toBeGreaterThan(100_000);
});

test('columns of different length or number are a mistake of the caller', () => {
  const [one, two] = [new Uint32Array(1), new Uint32Array(2)];
  expect(() => new RangeIndex4(one, two, one)).toThrow(RangeError);
  expect(() => new RangeIndex6({ starts: [one], ends: [one] }, one)).toThrow(RangeError);
  expect(() => new RangeIndex6({ starts: [one, one], ends: [one, two] }, one)).toThrow(RangeError);
});

/** Random words from a fixed seed (mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

function blocks4(count: number, random: () => number): Range4[] {
  return Array.from({ length: count }, (_, value) => {
    const size = 2 ** (random() % 25);
    // Half of them close together, so that many blocks share one entry of the jump table and nest.
    const base = value % 2 === 0 ? random() : 0x0a000000 + (random() % 0x40000);
    const first = Math.floor(base / size) * size;
    return { first, last: first + size - 1, value };
  });
}

function blocks6(count: number, narrowest: number, random: () => number): Range6[] {
  return Array.from({ length: count }, (_, value) => {
    const size = 1n << BigInt(128 - 16 - (random() % (narrowest - 15)));
    const first = (big(random) / size) * size;
    return { first, last: first + size - 1n, value };
  });
}

/** Random, mostly below a few common prefixes. */
function big(random: () => number): bigint {
  const word = () => (random() % 3 === 0 ? random() : random() % 3);
  return [0x20010db8 + (random() % 4), word(), word(), word()].reduce((sum, w) => (sum << 32n) | BigInt(w), 0n);
}

/** Narrowest blocks first: the first that holds a word is its answer. */
function winners4(rows: readonly Range4[]): (word: number) => number {
  const byWidth = [...rows].sort((a, b) => a.last - a.first - (b.last - b.first) || b.value - a.value);
  return (word) => byWidth.find(({ first, last }) => first <= word && last >= word)?.value ?? -1;
}

function naive6(rows: readonly Range6[], point: bigint): number {
  let best: Range6 | null = null;
  for (const row of rows) {
    if (row.first > point || row.last < point) continue;
    if (best === null || row.last - row.first <= best.last - best.first) best = row;
  }
  return best?.value ?? -1;
}

function at(index: RangeIndex6, point: bigint): number {
  const { w0, w1, w2, w3 } = fromBigInt(point, 6);
  return index.lookup(w0, w1, w2, w3);
}
