import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { generatedLook, isAddressText, makersOf, nameKind } from './_names.js';

test.each([
  ['home.example.duckdns.org', 'dynamic'],
  ['duckdns.org', 'dynamic'],
  ['API.IPIFY.ORG', 'echo'],
  ['x.trycloudflare.com', 'sharing'],
  ['shop.example.top', 'cheap'],
  ['top', null],
  ['notduckdns.org', null],
  ['www.example.com', null],
  ['', null],
  ['.', null],
  ['..top', 'cheap'],
])('%s is of kind %s', (name, kind) => {
  expect(nameKind(name)).toBe(kind);
});

test.each([
  ['tokuzavemi.example', 'syllables'],
  ['x7k2q9vb3.example', 'random'],
  ['qwrtzplkjhgfd.example', 'random'],
  ['www.wikipedia.org', null],
  ['documentation.example', null],
  ['security.debian.org', null],
  ['mirrors.kernel.org', null],
  ['xn--nxasmq6b.example', null],
  ['localhost', null],
])('%s looks generated: %s', (name, look) => {
  expect(generatedLook(name)).toBe(look);
});

test('makers are known by their registered domain', () => {
  expect(makersOf('ctldl.windowsupdate.com')).toEqual(['microsoft']);
  expect(makersOf('windowsupdate.com.example')).toBeNull();
  expect(makersOf('constructor')).toBeNull();
  expect(makersOf('a.constructor.prototype')).toBeNull();
});

test('only dotted decimals are an address given as a name', () => {
  expect(isAddressText('203.0.113.7')).toBe(true);
  expect(isAddressText('203.0.113.7.example')).toBe(false);
});

test('no text is too odd', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([null, 'dynamic', 'sharing', 'echo', 'cheap']).toContain(nameKind(text));
      expect([null, 'syllables', 'random']).toContain(generatedLook(text));
      expect(makersOf(text) === null || !isAddressText(text)).toBe(true);
    }),
  );
});
