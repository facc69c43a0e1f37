import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import type { InputSummary } from '../model/input.js';
import { fakeIo } from './_fake-io.js';
import { main } from './main.js';

const ROOT = resolve(import.meta.dirname, '../..');
const CORPUS = resolve(ROOT, '../shared/corpus');
const PACK = join(ROOT, 'dist/pack');
const ROWS = '  TCP    192.168.1.20:50000     93.184.215.14:443       ESTABLISHED     900\r\n';

interface Sample {
  readonly kind: string;
  readonly file: string;
  readonly expected: { readonly rows: number };
}

async function ran(argv: readonly string[], cwd: string) {
  const io = { ...fakeIo({ cwd, stdin: '' }), packDirectory: PACK };
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
}

test.runIf(existsSync(CORPUS) && existsSync(PACK))(
  'the whole corpus at once is one report that says which file gave what',
  async () => {
    const { samples } = JSON.parse(readFileSync(join(CORPUS, 'MANIFEST.json'), 'utf8')) as { samples: Sample[] };
    const { code, out, err } = await ran(['-o', 'json', 'corpus'], resolve(CORPUS, '..'));
    const { inputs, counts } = JSON.parse(out) as { inputs: InputSummary[]; counts: { rows: number } };
    const listings = samples.filter(({ kind }) => kind !== 'negative');
    expect(code).toBe(0);
    expect(Object.fromEntries(inputs.map(({ name, rows }) => [name, rows]))).toEqual(
      Object.fromEntries(listings.map(({ file, expected }) => [join('corpus', file), expected.rows])),
    );
    expect(counts.rows).toBe(listings.reduce((sum, { expected }) => sum + expected.rows, 0));
    expect(err).toContain('passed over');
  },
);

test.runIf(existsSync(PACK))('rows of an archive are told by the file inside it', async () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'netstat.txt.gz'), gzipSync(Buffer.from(`Active Connections\r\n\r\n${ROWS.repeat(2)}`)));
  const { code, out } = await ran(['-o', 'json', 'netstat.txt.gz'], folder);
  const { inputs, peers } = JSON.parse(out) as {
    inputs: InputSummary[];
    peers: { rows: { file: string; line: number; input: number }[] }[];
  };
  expect(code).toBe(0);
  expect(inputs.map(({ name, format, rows }) => [name, format, rows])).toEqual([
    ['netstat.txt.gz', 'windows-netstat', 2],
  ]);
  expect(peers[0]?.rows).toEqual([
    { file: 'netstat.txt.gz', line: 3, input: 0 },
    { file: 'netstat.txt.gz', line: 4, input: 0 },
  ]);
});
