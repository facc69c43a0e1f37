import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { fakeInvestigation, fakePeer } from '../report/_fake-investigation.js';
import { renderedText } from '../report/_rendered.js';
import { json } from '../report/json.js';
import { fakeIo } from './_fake-io.js';
import { main } from './main.js';

const cwd = scratchFolder('saved');

const put = (name: string, verdict: 'malicious' | 'suspicious'): void =>
  writeFileSync(join(cwd, name), renderedText(json, fakeInvestigation([fakePeer('203.0.113.7', verdict)])));
put('before.json', 'suspicious');
put('after.json', 'malicious');

async function ran(...argv: string[]) {
  const io = fakeIo({ cwd });
  return { code: await main(argv, io), out: io.out(), err: io.err() };
}

test('compare says what is judged otherwise, and a script can ask for it', async () => {
  const { code, out } = await ran('compare', 'before.json', 'after.json');
  expect(out).toContain('0 new peers, 1 changed verdict, 0 peers gone, 0 as before');
  expect(out).toMatch(/malicious {4}203\.0\.113\.7 .*\(was suspicious/);
  expect(code).toBe(0);
  expect((await ran('compare', '--fail-on', 'changed', 'before.json', 'after.json')).code).toBe(2);
  expect((await ran('compare', '--fail-on', 'new', 'before.json', 'after.json')).code).toBe(0);
  const { changed } = JSON.parse((await ran('compare', '-o', 'json', 'before.json', 'after.json')).out) as {
    changed: object[];
  };
  expect(changed).toHaveLength(1);
});

test('a folder that the page saved is reported with its verdicts and notes, in any format', async () => {
  mkdirSync(join(cwd, 'case-17'));
  put('case-17/investigation.json', 'malicious');
  await ran('notes', 'case-17', '203.0.113.7', '--status', 'confirmed', '--tag', 'c2', '--text', 'ask Ann');
  const { code, out } = await ran('report', 'case-17');
  expect(code).toBe(0);
  expect(out).toContain('MALICIOUS  203.0.113.7');
  expect(out).toContain('Noted      confirmed bad #c2 · ask Ann');
  expect(
    (await ran('report', '--out', 'r.html', '--out', 'r.md', '--out', 'r.xlsx', '--out', 'r.json', 'case-17')).code,
  ).toBe(0);
  for (const name of ['r.html', 'r.md', 'r.json']) expect(readFileSync(join(cwd, name), 'utf8')).toContain('ask Ann');
  // Its own JSON has them too, without a folder.
  expect((await ran('report', '-o', 'markdown', 'r.json')).out).toContain('ask Ann');
  const other = await ran('report', '-o', 'json', '--notes', 'notes-of-nobody.json', 'before.json');
  expect([other.code, other.err]).toEqual([1, expect.stringContaining('no file notes-of-nobody.json')]);
  const [peer] = JSON.parse((await ran('report', '-o', 'json', '--notes', 'case-17', 'before.json')).out).peers;
  expect([peer.verdict, peer.note.status]).toEqual(['suspicious', 'confirmed']);
});

test.each([
  [['report', 'before.json', 'after.json'], 'report takes one saved investigation, got 2'],
  [['report', 'befor.json'], 'Did you mean before.json?'],
  [['compare', 'before.json'], 'compare wants two investigations'],
  [['compare', 'befor.json', 'after.json'], 'Did you mean before.json?'],
  [['notes'], 'notes wants a folder or a file'],
  [['notes', 'none.json'], 'no file none.json'],
  [['notes', 'before.json'], 'this is no file of notes'],
  [['notes', 'n.json', '--tag', 'x'], 'a note is about an address'],
  [['notes', 'n.json', 'x', '--tag', 'x'], 'x is no address'],
])('%j is refused with a sentence', async (argv, said) => {
  const { code, err } = await ran(...argv);
  expect(err).toContain(said);
  expect(code).toBe(1);
});

test('a note is written, shown and taken back', async () => {
  const args = ['notes', 'notes.json', '203.0.113.7'];
  const { out } = await ran(...args, '--status', 'confirmed', '--tag', 'c2', '--text', '\u001b[31mred');
  expect(out).toBe('203.0.113.7  confirmed #c2  1970-01-01 00:00 UTC\n  \\x1b[31mred\n');
  expect(JSON.parse(readFileSync(join(cwd, 'notes.json'), 'utf8'))).toHaveProperty(
    ['notes', '203.0.113.7', 'tags'],
    ['c2'],
  );
  await ran(...args, '--status', 'open', '--text', '');
  const { out: emptied } = await ran('notes', '.', '203.0.113.7');
  expect(emptied).toContain('203.0.113.7  open #c2');
  expect(existsSync(join(cwd, '.notes.json.tmp'))).toBe(false);
});

test.each([
  [['serve', 'x.txt'], 'serve takes no file'],
  [['serve', '--port', '70000'], '--port 70000 is no port'],
  [['serve', '--passphrase'], 'a passphrase has at least 12 characters'],
  [['serve', '--host', '0.0.0.0', '--folder', 'x'], 'can be reached by others'],
])('%j is refused before anything is served', async (argv, said) => {
  const { code, err } = await ran(...argv);
  expect(err).toContain(said);
  expect(code).toBe(1);
});

test('serve prints its link, and ends when it is told to', async () => {
  const control = new AbortController();
  const io = fakeIo({ cwd, signal: control.signal });
  const running = main(['serve', '--folder', 'saved'], io);
  await expect.poll(() => io.out()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/);
  control.abort();
  expect(await running).toBe(0);
});
