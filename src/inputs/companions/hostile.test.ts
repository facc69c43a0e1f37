import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuTime } from '../../../test/cpu-time.js';
import { memorySource } from '../_memory-source.js';
import { firstLook } from '../index.js';
import { Gather } from './_gather.js';
import { companions } from './index.js';

const ROOT = new URL('../../../fixtures/inputs/companions/', import.meta.url);
const samples = readdirSync(ROOT).flatMap((unit) =>
  readdirSync(new URL(`${unit}/`, ROOT))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => readFileSync(new URL(`${unit}/${file}`, ROOT))),
);

type Mutation = readonly [kind: 'flip' | 'cut' | 'drop' | 'join', at: number, value: number];

function mutate(bytes: Buffer, mutations: readonly Mutation[]): Buffer {
  let out = Buffer.from(bytes);
  for (const [kind, at, value] of mutations) {
    if (out.length === 0) break;
    const index = at % out.length;
    if (kind === 'flip') out[index] = value;
    else if (kind === 'cut') out = out.subarray(0, index);
    else if (kind === 'drop') out = Buffer.concat([out.subarray(0, index), out.subarray(index + (value % 40))]);
    else out = Buffer.concat([out.subarray(index), samples[value % samples.length] ?? out]);
  }
  return out;
}

const mutations = fc.array(
  fc.tuple(
    fc.constantFrom('flip' as const, 'cut' as const, 'drop' as const, 'join' as const),
    fc.nat(6_000),
    fc.nat(255),
  ),
  { minLength: 1, maxLength: 12 },
);

/** No control character may reach a terminal or a cell through what a companion says. */
function texts(gather: { readonly facts: object }): string {
  return JSON.stringify(gather.facts, (_, value: unknown) => (value instanceof Map ? [...value.values()] : value));
}

test('mutated companions never throw, whatever claims them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(samples.length - 1), mutations, fc.constantFrom(3, 1_000), async (index, changes, step) => {
      const bytes = mutate(samples[index] ?? Buffer.alloc(0), changes);
      const { reading } = await firstLook(memorySource('x', bytes, step));
      if (reading === null) return;
      expect(texts(reading)).not.toMatch(/\\u00[01][0-9a-f]|\u007f|[\u0080-\u009f]/);
      for (const pid of reading.facts.processes.keys()) expect(Number.isInteger(pid)).toBe(true);
    }),
    { numRuns: 600 },
  );
});

test('every companion reads every text', () => {
  fc.assert(
    fc.property(fc.nat(samples.length - 1), mutations, (index, changes) => {
      const text = mutate(samples[index] ?? Buffer.alloc(0), changes).toString('latin1');
      const head = { bytes: Buffer.alloc(0), text, lines: text.split('\n'), encoding: 'utf-8', name: 'x' };
      for (const companion of companions) {
        const sure = companion.sniff(head);
        expect(sure).toBeGreaterThanOrEqual(0);
        expect(sure).toBeLessThanOrEqual(1);
        companion.read(text, new Gather('x'));
      }
    }),
    { numRuns: 150 },
  );
});

test('long runs of awkward characters take linear time', () => {
  const awkward = [
    '"',
    '{',
    ' ',
    '-',
    '=',
    '. ',
    ':',
    '/proc/1/exe -> ',
    ',',
    '\t',
    'PID ',
    'CN=',
    '\\',
    '[',
    '    x\n',
    '= ',
    '- ',
    'a: ',
  ];
  for (const piece of awkward) {
    const text = piece.repeat(Math.ceil(300_000 / piece.length));
    const head = {
      bytes: Buffer.alloc(0),
      text: text.slice(0, 32_768),
      lines: text.slice(0, 32_768).split('\n'),
      encoding: 'utf-8',
      name: 'x',
    };
    for (const companion of companions) {
      const taken = cpuTime();
      companion.sniff(head);
      companion.read(text, new Gather('x'));
      expect(taken(), `${companion.name} on ${JSON.stringify(piece)}`).toBeLessThan(2_500);
    }
  }
});

test('a companion that claims millions of processes is bounded and said to be partial', async () => {
  const rows = ['"ProcessId","ParentProcessId","Name"'];
  for (let pid = 1; pid <= 210_000; pid += 1) rows.push(`"${pid}","4","x.exe"`);
  const { reading } = await firstLook(memorySource('x', Buffer.from(rows.join('\n'))));
  expect(reading?.summary).toMatchObject({ kind: 'win32-process', entries: 200_000, partial: true });
});

test('listings are not taken for companions', async () => {
  const inputs = new URL('../../../fixtures/inputs/', import.meta.url);
  const taken: string[] = [];
  for (const unit of readdirSync(inputs, { withFileTypes: true })) {
    if (!unit.isDirectory() || unit.name === 'companions') continue;
    for (const file of readdirSync(new URL(`${unit.name}/`, inputs), { withFileTypes: true })) {
      if (!file.isFile() || file.name.endsWith('.expected.json')) continue;
      const bytes = readFileSync(new URL(`${unit.name}/${file.name}`, inputs));
      const { reading } = await firstLook(memorySource(file.name, bytes));
      if (reading !== null) taken.push(`${unit.name}/${file.name}: ${reading.summary.kind}`);
    }
  }
  expect(taken).toEqual([]);
});

const CORPUS = new URL('../../../../shared/corpus/', import.meta.url);

test.runIf(existsSync(CORPUS))('of the corpus only the routing tables are companions', async () => {
  const taken: string[] = [];
  for (const file of readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\/.*\.\w+$/.test(file)) continue;
    const { reading } = await firstLook(memorySource(file, readFileSync(new URL(file, CORPUS))));
    if (reading !== null) taken.push(`${file}: ${reading.summary.kind}`);
  }
  expect(taken).toEqual(['negative/neg-lin-routes.txt: routes', 'negative/neg-osx-routes.txt: routes']);
});
