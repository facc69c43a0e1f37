import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const FAREND = resolve(import.meta.dirname, '../dist/farend.cjs');
const ROWS = '  TCP    192.168.1.20:51544     8.8.8.8:443            ESTABLISHED     9120\r\n'.repeat(5_000);

/** Feeds a run from a pipe that never ends, and interrupts it so long after it has begun to read. */
async function stopped(
  args: readonly string[],
  after: number,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [FAREND, ...args]);
  let out = '';
  let err = '';
  child.stdout.on('data', (piece) => (out += piece));
  child.stderr.on('data', (piece) => (err += piece));
  // Its reader ends before its writer.
  child.stdin.on('error', () => {});
  let wrote = 0;
  const feeding = setInterval(() => {
    if (child.stdin.writableNeedDrain) return;
    child.stdin.write(ROWS);
    wrote += 1;
    // What lies in the pipe is far less than five pieces.
    if (wrote === 5) setTimeout(() => child.kill('SIGINT'), after);
  }, 20);
  const code = await new Promise<number | null>((resolved) => child.once('close', resolved));
  clearInterval(feeding);
  return { code, out, err };
}

test.skipIf(process.platform === 'win32')(
  'Ctrl-C in a long reading gives a report of what was read so far, marked partial, and exit code 3',
  async () => {
    const { code, out, err } = await stopped(['-', '-o', 'json'], 2_500);
    expect(code).toBe(3);
    const { inputs, peers } = JSON.parse(out);
    expect(inputs[0].partial).toBe(true);
    expect(inputs[0].rows).toBeGreaterThan(5_000);
    expect(inputs[0].blindSpots[0].says).toMatch(/^Stopped by the user after [\d,]+ bytes/);
    expect(peers[0].address).toBe('8.8.8.8');
    expect(err).toContain('stopped; what was read so far is reported');
  },
  30_000,
);
