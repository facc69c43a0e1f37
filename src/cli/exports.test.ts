import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { formatAddress } from '../address/format.js';
import { readInputs } from '../inputs/index.js';
import type { Connection } from '../model/connection.js';
import { UserError } from '../model/errors.js';
import { goldenPeers } from '../report/_golden-investigation.js';
import { fakeInvestigation } from '../report/_fake-investigation.js';
import { type FakeWorld, fakeIo } from './_fake-io.js';
import { parseArguments } from './arguments.js';
import { investigate, runInvestigate } from './commands/investigate.js';
import { fileSource } from './files.js';

let folder = '';
beforeEach(() => {
  folder = scratchFolder('exports');
  writeFileSync(join(folder, 'connections.txt'), 'a listing');
  utimesSync(join(folder, 'connections.txt'), 1_781_704_989, 1_781_704_989);
});

async function ran(argv: readonly string[], world: FakeWorld = { stdin: '' }) {
  const io = fakeIo({ cwd: folder, ...world });
  const engine = (): Promise<ReturnType<typeof fakeInvestigation>> => Promise.resolve(fakeInvestigation(goldenPeers()));
  try {
    const code = await runInvestigate(parseArguments(investigate, [...argv, 'connections.txt']), io, engine);
    return { code, out: io.out(), err: io.err() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { code: 1, out: io.out(), err: `${error.message}\n${error.hint}` };
  }
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('one run writes every kind that was asked for', async () => {
  const names = ['p.xlsx', 'p.md', 'p.stix.json', 'p.misp.json', 'p.ecs.ndjson', 'p.ocsf.ndjson'];
  expect((await ran(names.flatMap((name) => ['--out', name]))).code).toBe(0);
  expect(XLSX.read(readFileSync(join(folder, 'p.xlsx'))).SheetNames[0]).toBe('Peers');
  expect(read('p.md')).toContain('**TLP:AMBER**');
  expect(JSON.parse(read('p.stix.json')).type).toBe('bundle');
  expect(JSON.parse(read('p.misp.json')).Event.info).toContain('malicious');
  expect(JSON.parse(read('p.ecs.ndjson').split('\n')[0]).ecs.version).toBe('8.17.0');
  expect(JSON.parse(read('p.ocsf.ndjson').split('\n')[0]).class_uid).toBe(4001);
});

test('a workbook that was written is read back: the same peers, each connection once', async () => {
  await ran(['--out', 'p.xlsx']);
  const addresses = new Set<string>();
  const inputs: (string | null)[] = [];
  const sink = {
    connection: ({ remote }: Connection) =>
      void (remote.address !== null && addresses.add(formatAddress(remote.address))),
  };
  for await (const { name, format, badLineCount } of readInputs(fileSource('p.xlsx', folder), sink)) {
    expect(badLineCount).toBe(0);
    inputs.push(`${name} ${format}`);
  }
  expect(inputs).toEqual(['p.xlsx!Connections table', 'p.xlsx xlsx']);
  expect(addresses).toEqual(new Set(goldenPeers().map(({ peer }) => peer.text)));
});

test('a workbook goes to a pipe, never to a terminal', async () => {
  expect((await ran(['-o', 'xlsx'])).out.startsWith('PK')).toBe(true);
  const terminal = await ran(['-o', 'xlsx'], { isTerminal: true });
  expect(terminal).toMatchObject({ code: 1, out: '' });
  expect(terminal.err).toContain('--out peers.xlsx');
});

test('evidence without times was taken when its file was written, or as told', async () => {
  await ran(['--out', 'p.stix.json']);
  expect(read('p.stix.json')).toContain('"first_observed":"2026-06-17T14:03:09.000Z"');
  await ran(['--out', 'p.stix.json', '--observed', '2026-01-02T03:04:05+01:00']);
  expect(read('p.stix.json')).toContain('"first_observed":"2026-01-02T02:04:05.000Z"');
});

test.each(['yesterday', '2026-13-40', '2026-06-17T14:03', '17.06.2026'])(
  '--observed %s is refused with an example',
  async (time) => {
    expect((await ran(['--observed', time])).err).toContain('For example: --observed 2026-06-17T14:03:00Z');
  },
);

test('--tlp marks what is shared', async () => {
  await ran(['--tlp', 'red', '--out', 'p.md', '--out', 'p.stix.json']);
  expect(read('p.md')).toContain('**TLP:RED**');
  expect(read('p.stix.json')).toContain('"tlp_2_0":"red"');
});

test('markdown is defanged unless that is switched off, other kinds when it is asked for', async () => {
  expect((await ran(['-o', 'markdown'])).out).toContain('`185[.]220[.]101[.]34`');
  expect((await ran(['-o', 'markdown', '--no-defang'])).out).toContain('`185.220.101.34`');
  expect((await ran(['-o', 'csv'])).out).toContain(',185.220.101.34,');
});

test('a block list is only printed when it is asked for by name, instead of a report', async () => {
  const { out } = await ran(['--blocklist', 'plain']);
  expect(out.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
    '185.220.101.34',
    '2a00:1450:4001:80b::200e',
    '',
  ]);
  await expect(ran(['-o', 'blocklist'])).resolves.toMatchObject({ code: 1 });
  expect((await ran(['--blocklist', 'plain', '-o', 'json'])).err).toContain('both want standard output');
});

test('a block list and files go together', async () => {
  const { out } = await ran(['--blocklist', 'cisco', '--out', 'p.md']);
  expect(out).toContain('ip access-list extended FAREND-MALICIOUS');
  expect(read('p.md')).toContain('# Who is at the far end');
});
