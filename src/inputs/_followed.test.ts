import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { InputSummary } from '../model/input.js';
import { memorySource } from './_memory-source.js';
import { readInput, readInputs } from './index.js';
import type { Progress, Watch } from './watch.js';

const ROW = 'tcp        0      0 192.0.2.15:49845        198.51.100.123:443      ESTABLISHED 3120/curl\n';
const NOTHING = { connection: () => undefined };

/** Stops after so many turns and remembers them. */
function watchFor(turns: number): Watch & { readonly seen: Progress[] } {
  const seen: Progress[] = [];
  return {
    seen,
    get isStopped() {
      return seen.length >= turns;
    },
    turn: (progress) => void seen.push(progress),
    end: () => {},
  };
}

test('a reading that is stopped says after how many bytes, and what was read counts', async () => {
  const bytes = Buffer.from(ROW.repeat(10_000));
  const watch = watchFor(2);
  const summary = await readInput(memorySource('x', bytes), NOTHING, { watch });
  expect(summary.partial).toBe(true);
  expect(summary.rows).toBe(Math.floor(524_288 / ROW.length));
  expect(summary.blindSpots[0].says).toContain(`after 524,288 of ${(ROW.length * 10_000).toLocaleString('en')} bytes`);
  expect(watch.seen.map(({ bytes: read }) => read)).toEqual([262_144, 524_288]);
});

test('the torn line at the cut is neither a row with a shorter address nor a bad line', async () => {
  const remotes: (string | undefined)[] = [];
  const sink = { connection: (row: { remote: { port: number | null } }) => void remotes.push(String(row.remote.port)) };
  const summary = await readInput(memorySource('x', Buffer.from(ROW.repeat(10_000))), sink, { watch: watchFor(1) });
  expect(summary.badLineCount).toBe(0);
  expect(new Set(remotes)).toEqual(new Set(['443']));
});

test('a stop in the last bytes cuts nothing', async () => {
  const summary = await readInput(memorySource('x', Buffer.from(ROW.repeat(10))), NOTHING, { watch: watchFor(1) });
  expect([summary.partial, summary.rows]).toEqual([false, 10]);
});

test('a big reading by bytes is stopped, too', async () => {
  const row = '  TCP    192.168.1.20:51544     198.51.100.7:443            ESTABLISHED     9120\r\n';
  const bytes = Buffer.from(row.repeat(500_000));
  const summary = await readInput(memorySource('x', bytes), NOTHING, { watch: watchFor(1) });
  expect(summary.partial).toBe(true);
  expect(summary.rows).toBeGreaterThan(1000);
  expect(summary.rows).toBeLessThan(500_000);
  expect(summary.blindSpots[0].id).toBe('stopped');
});

test('what is said of a stop speaks of a SHA-256 only where there is one', async () => {
  const row = '  TCP    192.168.1.20:51544     198.51.100.7:443            ESTABLISHED     9120\r\n';
  const bytes = Buffer.from(row.repeat(500_000));
  for (const hash of [true, false]) {
    const summary = await readInput(memorySource('x', bytes), NOTHING, { watch: watchFor(1), hash });
    expect(summary.sha256 !== '').toBe(hash);
    expect(summary.blindSpots[0].says.includes('SHA-256')).toBe(hash);
  }
});

test('an archive is not read on after a stop', async () => {
  const packed = gzipSync(Buffer.from(ROW.repeat(50_000)));
  const summaries: InputSummary[] = [];
  for await (const summary of readInputs(memorySource('x.gz', packed), NOTHING, { watch: watchFor(1) }))
    summaries.push(summary);
  expect(summaries.map(({ partial, rows }) => [partial, rows < 50_000])).toEqual([[true, true]]);
});
