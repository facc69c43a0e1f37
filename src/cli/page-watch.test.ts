import { expect, test } from 'vitest';
import type { Step } from '../serve/index.js';
import { bufferSource } from './files.js';
import { PageWatch } from './page-watch.js';

const SOURCES = ['first.txt', 'logs.zip'].map((name) => bufferSource(name, Buffer.alloc(1000)));

function followed(size: number | null = 2000) {
  const steps: Step[] = [];
  const control = new AbortController();
  const reading = { signal: control.signal, tell: (step: Step) => void steps.push(step) };
  return { watch: new PageWatch(SOURCES, size, reading), steps, control };
}

test('each input is told when its turn comes, with the bytes and rows of all so far; then that all is read', async () => {
  const { watch, steps } = followed();
  await watch.turn({ name: 'first.txt', bytes: 400, of: 1000, rows: 10 });
  await watch.turn({ name: 'first.txt', bytes: 1000, of: 1000, rows: 25 });
  await watch.turn({ name: 'logs.zip!inner.txt', bytes: 500, of: null, rows: 7 });
  await watch.end();
  expect(steps).toEqual([
    { kind: 'input', name: 'first.txt', number: 1, total: 2, read: 400, size: 2000, rows: 10 },
    { kind: 'input', name: 'logs.zip!inner.txt', number: 2, total: 2, read: 1500, size: 2000, rows: 32 },
    { kind: 'judging' },
  ]);
});

test('what is larger than it looked is never more than all of it, and of a pipe nobody knows the size', async () => {
  const one = followed();
  await one.watch.turn({ name: 'first.txt', bytes: 9000, of: null, rows: 1 });
  expect(one.steps[0]).toMatchObject({ read: 2000, size: 2000 });
  const pipe = followed(null);
  await pipe.watch.turn({ name: 'first.txt', bytes: 9000, of: null, rows: 1 });
  expect(pipe.steps[0]).toMatchObject({ read: 9000, size: null });
});

test('the page can end it', () => {
  const { watch, control } = followed();
  expect(watch.isStopped).toBe(false);
  control.abort();
  expect(watch.isStopped).toBe(true);
});
