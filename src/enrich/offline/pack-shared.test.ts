import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtPack } from '../../../test/built-pack.js';
import { scratchFolder } from '../../../test/scratch-folder.js';
import { ipv4 } from '../../address/ipv4.js';
import { ipv6 } from '../../address/ipv6.js';
import { UserError } from '../../model/errors.js';
import type { Owner } from '../../model/knowledge.js';
import { openPack, openSharedPack, type Pack } from './pack.js';

const NOW = new Date('2026-07-01T00:00:00Z');
const ASKED = 20_000;
const scratch = scratchFolder('shared');
let pack: Pack;

/** What a program with threads would write: it gets the pack by message and answers for every word it is sent. */
const WORKER = `
import { parentPort, workerData } from 'node:worker_threads';
import { openSharedPack } from './pack.js';
import { ipv4 } from '../../address/ipv4.js';
import { ipv6 } from '../../address/ipv6.js';
const { shared, words } = workerData;
const pack = openSharedPack(shared, new Date(0));
const owners = Array.from(words, (word) => [pack.owner(ipv4(word)), pack.owner(ipv6(0x2a000000 + (word >>> 8), word, 0, 1))]);
// The main thread sees this mark only if both look into the same memory.
new Uint8Array(shared.files['names.bin'])[shared.files['names.bin'].byteLength - 1] ^= 1;
parentPort.postMessage(owners);
`;

beforeAll(async () => {
  pack = openPack(await builtPack(), NOW);
  await build({
    stdin: { contents: WORKER, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: join(scratch, 'worker.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
}, 60_000);

afterAll(() => pack.close());

test('a worker answers from the memory of the main thread what the main thread answers', async () => {
  const shared = pack.share();
  const words = Uint32Array.from({ length: ASKED }, (_, at) => Math.imul(at, 2_654_435_761));
  const names = new Uint8Array(shared.files['names.bin']);
  const last = names.at(-1);
  const worker = new Worker(join(scratch, 'worker.mjs'), { workerData: { shared, words } });
  const owners = await new Promise<[Owner, Owner][]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  const wrong = owners.filter(
    ([four, six], at) =>
      !isSame(four, pack.owner(ipv4(words[at]))) ||
      !isSame(six, pack.owner(ipv6(0x2a00_0000 + (words[at] >>> 8), words[at], 0, 1))),
  );
  expect([owners.length, wrong]).toEqual([ASKED, []]);
  expect(owners.filter(([four]) => four.as !== null).length).toBeGreaterThan(ASKED / 2);
  expect(names.at(-1)).not.toBe(last);
});

test('sharing twice shares the same memory', () => {
  const [first, second] = [pack.share(), pack.share()];
  expect(first.files['v4.bin']).toBe(second.files['v4.bin']);
  expect(openSharedPack(first, NOW).share().files['v6.bin']).toBe(first.files['v6.bin']);
});

test('what is no pack is refused', () => {
  const shared = pack.share();
  const files = { ...shared.files, 'v4.bin': new SharedArrayBuffer(64) };
  expect(() => openSharedPack({ ...shared, files }, NOW)).toThrow(UserError);
});

function isSame(one: Owner, other: Owner): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
