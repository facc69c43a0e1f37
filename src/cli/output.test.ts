import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { bufferSource, fileSource } from './files.js';
import { DescriptorOutput } from './output.js';
import { reportForFile } from './output-file.js';
import { readAllText } from './read-text.js';
import { nearest } from './suggest.js';

const folder = scratchFolder('io');

test('text written in small pieces arrives whole and in order', () => {
  const path = join(folder, 'pieces');
  const descriptor = openSync(path, 'w');
  const output = new DescriptorOutput(descriptor, false);
  let expected = '';
  for (let index = 0; index < 20_000; index++) {
    output.write(`piece ${index} é漢\n`);
    expected += `piece ${index} é漢\n`;
  }
  output.flush();
  closeSync(descriptor);
  expect(readFileSync(path, 'utf8')).toBe(expected);
});

test('a file is read to its end through any buffer and stays at its end', () => {
  const path = join(folder, 'listing');
  writeFileSync(path, 'rows '.repeat(50_000));
  const source = fileSource('listing', folder);
  expect(source).toMatchObject({ name: 'listing', size: 250_000, path });
  expect(readAllText(source)).toBe('rows '.repeat(50_000));
  expect(source.read(new Uint8Array(10))).toBe(0);
});

test('bytes in memory are a source too', () => {
  expect(readAllText(bufferSource('memory', Buffer.from('a b c')))).toBe('a b c');
});

test.runIf(process.platform === 'linux')('a file that claims to be empty and is not, as in /proc, is read', () => {
  const source = fileSource('/proc/self/status', folder);
  expect(source).toMatchObject({ size: null, path: null });
  expect(readAllText(source)).toContain('Name:');
});

test.runIf(process.platform !== 'win32')('a pipe with a slow writer is read whole', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', `(echo one; sleep 0.1; echo two) > "${pipe}"`]);
  expect(readAllText(fileSource(pipe, folder))).toBe('one\ntwo\n');
  await new Promise((resolve) => writer.once('close', resolve));
});

test.each([
  ['jsn', ['csv', 'json', 'ndjson', 'text'], 'json'],
  ['investigat', ['investigate', 'ip'], 'investigate'],
  ['fro', ['for', 'from'], 'for'],
  ['zzz', ['csv', 'json'], undefined],
])('the nearest to %s among %j is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)[0]).toBe(expected);
});

test.each([
  ['peers.xlsx', 'xlsx'],
  ['peers.json', 'json'],
  ['peers.stix.json', 'stix'],
  ['PEERS.STIX.JSON', 'stix'],
  ['a.misp.json', 'misp'],
  ['x.ecs.ndjson', 'ecs'],
  ['x.ocsf.ndjson', 'ocsf'],
  ['x.ndjson', 'ndjson'],
  ['ticket.md', 'markdown'],
  ['folder.stix.json/report.csv', 'csv'],
  ['stix.json', 'json'],
])('%s is a %s report: the longest ending decides', (path, name) => {
  expect(reportForFile(path).name).toBe(name);
});

test('bytes and text stay in order', () => {
  const path = join(folder, 'mixed');
  const descriptor = openSync(path, 'w');
  const output = new DescriptorOutput(descriptor, false);
  output.write('a');
  output.writeBytes(Uint8Array.of(0, 255));
  output.write('b');
  output.flush();
  closeSync(descriptor);
  expect([...readFileSync(path)]).toEqual([97, 0, 255, 98]);
});
