import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { fakeIo } from './_fake-io.js';
import { main } from './main.js';

const PACK = resolve(import.meta.dirname, '../../dist/pack');
const ROW = '  TCP    192.168.1.20:50000     93.184.215.14:443      ESTABLISHED     900\r\n';
const listing = Buffer.from(`Active Connections\r\n\r\n${ROW.repeat(120_000)}`);
const sha256 = createHash('sha256').update(listing).digest('hex');
const folder = scratchFolder('hash');

beforeAll(() => writeFileSync(join(folder, 'big.txt'), listing));

async function printed(...argv: string[]): Promise<string> {
  const io = { ...fakeIo({ cwd: folder, columns: 200 }), packDirectory: PACK };
  expect(await main([...argv, 'big.txt'], io)).toBe(0);
  return io.out();
}

test.runIf(existsSync(PACK))('a text report hashes a big input only when it is told to', async () => {
  expect(await printed()).toContain('120,000 rows · not hashed (--hash)');
  expect(await printed('--hash')).toContain(`sha256 ${sha256.slice(0, 12)}`);
  expect(await printed('--verbose')).toContain(`sha256 ${sha256.slice(0, 12)}`);
});

test.runIf(existsSync(PACK))('whatever is kept has the hash of a big input', async () => {
  const inputsOf = (text: string): unknown[] => JSON.parse(text).inputs.map(({ sha256: hash }: never) => hash);
  expect(inputsOf(await printed('-o', 'json'))).toEqual([sha256]);
  expect(await printed('--case', join(folder, 'case'))).toContain(`sha256 ${sha256.slice(0, 12)}`);
  expect(await printed('--blocklist', 'plain')).toContain(sha256);
});
