import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../test/scratch-folder.js';
import type { InputSummary } from '../../model/input.js';
import { memorySource } from '../_memory-source.js';
import { networkEvent, sampleChunk, sampleLog } from '../events/_sample-log.js';
import type { ByteSource } from '../format.js';
import { readInputs } from '../index.js';
import { readContainer } from './index.js';
import { type SampleFile, tarFile, zipFile } from './_sample-archive.js';

const ROWS = '  TCP    192.168.1.20:50000     198.51.100.1:443       ESTABLISHED     900\r\n';
const listing = Buffer.from(
  `Active Connections\r\n\r\n  Proto  Local Address  Foreign Address  State  PID\r\n${ROWS.repeat(3)}`,
);

function file(name: string, content: Buffer = listing): SampleFile {
  return { name, content };
}

async function read(source: ByteSource) {
  const inputs: InputSummary[] = [];
  const rowsBefore: number[] = [];
  let rows = 0;
  for await (const input of readInputs(source, { connection: () => void (rows += 1) })) {
    inputs.push(input);
    rowsBefore.push(rows);
  }
  return { inputs, rows, rowsBefore };
}

function bytesOf(name: string, bytes: Uint8Array, step?: number) {
  return read(memorySource(name, bytes, step));
}

function told({ inputs }: { readonly inputs: readonly InputSummary[] }): string[] {
  return inputs.map(({ name, format, rows, partial }) => `${name} ${format} ${rows}${partial ? ' partial' : ''}`);
}

test('a zip gives each listing inside, then itself with what was passed over', async () => {
  const log = sampleLog([sampleChunk([networkEvent('198.51.100.7')], 1)]);
  const zip = zipFile([
    file('results/netstat.txt'),
    file('readme.md', Buffer.from('hello')),
    file('logs\\sysmon.evtx', log),
  ]);
  const all = await bytesOf('case.zip', zip, 1000);
  expect(told(all)).toEqual([
    'case.zip!results/netstat.txt windows-netstat 3',
    'case.zip!logs/sysmon.evtx evtx 1',
    'case.zip zip 0',
  ]);
  expect(all.rowsBefore).toEqual([3, 4, 4]);
  expect(all.inputs[2]?.tool).toBe('zip archive, 3 files: 2 read, 1 no listings');
  expect(all.inputs[2]?.sha256).toBe(createHash('sha256').update(zip).digest('hex'));
  expect(all.inputs[0]?.sha256).toBe(createHash('sha256').update(listing).digest('hex'));
});

test('a zip on disk is read in place and nothing is written beside it', async () => {
  const folder = scratchFolder('zip');
  const path = join(folder, 'case.zip');
  const zip = zipFile([file('../../slip.txt'), file('/etc/cron.d/x'), file('C:\\x\\y.txt')]);
  writeFileSync(path, zip);
  const all = await read({ ...memorySource('case.zip', zip), path });
  expect(told(all)).toEqual([
    'case.zip!../../slip.txt windows-netstat 3',
    'case.zip!/etc/cron.d/x windows-netstat 3',
    'case.zip!C:/x/y.txt windows-netstat 3',
    'case.zip zip 0',
  ]);
  expect(readdirSync(folder)).toEqual(['case.zip']);
});

test('gzip stands for the file in it, a compressed tar for its files', async () => {
  expect(told(await bytesOf('netstat.txt.gz', gzipSync(listing)))).toEqual(['netstat.txt.gz windows-netstat 3']);
  const tar = tarFile([
    file('a/netstat.txt'),
    { ...file('link'), isLink: true, content: Buffer.alloc(0) },
    file('b.txt'),
  ]);
  const logs = await bytesOf('logs.tgz', gzipSync(tar), 700);
  // Each after its rows: they are of the input that is told next.
  expect(logs.rowsBefore).toEqual([3, 6, 6]);
  expect(told(logs)).toEqual([
    'logs.tgz!a/netstat.txt windows-netstat 3',
    'logs.tgz!b.txt windows-netstat 3',
    'logs.tgz gzip 0',
  ]);
  expect(told(await bytesOf('logs.tar', tar))[0]).toBe('logs.tar!a/netstat.txt windows-netstat 3');
});

/** One frame (RFC 8878) whose only block is as it is. */
function zstdFrame(content: Buffer): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, 0, 0, 0, 0, 0]);
  header.writeUInt16LE(content.length - 256, 5);
  header.writeUIntLE(content.length * 8 + 1, 7, 3);
  return Buffer.concat([header, content]);
}

test('where Node.js has no Zstandard, which versions have it is said', async () => {
  const frame = zstdFrame(listing);
  const inputs: InputSummary[] = [];
  const none = (): never => expect.fail('there is nothing to read');
  for await (const input of readContainer(memorySource('a.zst', frame), 'zstd', none, null, null)) inputs.push(input);
  expect(inputs.map(({ format, partial }) => [format, partial])).toEqual([[null, true]]);
  expect(inputs[0].blindSpots[0]).toMatchObject({
    says: 'It is packed with Zstandard, which this Node.js cannot unpack; Node.js 22.15, 23.8 and newer can.',
    fix: 'zstd -d FILE',
  });
});

test('Zstandard is unpacked by every Node.js that can, and only by those', async () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const can = major > 23 || (major === 23 && minor >= 8) || (major === 22 && minor >= 15);
  const found = told(await bytesOf('netstat.txt.zst', zstdFrame(listing)));
  expect(found).toEqual(can ? ['netstat.txt.zst windows-netstat 3'] : ['netstat.txt.zst null 0 partial']);
});

