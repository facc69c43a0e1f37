import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../../../test/scratch-folder.js';
import { parseAddress } from '../../address/parse.js';
import { UserError } from '../../model/errors.js';
import { compileRanges } from '../ranges/compile.js';
import { rangeLayouts } from '../ranges/layouts/index.js';
import { encodeArchive } from './archive.js';
import { openState, openStateFolder } from './open-state.js';
import { installVersion } from './swap.js';
import { exportPack, importPack, packFolder } from './transfer.js';
import { currentVersion, VERSION_FORMAT, versionFolder } from './version-manifest.js';

const NOW = new Date('2026-11-25T10:00:00Z');
const folder = scratchFolder('transfer');
const pem = (name: string): string => join(folder, name);
const ANY = { keyFile: null, isUnsignedFine: true };
let home: string;
let other: string;
let file: string;

function makeKeys(name: string, type: 'ed25519' | 'rsa'): void {
  const { privateKey, publicKey } =
    type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 1024 });
  writeFileSync(pem(`${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(pem(`${name}.pub.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
}

beforeAll(() => {
  makeKeys('mine', 'ed25519');
  makeKeys('theirs', 'ed25519');
  makeKeys('rsa', 'rsa');
});

beforeEach(() => {
  home = scratchFolder('home');
  other = scratchFolder('home');
  file = join(other, 'knowledge.farend');
  const fastly = rangeLayouts.find(({ name }) => name === 'fastly');
  const owner = { provider: 'fastly', organisation: 'Fastly', service: null, kind: 'cdn' } as const;
  const { entries } = fastly?.parse('{"addresses":["151.101.0.0/16"]}', owner) ?? { entries: [] };
  const ranges = compileRanges([{ key: 'fastly', title: 'Fastly list', asOf: '2026-11-20', entries }]);
  const manifest = {
    format: VERSION_FORMAT,
    version: '2026-11-25-0badcafe',
    builtAt: NOW.toISOString(),
    madeFrom: 'x',
    sources: [],
    ipFormat: null,
  } as const;
  installVersion(home, manifest, [
    { name: 'ranges.bin', bytes: ranges },
    { name: 'ip/v4.bin', bytes: new Uint8Array([1, 2, 3]) },
  ]);
});

const answers = (state: { ranges: { lookup(a: never): { organisation: string } | null } | null }): string | undefined =>
  state.ranges?.lookup(parseAddress('151.101.1.1') as never)?.organisation;

test('a signed export is imported by who trusts the key, and is what was exported', () => {
  exportPack(home, file, pem('mine.pem'));
  const { version } = importPack(other, file, { keyFile: pem('mine.pub.pem'), isUnsignedFine: false }, NOW);
  expect(version).toBe('2026-11-25-0badcafe');
  expect(answers(openState(other))).toBe('Fastly');
  for (const name of ['ranges.bin', 'ip/v4.bin', 'manifest.json']) {
    const read = (place: string): Buffer => readFileSync(join(versionFolder(place, version), name));
    expect([name, read(other).equals(read(home))]).toEqual([name, true]);
  }
});

test.each([
  ['signed by another', 'theirs.pem', 'mine.pub.pem', false, /does not match the trusted key/],
  ['not signed, with a key to check', null, 'mine.pub.pem', true, /not signed/],
  ['not signed', null, null, false, /not signed/],
  ['signed, with no key to check', 'mine.pem', null, false, /no key was given/],
  ['checked with a key of another kind', 'mine.pem', 'rsa.pub.pem', false, /rsa, not ed25519/],
  ['checked with what is no key', 'mine.pem', 'gone.pem', false, /could not read/],
])('a pack %s is not imported', (_, key, trust, isUnsignedFine, reason) => {
  exportPack(home, file, key === null ? null : pem(key));
  const keyFile = trust === null ? null : pem(trust);
  expect(() => importPack(other, file, { keyFile, isUnsignedFine }, NOW)).toThrow(reason);
  expect(currentVersion(other)).toBeNull();
});

test('an unsigned pack is imported by who says so', () => {
  exportPack(home, file, null);
  importPack(other, file, ANY, NOW);
  expect(answers(openState(other))).toBe('Fastly');
});

test('every flipped byte and every cut is noticed', () => {
  exportPack(home, file, pem('mine.pem'));
  const whole = readFileSync(file);
  const trust = { keyFile: pem('mine.pub.pem'), isUnsignedFine: false };
  const content = (place: string): Buffer =>
    readFileSync(join(versionFolder(place, '2026-11-25-0badcafe'), 'ranges.bin'));
  const missed: unknown[] = [];
  for (let at = 0; at < whole.length; at += 7) {
    const harmed = Buffer.from(whole);
    harmed[at] ^= 0x41;
    writeFileSync(file, harmed);
    try {
      importPack(other, file, trust, NOW);
      // A flip in gzip's own header (time, system) changes nothing of the content.
      if (!content(other).equals(content(home))) missed.push(at);
    } catch (error) {
      if (!(error instanceof UserError)) missed.push([at, error]);
    }
  }
  expect(missed).toEqual([]);
  for (const length of [0, 5, 14, 24, 100, whole.length - 1]) {
    writeFileSync(file, whole.subarray(0, length));
    expect(() => importPack(other, file, ANY, NOW)).toThrow(UserError);
  }
});

test('a pack cannot write outside its folder', () => {
  for (const name of ['../evil', '/etc/evil', 'a/b/c', 'a\\b', '.hidden', 'x/../../evil', '']) {
    const manifest = {
      format: VERSION_FORMAT,
      version: 'v1',
      sources: [],
      files: [{ name, bytes: 1, sha256: '' }],
      ipFormat: null,
    };
    writeFileSync(
      file,
      encodeArchive({ manifest: JSON.stringify(manifest), signature: null, key: null }, [new Uint8Array(1)]),
    );
    expect(() => importPack(other, file, ANY, NOW)).toThrow(/no exported pack/);
  }
  const manifest = { format: VERSION_FORMAT, version: '../../evil', sources: [], files: [], ipFormat: null };
  writeFileSync(file, encodeArchive({ manifest: JSON.stringify(manifest), signature: null, key: null }, []));
  expect(() => importPack(other, file, ANY, NOW)).toThrow(/no exported pack/);
});

test('--pack takes an exported file (unpacked once), a version folder or a home', () => {
  exportPack(home, file, null);
  const unpacked = packFolder(file, other);
  expect(answers(openStateFolder(unpacked))).toBe('Fastly');
  expect(packFolder(file, other)).toBe(unpacked);
  expect(packFolder(home, other)).toBe(versionFolder(home, '2026-11-25-0badcafe'));
  expect(packFolder(unpacked, other)).toBe(unpacked);
  mkdirSync(join(other, 'empty'));
  for (const path of [join(other, 'empty'), join(other, 'gone'), pem('mine.pem')]) {
    expect(() => packFolder(path, other)).toThrow(UserError);
  }
});

test('there is nothing to export before the first update, and nothing damaged is exported', () => {
  expect(() => exportPack(other, file, null)).toThrow(/nothing to export/);
  writeFileSync(join(versionFolder(home, '2026-11-25-0badcafe'), 'ranges.bin'), 'rubbish');
  expect(() => exportPack(home, file, null)).toThrow(/damaged: ranges\.bin/);
});
