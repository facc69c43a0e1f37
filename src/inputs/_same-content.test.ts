import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { memorySource } from './_memory-source.js';
import { tarFile, zipFile } from './containers/_sample-archive.js';
import type { ByteSource } from './format.js';
import { Contents, readInputs } from './index.js';

const row = (port: number): string =>
  `tcp        0      0 192.0.2.15:${port}        198.51.100.123:443      ESTABLISHED 3120/curl\n`;
const LISTING = Buffer.from([50_001, 50_002, 50_003].map(row).join(''));
/** As long, and the same at its beginning. */
const OTHER = Buffer.from([50_001, 50_002, 50_004].map(row).join(''));

async function read(...sources: readonly ByteSource[]): Promise<readonly [rows: number, said: readonly string[]]> {
  const contents = new Contents();
  let rows = 0;
  const said: string[] = [];
  for (const source of sources)
    for await (const { name, tool, blindSpots, partial, format } of readInputs(
      source,
      { connection: () => void (rows += 1) },
      { contents },
    )) {
      expect([partial, format === null]).toEqual([false, false]);
      said.push(`${name}: ${tool}`);
      said.push(...blindSpots.filter(({ id }) => /same|twice/.test(id)).map(({ says }) => says));
    }
  return [rows, said];
}

/** Whoever opens one can't tell its size, like that of a pipe. */
function pipe(name: string, bytes: Buffer): ByteSource {
  return { ...memorySource(name, bytes, 700), size: null };
}

function onDisk(name: string, bytes: Buffer): ByteSource {
  const path = join(scratchFolder('same'), name);
  writeFileSync(path, bytes);
  return { ...memorySource(name, bytes), path };
}

test('a file that is given twice counts once', async () => {
  const [rows, said] = await read(onDisk('a.txt', LISTING), onDisk('a.txt', LISTING));
  expect(rows).toBe(3);
  expect(said).toEqual([
    'a.txt: Linux netstat -tnp',
    'a.txt: Linux netstat -tnp, read before',
    'a.txt was given twice: its rows are counted once.',
  ]);
});

test('the same content counts once by whatever way it comes', async () => {
  const zip = zipFile([
    { name: 'a.txt', content: LISTING },
    { name: 'b.txt', content: OTHER },
  ]);
  const tar = gzipSync(tarFile([{ name: 'in/a.txt', content: LISTING }]));
  const ways = [
    onDisk('a.txt', LISTING),
    memorySource('b.txt', LISTING),
    pipe('-', LISTING),
    memorySource('c.zip', zip),
    memorySource('d.txt.gz', gzipSync(LISTING)),
    memorySource('e.tgz', tar),
  ];
  const [rows, said] = await read(...ways);
  expect(rows).toBe(6);
  expect(said).toContain('- has the same content as a.txt: its rows are counted once.');
  expect(said).toContain('c.zip: zip archive, 2 files: 1 read, 1 read before');
  expect(said).toContain('1 file inside has the same content as what was read (a.txt): counted once.');
  expect(said.slice(-2)).toEqual([
    'e.tgz: gzip archive, 1 file: 0 read, 1 read before',
    '1 file inside has the same content as what was read (a.txt): counted once.',
  ]);
});

test('what is as long and begins the same is read', async () => {
  const long = (last: number): Buffer => Buffer.from(row(50_001).repeat(200) + row(last));
  const [rows, said] = await read(
    onDisk('a.txt', long(50_001)),
    onDisk('b.txt', long(50_002)),
    pipe('-', long(50_003)),
    memorySource('c.zip', zipFile([{ name: 'd.txt', content: long(50_004) }])),
  );
  expect(rows).toBe(4 * 201);
  expect(said.join(' ')).not.toContain('same');
});

test('a pipe that goes on where a file ends is read whole', async () => {
  const [rows] = await read(onDisk('a.txt', LISTING), pipe('-', Buffer.concat([LISTING, OTHER])));
  expect(rows).toBe(9);
});
