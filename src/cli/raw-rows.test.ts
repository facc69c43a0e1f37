import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { fakeInput, fakeInvestigation, fakePeer } from '../report/_fake-investigation.js';
import { PLAIN_OPTIONS, renderedText } from '../report/_rendered.js';
import { html } from '../report/html.js';
import { fakeIo } from './_fake-io.js';
import { rawRowsOf } from './raw-rows.js';

const cwd = scratchFolder('raw');

const peer = fakePeer('185.220.101.34', 'malicious');
const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
lines[13] = '  TCP  10.0.0.5:50000  185.220.101.34:4070  <ESTABLISHED>';
writeFileSync(join(cwd, 'seen.txt'), lines.join('\r\n'));
const investigation = fakeInvestigation([peer], [fakeInput({ name: 'seen.txt' })]);
const files = [{ name: 'seen.txt', path: join(cwd, 'seen.txt') }];
const io = fakeIo({ cwd });

test('a row is shown as it stands, with its number, and only when it names its peer', async () => {
  const rawRows = await rawRowsOf(investigation, files, io);
  // Line 17 belongs to the peer too, and does not name it.
  expect(rawRows(peer)).toEqual([{ input: 0, line: 14, text: lines[13] }]);
  const page = renderedText(html, investigation, { ...PLAIN_OPTIONS, rawRows });
  expect(page).toContain('<b>14</b> TCP  10.0.0.5:50000  185.220.101.34:4070  &lt;ESTABLISHED&gt;</code>');
  const client = renderedText(html, investigation, { ...PLAIN_OPTIONS, rawRows, edition: 'client' });
  expect(client).not.toContain('ESTABLISHED&gt;');
});

test.each([
  ['another name', investigation, [{ name: 'other.txt', path: join(cwd, 'seen.txt') }]],
  ['a file that is gone', investigation, [{ name: 'seen.txt', path: join(cwd, 'gone.txt') }]],
  ['a binary one', fakeInvestigation([peer], [fakeInput({ name: 'seen.txt', encoding: 'binary' })]), files],
])('of %s there is no row to show', async (_, given, behind) => {
  expect((await rawRowsOf(given, behind, io))(peer)).toEqual([]);
});
