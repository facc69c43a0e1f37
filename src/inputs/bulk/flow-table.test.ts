import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BY_BOTH_PORTS, WITHOUT_PEER } from './_port-class.js';
import {
  CLASS_SHIFT,
  COUNT,
  FlowTable,
  LINE,
  MANNER,
  manner,
  PID_FIELD,
  PORTS,
  STATE_SHIFT,
  STRIDE,
} from './flow-table.js';

interface Row {
  readonly address: number;
  readonly port: number;
  readonly pid: number;
}

const NO_TOKENS = new Uint32Array(0);
const ROWS = fc.array(fc.record({ address: fc.nat(12), port: fc.nat(4), pid: fc.nat(6) }), { maxLength: 400 });

function batchOf(rows: readonly Row[], kept: number = BY_BOTH_PORTS, firstLine = 1): Uint32Array<ArrayBuffer> {
  const batch = new Uint32Array(rows.length * STRIDE);
  rows.forEach(({ address, port, pid }, at) => {
    const word = ((pid + 1) << PID_FIELD) | (1 << STATE_SHIFT) | (kept << CLASS_SHIFT);
    batch.set([address, port, word, 1, firstLine + at, 0, port], at * STRIDE);
  });
  return batch;
}

function tableOf(rows: readonly Row[], limit: number): FlowTable {
  const table = new FlowTable(0, limit);
  table.add(batchOf(rows), rows.length);
  table.settle();
  return table;
}

/** `address port pid class: count`, sorted. */
function contents({ rows, length }: FlowTable): string[] {
  return Array.from({ length }, (_, at) => {
    const from = at * STRIDE;
    const word = rows[from + MANNER];
    return `${rows[from]} ${rows[from + PORTS]} ${manner(word).pid} ${(word >>> CLASS_SHIFT) & 3}: ${rows[from + COUNT]}`;
  }).sort();
}

test('counts each distinct flow once, address 0.0.0.0 included', () => {
  const rows = [0, 0, 5, 0, 5].map((address) => ({ address, port: 443, pid: 7 }));
  expect(contents(tableOf(rows, 100))).toEqual(['0 443 7 2: 3', '5 443 7 2: 2']);
});

test('drops process ids first, then ports, and never a count', () => {
  const rows = Array.from({ length: 600 }, (_, at) => ({ address: at % 3, port: at % 10, pid: at % 7 }));
  const kept = tableOf(rows, 1000);
  const withoutPids = tableOf(rows, 50);
  const withoutPorts = tableOf(rows, 10);
  expect([kept, withoutPids, withoutPorts].map((table) => table.coarseness)).toEqual([0, 1, 2]);
  expect([kept, withoutPids, withoutPorts].map((table) => table.length)).toEqual([210, 30, 3]);
  for (const table of [kept, withoutPids, withoutPorts]) {
    let sum = 0;
    for (let at = 0; at < table.length; at++) sum += table.rows[at * STRIDE + COUNT];
    expect(sum).toBe(600);
  }
});

test('keeps the ports of listeners whatever else it drops', () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({ address: 0, port: at, pid: 4 }));
  const table = new FlowTable(0, 10);
  table.add(batchOf(rows, WITHOUT_PEER), rows.length);
  table.settle();
  expect(table.coarseness).toBe(2);
  expect(table.length).toBe(40);
});

test('holds more addresses than its limit: they are never merged', () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => ({ address: at * 7, port: 443, pid: at % 5 }));
  expect(tableOf(rows, 100).length).toBe(20_000);
});

test('ends up with the same detail in whatever order rows come, on one thread or two', () => {
  fc.assert(
    fc.property(ROWS, fc.nat(400), fc.integer({ min: 1, max: 120 }), (rows, cut, limit) => {
      const whole = tableOf(rows, limit);
      expect(contents(tableOf(rows.toReversed(), limit))).toEqual(contents(whole));
      const later = tableOf(rows.slice(cut), limit);
      const merged = tableOf(rows.slice(0, cut), limit);
      merged.merge(later.sorted(NO_TOKENS), later.coarseness, NO_TOKENS);
      merged.settle();
      expect(contents(merged)).toEqual(contents(whole));
      expect(merged.coarseness).toBe(whole.coarseness);
    }),
    { numRuns: 500 },
  );
});

test('keeps flows in the order of their first lines', () => {
  fc.assert(
    fc.property(ROWS, fc.integer({ min: 1, max: 120 }), (rows, limit) => {
      const table = tableOf(rows, limit);
      const lines = Array.from({ length: table.length }, (_, at) => table.rows[at * STRIDE + LINE]);
      expect(lines).toEqual([...lines].sort((a, b) => a - b));
    }),
  );
});

test('merges sorted tables into one: by address, those of one address by first line', () => {
  // Some addresses have so many flows that they are looked up, some tables so many rows that they are sorted in portions.
  const many = fc.array(fc.record({ address: fc.nat(2), port: fc.nat(9), pid: fc.nat(30) }), { maxLength: 600 });
  const rest = Array.from({ length: 20_000 }, (_, at) => ({ address: (at * 7919) % 65_536, port: 443, pid: 1 }));
  fc.assert(
    fc.property(many, many, fc.constantFrom([], rest), (first, second, more) => {
      const rows = [...first, ...more, ...second, ...more];
      const cut = first.length + more.length;
      const merged = tableOf(rows.slice(0, cut), 1 << 20);
      const later = new FlowTable(0, 1 << 20);
      later.add(batchOf(rows.slice(cut), BY_BOTH_PORTS, 1 + cut), rows.length - cut);
      merged.merge(later.sorted(NO_TOKENS), later.coarseness, NO_TOKENS);
      expect(contents(merged)).toEqual(contents(tableOf(rows, 1 << 20)));
      const places = Array.from({ length: merged.length }, (_, at) => {
        const from = at * STRIDE;
        return merged.rows[from] * 2 ** 20 + merged.rows[from + LINE];
      });
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }),
    { numRuns: 40 },
  );
});
