import { expect, test } from 'vitest';
import { oddity, stemOf } from './_program-name.js';

test.each([
  ['C:\\Temp\\Foo.EXE', 'foo'],
  ['coreupdater.ex', 'coreupdater'],
  ['/usr/bin/python3.11', 'python3.11'],
  ['thing.', 'thing'],
  ['.exe', '.exe'],
  ['', ''],
])('%s is called %s', (name, stem) => {
  expect(stemOf(name)).toBe(stem);
});

test.each([
  ['1234.exe', 'letters'],
  ['a3f09b12.exe', 'letters'],
  ['qwrtzpl.exe', 'letters'],
  ['my_payload.exe', 'word'],
  ['notepad.exe', null],
  ['7zip.exe', null],
  ['decade', null],
  ['rtkngui64', null],
])('%s is odd: %s', (name, odd) => {
  expect(oddity(name)).toBe(odd);
});
