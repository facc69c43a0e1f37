import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalName, fileNameOf, imageName, normalisePath } from './image.js';

test.each([
  ['C:\\Windows\\System32\\svchost.exe', 'c:\\windows\\system32\\svchost.exe'],
  ['"C:\\Program Files\\X\\x.exe"', 'c:\\program files\\x\\x.exe'],
  ['\\??\\C:\\Windows\\System32\\csrss.exe', 'c:\\windows\\system32\\csrss.exe'],
  ['\\\\?\\C:\\x.exe', 'c:\\x.exe'],
  ['\\SystemRoot\\System32\\smss.exe', 'c:\\windows\\system32\\smss.exe'],
  ['%SystemRoot%\\system32\\svchost.exe', 'c:\\windows\\system32\\svchost.exe'],
  ['\\Device\\HarddiskVolume3\\Windows\\explorer.exe', 'c:\\windows\\explorer.exe'],
  ['C:\\PROGRA~1\\Google\\x.exe', 'c:\\program files\\google\\x.exe'],
  ['C:\\PROGRA~2\\Google\\x.exe', 'c:\\program files (x86)\\google\\x.exe'],
  ['C:/Users/a/x.exe', 'c:\\users\\a\\x.exe'],
  ['C:\\Windows\\Sysnative\\cmd.exe', 'c:\\windows\\system32\\cmd.exe'],
  ['C:\\Windows\\System32\\..\\Temp\\x.exe', 'c:\\windows\\temp\\x.exe'],
  ['C:\\Temp\\x.exe. . ', 'c:\\temp\\x.exe'],
  ['D:\\Windows\\x.exe', 'd:\\windows\\x.exe'],
  ['\\\\files\\share\\x.exe', '\\\\files\\share\\x.exe'],
  ['\\??\\UNC\\files\\share\\x.exe', '\\\\files\\share\\x.exe'],
  ['\\Device\\Mup\\files\\share\\x.exe', '\\\\files\\share\\x.exe'],
  ['System32\\drivers\\x.sys', 'c:\\windows\\system32\\drivers\\x.sys'],
  ['/usr//bin/./python3', '/usr/bin/python3'],
  ['/tmp/../usr/sbin/sshd (deleted)', '/usr/sbin/sshd'],
])('the path %s is the same as %s', (path, normal) => {
  expect(normalisePath(path)).toBe(normal);
});

test('a folder that only looks like Windows keeps its blank', () => {
  expect(normalisePath('C:\\Windows \\System32\\x.exe')).toBe('c:\\windows \\system32\\x.exe');
});

test.each([
  ['Svchost.EXE', 'svchost'],
  ['coreupdater.ex', 'coreupdater'],
  ['webcompanion.e', 'webcompanion'],
  ['nginx: worker process', 'nginx'],
  ['sshd:', 'sshd'],
  ['[kworker/0:1]', 'kworker'],
  ['Google\\x20Chrome', 'google chrome'],
  ['microsoft.photos', 'microsoft.photos'],
])('the name %s is %s', (name, canonical) => {
  expect(canonicalName(name)).toBe(canonical);
});

test('the file names the program, for a process can call itself anything', () => {
  expect(imageName({ name: 'sshd', path: '/tmp/x (deleted)' })).toBe('x');
  expect(imageName({ name: 'Spotify.exe', path: null })).toBe('spotify');
  expect(imageName({ name: 'a.exe', path: '' })).toBe('a');
  expect(imageName({ name: null, path: null })).toBeNull();
});

test('the file name is the last part on either system', () => {
  expect(fileNameOf('/a/b')).toBe('b');
  expect(fileNameOf('c:\\a\\b')).toBe('b');
});

test('a last part of dots and blanks is none, and Windows ignores those at the end of what is last then', () => {
  expect(normalisePath('C:\\a\\b.exe. \\ \\')).toBe('c:\\a\\b.exe');
  expect(normalisePath('C:\\ /')).toBe('c:');
});

test('any text gives a path that stays as it is when normalised again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      const once = normalisePath(`C:\\${text.replaceAll('~', '')}`);
      expect(normalisePath(once)).toBe(once);
    }),
  );
});
