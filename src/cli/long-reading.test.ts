import { expect, test } from 'vitest';
import { fakeIo } from './_fake-io.js';
import { watchReading } from './reading-watch.js';

const PROGRESS = { name: 'big.txt', bytes: 43_000_000, of: 100_000_000, rows: 612_345 };

test('a long reading shows how far it is, its speed and the time left, and the line goes away', async () => {
  const io = fakeIo({ isTerminal: true, columns: 100 });
  const watch = watchReading(io, 100_000_000, true, 0);
  await watch.turn(PROGRESS);
  expect(io.err()).toMatch(/^\rfarend: 43 % of 100 MB · 612,345 rows · \d+ MB\/s · \d+ s left · big\.txt$/);
  await watch.end();
  expect(io.err()).toMatch(/\r *\r$/);
});

test('the size of a pipe is not known, so the line tells what was read', async () => {
  const io = fakeIo({ isTerminal: true, columns: 100 });
  await watchReading(io, null, true, 0).turn({ ...PROGRESS, name: '-', of: null });
  expect(io.err()).toMatch(/farend: 43 MB read · 612,345 rows · \d+ MB\/s · standard input$/);
});

test.each([
  ['no terminal', {}, true, 0],
  ['--no-progress', { isTerminal: true }, false, 0],
  ['a short reading', { isTerminal: true }, true, 60_000],
])('nothing is shown: %s', async (_why, world, isShown, patience) => {
  const io = fakeIo(world);
  const watch = watchReading(io, 100_000_000, isShown, patience);
  await watch.turn(PROGRESS);
  await watch.end();
  expect(io.err()).toBe('');
});

test('a hostile file name cannot write to the terminal', async () => {
  const io = fakeIo({ isTerminal: true, columns: 150 });
  await watchReading(io, null, true, 0).turn({ ...PROGRESS, name: 'a\u001b[2Jb' });
  expect(io.err()).not.toContain('\u001b');
});

test('Ctrl-C ends the reading and says so once', async () => {
  const io = fakeIo({ signal: AbortSignal.abort() });
  const watch = watchReading(io, null, true, 0);
  await watch.turn(PROGRESS);
  await watch.turn(PROGRESS);
  expect(watch.isStopped).toBe(true);
  expect(io.err()).toBe('farend: stopped; what was read so far is reported (Ctrl-C again ends at once)\n');
});
