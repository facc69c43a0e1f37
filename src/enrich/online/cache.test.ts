import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../test/scratch-folder.js';
import type { OnlineAnswer } from '../../model/answer.js';
import { fakeSource } from './_fake-source.js';
import { AnswerCache } from './cache.js';
import { Usage } from './usage.js';

const folder = scratchFolder('cache');

const source = fakeSource();
const NOW = new Date('2026-11-25T12:00:00Z');
const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

function answer(address: string, kind: OnlineAnswer['answer'] = 'known'): OnlineAnswer {
  return {
    source: 'fake',
    address,
    answer: kind,
    reason: null,
    obstacle: kind === 'could-not-ask' ? 'quota' : null,
    facts: kind === 'known' ? [{ what: 'reports', value: '7', source: 'Fake', asOf: '2026-11-25' }] : [],
    reputation: [],
    registration: null,
    names: [],
    askedAt: NOW.toISOString(),
    isCached: false,
    link: null,
  };
}

let count = 0;
function fresh(): { cache: AnswerCache; place: string } {
  const place = join(folder, String(count++));
  return { cache: new AnswerCache(place), place };
}

function filesOf(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((name) => join(place, name))
    .filter((path) => statSync(path).isFile());
}

test('what was kept comes back, marked as cached, until it is too old', () => {
  const { cache } = fresh();
  cache.keep(source, answer('8.8.8.8'));
  expect(cache.get(source, '8.8.8.8', later(23))).toEqual({ ...answer('8.8.8.8'), isCached: true });
  expect(cache.get(source, '8.8.8.8', later(25))).toBeNull();
  expect(cache.get(source, '8.8.8.8', later(25), 48)).not.toBeNull();
  expect(cache.get(source, '8.8.8.8', later(3), 1)).toBeNull();
  expect(cache.get(source, '8.8.4.4', NOW)).toBeNull();
});

test('a "not known" ages by its own clock', () => {
  const { cache } = fresh();
  cache.keep(source, answer('8.8.8.8', 'not-known'));
  expect(cache.get(source, '8.8.8.8', later(1))?.answer).toBe('not-known');
  expect(cache.get(source, '8.8.8.8', later(3))).toBeNull();
});

test('a failure is never kept, and never takes the place of an answer', () => {
  const { cache, place } = fresh();
  cache.keep(source, answer('8.8.8.8'));
  cache.keep(source, answer('8.8.8.8', 'could-not-ask'));
  cache.keep(source, answer('9.9.9.9', 'could-not-ask'));
  expect(cache.get(source, '8.8.8.8', NOW)?.answer).toBe('known');
  expect(filesOf(place).length).toBe(1);
});

test('an answer from the future, of another revision, source or address is none', () => {
  const { cache, place } = fresh();
  cache.keep(source, answer('8.8.8.8'));
  expect(cache.get(source, '8.8.8.8', later(-1))).toBeNull();
  expect(cache.get(fakeSource({ revision: 2 }), '8.8.8.8', NOW)).toBeNull();
  expect(cache.get(fakeSource({ name: 'other' }), '8.8.8.8', NOW)).toBeNull();
  const [file] = filesOf(place);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"8.8.8.8"', '"1.1.1.1"'));
  expect(cache.get(source, '8.8.8.8', NOW)).toBeNull();
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"format":1}',
  '{"format":1,"revision":1,"answer":{"answer":"known"}}',
  '{"format":9}',
])('a damaged file (%s) is as if it were not there', (text) => {
  const { cache, place } = fresh();
  cache.keep(source, answer('8.8.8.8'));
  writeFileSync(filesOf(place)[0], text);
  expect(cache.get(source, '8.8.8.8', NOW)).toBeNull();
});

test.runIf(process.platform !== 'win32')('only the user may read it', () => {
  const { cache, place } = fresh();
  cache.keep(source, answer('8.8.8.8'));
  expect(statSync(filesOf(place)[0]).mode & 0o077).toBe(0);
});

test('sweeping removes what is far too old and what killed processes left, nothing else', () => {
  const { cache, place } = fresh();
  cache.keep(source, answer('8.8.8.8'));
  cache.keep(source, answer('9.9.9.9'));
  const [old] = filesOf(place);
  utimesSync(old, later(-24 * 91), later(-24 * 91));
  writeFileSync(`${old}.1-1.new`, 'half');
  utimesSync(`${old}.1-1.new`, later(-2), later(-2));
  const young = filesOf(place).find((path) => path !== old && !path.endsWith('.new')) ?? '';
  utimesSync(young, NOW, NOW);
  cache.sweep(NOW);
  const rest = () => filesOf(place).filter((path) => !path.endsWith('.swept'));
  expect(rest()).toEqual([young]);
  // Once a day is enough.
  utimesSync(young, later(-24 * 91), later(-24 * 91));
  cache.sweep(later(1));
  expect(rest()).toEqual([young]);
  cache.sweep(later(25));
  expect(rest()).toEqual([]);
});

test('sweeping a cache that is not there makes none', () => {
  const { cache, place } = fresh();
  cache.sweep(NOW);
  expect(existsSync(place)).toBe(false);
});

test('several processes write and read at once, one is killed in the middle, and every file is whole', async () => {
  const { place } = fresh();
  const script = join(folder, 'writer.mjs');
  // The bundle of the class itself: what is tested is the code, in another process.
  await build({
    entryPoints: [join(import.meta.dirname, 'cache.ts')],
    outfile: join(folder, 'cache.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  writeFileSync(
    script,
    `import { AnswerCache } from './cache.mjs';
const cache = new AnswerCache(process.argv[2]);
const source = { name: 'fake', revision: 1, maxAgeHours: 24, negativeMaxAgeHours: 2 };
const big = 'x'.repeat(20000);
process.stdout.write('on');
for (let n = 0; ; n++) cache.keep(source, { source: 'fake', address: '8.8.8.' + (n % 20), answer: 'known', reason: null, obstacle: null,
  facts: [{ what: 'n', value: String(n) + big, source: 'Fake', asOf: null }], reputation: [], registration: null, names: [], askedAt: '${NOW.toISOString()}', isCached: false, link: null });`,
  );
  const writers = [0, 1, 2].map(() =>
    spawn(process.execPath, [script, place], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  await Promise.all(writers.map((writer) => new Promise((resolve) => writer.stdout.once('data', resolve))));
  const cache = new AnswerCache(place);
  const until = Date.now() + 600;
  let reads = 0;
  while (Date.now() < until) {
    for (let n = 0; n < 20; n++) if (cache.get(source, `8.8.8.${n}`, NOW) !== null) reads++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const writer of writers) writer.kill('SIGKILL');
  await Promise.all(writers.map((writer) => new Promise((resolve) => writer.once('exit', resolve))));
  expect(reads).toBeGreaterThan(0);
  for (const file of filesOf(place).filter((path) => !path.endsWith('.new'))) {
    expect(() => JSON.parse(readFileSync(file, 'utf8')) as unknown).not.toThrow();
  }
});

test('the account of requests is by service, day and month, over processes', () => {
  const place = join(folder, 'usage');
  const usage = new Usage(place);
  for (let n = 0; n < 3; n++) usage.sent('fake', NOW);
  new Usage(place).sent('fake', later(-24));
  usage.sent('fake-more', NOW);
  expect(usage.used('fake', NOW)).toEqual({ today: 3, thisMonth: 4 });
  expect(usage.used('other', NOW)).toEqual({ today: 0, thisMonth: 0 });
});
