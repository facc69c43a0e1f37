import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.js';

const root = resolve(import.meta.dirname, '..');
const REGISTRIES = [
  'src/enrich/online/sources/index.ts',
  'src/inputs/index.ts',
  'src/inputs/other-formats.ts',
  'src/judge/rules/index.ts',
  'src/judge/weights.ts',
  'src/report/index.ts',
];

/** A house with nothing in it but its registries. */
function house(): string {
  const folder = scratchFolder('new');
  for (const path of REGISTRIES) cpSync(join(root, path), join(folder, path), { recursive: true });
  return folder;
}

function run(folder: string, ...words: readonly string[]) {
  return spawnSync(process.execPath, [join(root, 'scripts/new.mjs'), ...words, '--into', folder], { encoding: 'utf8' });
}

test.each([
  ['source', 'mid-service', 'src/enrich/online/sources/mid-service.ts', 'src/enrich/online/sources/index.ts'],
  ['input', 'mid-format', 'src/inputs/mid-format.ts', 'src/inputs/index.ts'],
  ['report', 'mid-report', 'src/report/mid-report.ts', 'src/report/index.ts'],
  ['rule', 'mid-rule', 'src/judge/rules/mid-rule.ts', 'src/judge/rules/index.ts'],
])(
  'npm run new %s writes a unit that compiles, and its line in the alphabetical registry',
  (room, name, file, registry) => {
    const folder = house();
    const { status, stdout, stderr } = run(folder, room, name);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(file);
    for (const path of [file, ...REGISTRIES]) {
      expect(() => transformSync(readFileSync(join(folder, path), 'utf8'), { loader: 'ts' })).not.toThrow();
    }
    const before = readFileSync(join(root, registry), 'utf8').split('\n');
    const after = readFileSync(join(folder, registry), 'utf8').split('\n');
    const added = after.filter((row) => !before.includes(row));
    expect(added.length).toBeGreaterThan(0);
    expect(added.join(' ')).toContain('mid');
    // Nothing else moved.
    expect(after.filter((row) => !added.includes(row))).toEqual(before);
  },
);

test('the imports of a registry stay in order', () => {
  const folder = house();
  run(folder, 'source', 'aa-first');
  run(folder, 'source', 'zz-last');
  const text = readFileSync(join(folder, 'src/enrich/online/sources/index.ts'), 'utf8');
  const names = [...text.matchAll(/from '\.\/([^']+)\.js'/g)].map(([, name]) => name ?? '');
  expect(names[0]).toBe('aa-first');
  expect(names.at(-1)).toBe('zz-last');
  expect(text).toMatch(/= \[\n {2}aaFirst,/);
  expect(text).toMatch(/ {2}zzLast,\n\];/);
});

test('it refuses a name that is none, a room that is none, and what exists', () => {
  const folder = house();
  for (const words of [['source', 'Bad_Name'], ['source', '../up'], ['source'], ['cellar', 'x'], []]) {
    const { status, stderr } = run(folder, ...words);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^farend: /);
  }
  expect(run(folder, 'rule', 'twice').status).toBe(0);
  expect(run(folder, 'rule', 'twice').stderr).toContain('exists already');
  expect(dirname(folder)).toBe(tmpdir());
});
