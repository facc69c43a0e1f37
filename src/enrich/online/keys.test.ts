import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../test/scratch-folder.js';
import { UserError } from '../../model/errors.js';
import { FakeKeychain } from './_fake-keychain.js';
import { KeyRing } from './keys.js';
import type { KeyNeed } from './source.js';

const folder = scratchFolder('keys');

const NEED: KeyNeed = { env: ['FAREND_FAKE_KEY'], howToGet: 'https://fake.example', isOptional: false };
const PAIR: KeyNeed = { ...NEED, env: ['FAREND_PAIR_KEY', 'FAREND_PAIR_PASSWORD'] };
let count = 0;
const fresh = (): string => join(folder, String(count++), 'deep', 'keys.json');

test('the environment comes first, then the file, then nothing', () => {
  const file = fresh();
  const ring = new KeyRing({ FAREND_FAKE_KEY: ' from-env ' }, file);
  expect(ring.place('fake', NEED)).toBe('environment');
  ring.set('fake', ['from-file']);
  expect(ring.secrets('fake', NEED)).toEqual(['from-env']);
  const other = new KeyRing({}, file);
  expect(other.secrets('fake', NEED)).toEqual(['from-file']);
  expect(other.place('fake', NEED)).toBe('file');
  expect(other.place('pair', PAIR)).toBe('none');
});

test('a pair is whole or none', () => {
  const file = fresh();
  expect(new KeyRing({ FAREND_PAIR_KEY: 'a-key' }, file).secrets('pair', PAIR)).toBeNull();
  const ring = new KeyRing({}, file);
  ring.set('pair', ['a-key', 'a-password']);
  expect(ring.secrets('pair', PAIR)).toEqual(['a-key', 'a-password']);
  ring.set('pair', ['only-one']);
  expect(ring.secrets('pair', PAIR)).toBeNull();
});

test('removing takes one and leaves the others', () => {
  const ring = new KeyRing({}, fresh());
  ring.set('one', ['key-one']);
  ring.set('two', ['key-two']);
  expect(ring.remove('one')).toEqual(['file']);
  expect(ring.remove('one')).toEqual([]);
  expect(readFileSync(ring.file, 'utf8')).not.toContain('key-one');
  expect(ring.secrets('two', NEED)).toEqual(['key-two']);
});

test.runIf(process.platform !== 'win32')('only the user may read the file, also when somebody had opened it up', () => {
  const ring = new KeyRing({}, fresh());
  ring.set('fake', ['key-one']);
  expect(statSync(ring.file).mode & 0o777).toBe(0o600);
  chmodSync(ring.file, 0o644);
  ring.secrets('fake', NEED);
  expect(statSync(ring.file).mode & 0o777).toBe(0o600);
});

test.each(['', 'with blank', 'two\nlines', 'tab\tbetween', 'ümlaut', 'x'.repeat(2000)])(
  '%j is no key, and is not repeated in the error',
  (text) => {
    const ring = new KeyRing({}, fresh());
    let said = '';
    try {
      ring.set('fake', [text]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      said = `${error.message} ${error.hint ?? ''}`;
    }
    expect(said).toMatch(/does not look like a key/);
    expect(text !== '' && said.includes(text)).toBe(false);
    expect(existsSync(ring.file)).toBe(false);
  },
);

test.each(['{', '[]', '{"fake":"text"}', '{"fake":[1]}', 'null'])('a damaged file (%s) holds no key', (text) => {
  const ring = new KeyRing({}, fresh());
  ring.set('fake', ['key-one']);
  writeFileSync(ring.file, text);
  expect(ring.secrets('fake', NEED)).toBeNull();
});

test('a keychain takes the key, and the file gives it up', () => {
  const file = fresh();
  const keychain = new FakeKeychain();
  new KeyRing({}, file).set('fake', ['from-file']);
  const ring = new KeyRing({}, file, keychain);
  expect(ring.place('fake', NEED)).toBe('file');
  expect(ring.set('fake', ['from-chain'])).toEqual({ place: 'keychain', trouble: null });
  expect(ring.place('fake', NEED)).toBe('keychain');
  expect(ring.secrets('fake', NEED)).toEqual(['from-chain']);
  expect(readFileSync(file, 'utf8')).not.toMatch(/from-file|from-chain/);
  expect(new KeyRing({ FAREND_FAKE_KEY: 'from-env' }, file, keychain).secrets('fake', NEED)).toEqual(['from-env']);
});

test('a pair is one entry of the keychain, and half of it none', () => {
  const keychain = new FakeKeychain();
  new KeyRing({}, fresh(), keychain).set('pair', ['a-key', 'a-password']);
  expect(new KeyRing({}, fresh(), keychain).secrets('pair', PAIR)).toEqual(['a-key', 'a-password']);
  for (const damaged of ['a-key', 'a-key\n', 'a key\nx', '', 'ü\nx']) {
    keychain.held.set('pair', damaged);
    expect(new KeyRing({}, fresh(), keychain).secrets('pair', PAIR)).toBeNull();
  }
});

test('a locked keychain is asked once, the file serves instead, and the trouble is told', () => {
  const file = fresh();
  const keychain = new FakeKeychain();
  keychain.isLocked = true;
  const ring = new KeyRing({}, file, keychain);
  expect(ring.set('fake', ['a-key'])).toEqual({ place: 'file', trouble: 'the prompt was dismissed' });
  expect([ring.place('fake', NEED), ring.place('pair', PAIR), ring.place('fake', NEED)]).toEqual([
    'file',
    'none',
    'file',
  ]);
  expect(keychain.asked).toBe(1);
  expect(ring.trouble).toBe('the prompt was dismissed');
  expect(() => ring.remove('fake')).toThrow(/did not remove the key of fake: the prompt was dismissed/);
});

test('removing forgets it in every place', () => {
  const file = fresh();
  const keychain = new FakeKeychain();
  const ring = new KeyRing({}, file, keychain);
  ring.set('fake', ['in-chain']);
  new KeyRing({}, file).set('fake', ['in-file']);
  expect(ring.remove('fake')).toEqual(['keychain', 'file']);
  expect(ring.place('fake', NEED)).toBe('none');
  expect(keychain.held.size).toBe(0);
});