test('archives inside archives are read four deep', async () => {
  const one = zipFile([file('netstat.txt')]);
  const two = zipFile([file('one.zip', one), file('x.gz', gzipSync(listing))]);
  expect(told(await bytesOf('two.zip', two))).toEqual([
    'two.zip!one.zip!netstat.txt windows-netstat 3',
    'two.zip!x.gz!x windows-netstat 3',
    'two.zip zip 0',
  ]);
  let deep = one;
  for (let i = 0; i < 4; i += 1) deep = zipFile([file('in.zip', deep)]);
  const { inputs } = await bytesOf('deep.zip', deep);
  expect(inputs.map(({ format }) => format)).toEqual([null]);
  expect(inputs[0]?.blindSpots[0]?.says).toContain('more than 4 deep');
});

test('of an archive with more files than are looked at, those before the limit are read, and the rest is said to be left out', async () => {
  const folders = Array.from({ length: 60_000 }, (_, at) => file(`d${at}/`, Buffer.alloc(0)));
  const [first, second] = [
    [file('a.txt'), ...folders],
    [file('b.txt'), ...folders, file('c.txt')],
  ].map((files) => zipFile(files));
  const found = await bytesOf('kape.zip', zipFile([file('1.zip', first), file('2.zip', second)]));
  expect(told(found)).toEqual([
    'kape.zip!1.zip!a.txt windows-netstat 3',
    'kape.zip!2.zip!b.txt windows-netstat 3',
    'kape.zip zip 0 partial',
  ]);
  expect(found.inputs[2]?.blindSpots[0]?.says).toContain('more than 100,000 files');
});

test('a bomb is stopped and said, what lies beside it is read', async () => {
  const zip = zipFile([file('bomb.txt', Buffer.alloc(40_000_000)), file('netstat.txt')]);
  const all = await bytesOf('x.zip', zip);
  expect(told(all)).toEqual(['x.zip!netstat.txt windows-netstat 3', 'x.zip zip 0 partial']);
  expect(all.inputs[1]?.blindSpots[0]?.says).toContain('200 to 1');
});

test('a quine of one file named often is stopped: entries that overlap', async () => {
  const files = Array.from({ length: 50 }, (_, index) =>
    file(`${index}.txt`, Buffer.concat([listing, Buffer.from(String(Math.E).repeat(99))])),
  );
  const { inputs } = await bytesOf('x.zip', zipFile(files, true));
  expect(
    inputs
      .at(-1)
      ?.blindSpots.map(({ says }) => says)
      .join(' '),
  ).toContain('overlap');
});

test('links and encrypted files are not read but counted', async () => {
  const zip = zipFile([
    { ...file('link'), isLink: true },
    { ...file('secret.txt'), isEncrypted: true },
    { ...file('wrong.txt'), checksum: 1 },
  ]);
  const all = await bytesOf('x.zip', zip);
  expect(told(all)).toEqual(['x.zip!wrong.txt windows-netstat 3 partial', 'x.zip zip 0 partial']);
  expect(all.inputs[1]?.blindSpots.map(({ id }) => id)).toEqual(['archive-encrypted']);
});

test('cut archives give what can be unpacked', async () => {
  const big = Buffer.concat([
    listing,
    Buffer.from(
      Array.from({ length: 4000 }, (_, i) => ROWS.replace('50000', String(10_000 + ((i * 7919) % 50_000)))).join(''),
    ),
  ]);
  const gz = gzipSync(big);
  const cut = await bytesOf('x.gz', gz.subarray(0, gz.length / 2));
  expect(cut.rows).toBeGreaterThan(500);
  expect(cut.inputs[0]).toMatchObject({ name: 'x.gz', partial: true, badLineCount: expect.any(Number) });
  const tar = tarFile([file('a.txt'), file('b.txt', big)]);
  const torn = await bytesOf('x.tar', tar.subarray(0, 20_000));
  expect(torn.rows).toBeGreaterThan(100);
  expect(torn.inputs.map(({ partial }) => partial)).toEqual([false, true, false]);
  const zip = zipFile([file('a.txt')]);
  const [own] = (await bytesOf('x.zip', zip.subarray(0, zip.length - 30))).inputs;
  expect(own).toMatchObject({ format: null, partial: true });
  expect(own?.blindSpots[0]?.says).toContain('cut off');
});

test('names lose what could harm a terminal', async () => {
  const { inputs } = await bytesOf('x.zip', zipFile([file('a\u001b[2J\u202etxt.exe')]));
  expect(inputs[0]?.name).toBe('x.zip!a\ufffd[2J\ufffdtxt.exe');
});

test('an archive that was found and holds nothing gives nothing', async () => {
  const zip = zipFile([file('readme.md', Buffer.from('hello'))]);
  expect((await read({ ...memorySource('x.zip', zip), isFound: true })).inputs).toEqual([]);
  expect((await bytesOf('x.zip', zip)).inputs[0]).toMatchObject({ format: null, partial: false });
});

test('flipped bytes never throw or hang', async () => {
  const tar = tarFile([file('a.txt'), file('b.txt')]);
  const archives = [
    zipFile([file('a.txt'), file('b.zip', zipFile([file('c.txt')]))]),
    tar,
    gzipSync(tar),
    gzipSync(listing),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...archives),
      fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { minLength: 1, maxLength: 12 }),
      async (archive, flips) => {
        const bytes = Buffer.from(archive);
        for (const [at, value] of flips) bytes[at % bytes.length] = value;
        expect((await bytesOf('x', bytes)).rows).toBeLessThan(30);
      },
    ),
    { numRuns: 300 },
  );
});
