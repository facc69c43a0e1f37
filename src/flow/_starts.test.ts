import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf } from './_by-peer.js';
import { NOBODY } from './_flows.js';
import { Starts } from './_starts.js';

interface Start {
  readonly peer: number;
  readonly time: number;
  readonly bytes: number;
  readonly failed: number;
}

/** Adds them in columns, in which each peer goes by another number. */
function addAll(starts: Starts, added: readonly Start[], peers: number): void {
  const columns = columnsOf(added.length + 3);
  for (const [at, { peer, time, bytes, failed }] of added.entries()) {
    columns.peers[at] = peers - 1 - peer;
    columns.times[at] = time;
    columns.bytes[at] = bytes;
    columns.failed[at] = failed;
  }
  starts.addAll(
    columns,
    added.length,
    Uint32Array.from({ length: peers }, (_, number) => peers - 1 - number),
    peers,
  );
}

function contents(starts: Starts, peer: number): unknown {
  const begin = starts.beginOf(peer);
  const end = starts.endOf(peer);
  const of = (column: Float64Array | Uint8Array): number[] => [...column.subarray(begin, end)];
  return [of(starts.times), of(starts.failed), of(starts.bytes).sort((a, b) => a - b)];
}

function expected(all: readonly Start[], peer: number): unknown {
  const own = all.filter((start) => start.peer === peer).sort((a, b) => a.time - b.time || a.failed - b.failed);
  const bytes = own.map((start) => start.bytes).sort((a, b) => a - b);
  return [own.map(({ time }) => time), own.map(({ failed }) => failed), bytes];
}

const start = fc.record({
  peer: fc.oneof(fc.nat(3), fc.nat(200)),
  time: fc.nat(20),
  bytes: fc.nat(1000),
  failed: fc.nat(1),
});

test('starts of a peer are by time, the answered ones first, in whatever way they came', () => {
  const part = fc.record({ isTogether: fc.boolean(), added: fc.array(start) });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const starts = new Starts();
      const all: Start[] = [];
      for (const { isTogether, added } of parts) {
        if (isTogether) addAll(starts, added, 201);
        else for (const { peer, time, bytes, failed } of added) starts.add(peer, time, bytes, failed);
        all.push(...added);
        for (const peer of [0, 3, 200]) expect(contents(starts, peer)).toEqual(expected(all, peer));
      }
    }),
  );
});

test('so do those of very many', () => {
  const starts = new Starts();
  starts.add(7, 5, 5, 1);
  const all = Array.from({ length: 30_000 }, (_, at) => {
    const scattered = Math.imul(at + 1, 0x9e3779b1) >>> 16;
    return { peer: at % 3 === 0 ? 7 : scattered % 900, time: at % 5 === 0 ? 3 : at, bytes: scattered, failed: at & 1 };
  });
  addAll(starts, all, 1000);
  for (const peer of [0, 1, 450, 899, 999]) expect(contents(starts, peer)).toEqual(expected(all, peer));
  expect(starts.countOf(7)).toBe(4096);
});

test('of an address that is set aside nothing is kept', () => {
  const starts = new Starts();
  starts.addAll(columnsOf(4), 4, Uint32Array.of(NOBODY), 1);
  expect(starts.length).toBe(0);
});
