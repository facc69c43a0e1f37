import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { builtKnowledge } from '../../test/built-knowledge.js';
import { scratchFolder } from '../../test/scratch-folder.js';
import { aboutOf } from '../serve/case-folder.js';
import { fakeIo } from './_fake-io.js';
import { main } from './main.js';

let pack = '';
const folder = scratchFolder('judge');
beforeAll(async () => {
  pack = await builtKnowledge();
  writeFileSync(
    join(folder, 'seen.txt'),
    '\n  Proto  Local Address          Foreign Address        State           PID\n' +
      '  TCP    192.168.1.20:51544     5.9.0.1:8080     ESTABLISHED     9120\n' +
      '  TCP    192.168.1.20:51545     13.107.42.14:443     ESTABLISHED     9121\n',
  );
  await farend('--out', 'saved.json', 'seen.txt');
}, 120_000);

async function farend(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = { ...fakeIo({ cwd: folder }), packDirectory: pack };
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
}

test('a saved investigation is judged again, says so, and nothing changed', async () => {
  const { code, out } = await farend('judge', 'saved.json');
  expect(code).toBe(0);
  expect(out).toMatch(/Again {6}saved\.json · sha256 [0-9a-f]{12} · saved/);
  expect(out.replace(/\s+/g, ' ')).toMatch(/judged before by farend \S+ with weights [0-9a-f]{8} and pack/);
  expect(out).toContain('No verdict changed.');
});

test('a list of today makes a peer of then malicious, and every report says what it was', async () => {
  writeFileSync(join(folder, 'bad.txt'), '5.9.0.1 # seen by a partner\n');
  const { code, out } = await farend(
    'judge',
    '--list',
    join(folder, 'bad.txt'),
    '--fail-on',
    'malicious',
    'saved.json',
  );
  expect(code).toBe(2);
  expect(out).toContain('1 verdict changed: 1 from suspicious to malicious.');
  expect(out).toMatch(/MALICIOUS {2}5\.9\.0\.1 .* was suspicious/);
  const { out: text } = await farend('judge', '--list', join(folder, 'bad.txt'), '-o', 'markdown', 'saved.json');
  expect(text).toContain('1 from suspicious to malicious');
  for (const format of ['csv', 'html', 'hunts', 'json', 'stix', 'ecs', 'ocsf', 'misp', 'ndjson'])
    expect((await farend('judge', '--list', join(folder, 'bad.txt'), '-o', format, 'saved.json')).code).toBe(0);
});

test('what it wrote can be judged again, and the saved file is never written over', async () => {
  expect((await farend('judge', '--prior', '-30', '--out', 'again.json', 'saved.json')).code).toBe(0);
  const { peers, rejudged } = JSON.parse(readFileSync(join(folder, 'again.json'), 'utf8'));
  expect([peers[0].prior, peers[0].before.score - peers[0].score, rejudged.name]).toEqual([-30, 10, 'saved.json']);
  expect((await farend('judge', 'again.json')).out).toContain('prior -30');
  const { code, err } = await farend('judge', '--out', 'saved.json', 'saved.json');
  expect([code, err]).toEqual([1, expect.stringContaining('is one of the inputs')]);
});

test('what is no saved investigation is refused with the place and a hint', async () => {
  writeFileSync(join(folder, 'broken.json'), '{"farend": "0.1.0",\n"schema": 1,\n');
  writeFileSync(join(folder, 'other.json'), '{"farend": "0.1.0", "schema": 3}');
  expect((await farend('judge', 'broken.json')).err).toContain('broken.json: no JSON: it breaks off in line 3');
  writeFileSync(join(folder, 'rows.txt'), '\nActive Connections\n\n  Proto\n');
  expect((await farend('judge', 'rows.txt')).err.trimEnd().split('\n')).toHaveLength(2);
  expect((await farend('judge', 'other.json')).err).toContain('other.json: schema: expected 1, the version');
  expect((await farend('judge', 'saved.json', 'other.json')).err).toContain(
    'judge takes one saved investigation, got 2',
  );
  expect((await farend('judge', 'missing.json')).code).toBe(1);
});

test('a case is saved as the page saves it, reported as it was judged, and judged again', async () => {
  const { code, out } = await farend('--case', 'case-1', '--copies', '-o', 'json', 'seen.txt');
  expect(code).toBe(0);
  expect(readdirSync(join(folder, 'case-1')).sort()).toEqual([
    'SHA256SUMS',
    'about.json',
    'evidence',
    'investigation.json',
    'notes.json',
  ]);
  expect(readFileSync(join(folder, 'case-1/evidence/seen.txt'))).toEqual(readFileSync(join(folder, 'seen.txt')));
  const sha256 = createHash('sha256')
    .update(readFileSync(join(folder, 'seen.txt')))
    .digest('hex');
  expect(readFileSync(join(folder, 'case-1/SHA256SUMS'), 'utf8')).toBe(`${sha256}  evidence/seen.txt\n`);
  expect((await farend('report', '-o', 'json', 'case-1')).out).toBe(out);
  expect(aboutOf(join(folder, 'case-1'))).toMatchObject({ title: 'case-1', peers: 2 });
  expect((await farend('judge', 'case-1')).out).toContain('No verdict changed.');
  writeFileSync(join(folder, 'other.txt'), '');
  const { code: refused, err } = await farend('--case', '.', 'seen.txt');
  expect([refused, err]).toEqual([1, expect.stringContaining('--case . holds something else')]);
});
