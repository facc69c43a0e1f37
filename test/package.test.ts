import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { version } from '../src/cli/version.js';
import { scratchFolder } from './scratch-folder.js';

const root = resolve(import.meta.dirname, '..');
const isWindows = process.platform === 'win32';
let away: string;
let tarball: string;

/** Packs what is built and unpacks it far from the repository, as npx does. */
beforeAll(() => {
  away = scratchFolder('package');
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', away], {
    cwd: root,
    encoding: 'utf8',
    shell: isWindows,
  });
  const [{ filename }]: { filename: string }[] = JSON.parse(packed);
  tarball = join(away, filename);
}, 60_000);

test('npx runs the packed farend outside the repository, with no package beside it and no registry', () => {
  const listing = join(away, 'connections.txt');
  const rows = '  TCP    192.168.1.20:51544     8.8.8.8:443            ESTABLISHED     9120\r\n';
  execFileSync(process.execPath, [
    '-e',
    'require("fs").writeFileSync(process.argv[1], process.argv[2])',
    listing,
    rows,
  ]);
  const args = [
    '--yes',
    '--offline',
    '--cache',
    join(away, 'cache'),
    '--package',
    tarball,
    'farend',
    'connections.txt',
  ];
  const { stdout, stderr, status } = spawnSync('npx', args, { cwd: away, encoding: 'utf8', shell: isWindows });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('Windows netstat -no');
  expect(stdout).toContain('Google');
}, 60_000);

test('the package holds the program, its data and its notices, and nothing of the workshop', () => {
  const listed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  const names = listed.map((name) => name.replace(/^package\//, ''));
  for (const needed of [
    'dist/farend.cjs',
    'dist/program.cjs',
    'dist/program.v8',
    'dist/index.js',
    'dist/types/index.d.ts',
    'dist/pack/v4.bin',
    // Side by side: the reader of big files starts its second thread from its own folder.
    'dist/late/inputs-bulk.cjs',
    'dist/late/bulk-worker.cjs',
    'dist/late/inputs-bulk-worker.cjs',
    'dist/late/inputs-bulk.v8',
    'schema/investigation.schema.json',
    'LICENSE',
    'THIRD-PARTY.md',
    'README.md',
  ]) {
    expect(names).toContain(needed);
  }
  expect(names.filter((name) => /^(src|test|fixtures|bench|build|node_modules)\//.test(name))).toEqual([]);
});

test('the version that farend says is that of its package', () => {
  expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version).toBe(version);
});
