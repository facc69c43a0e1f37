import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { imitationOf } from './_brands.js';
import { fromPunycode } from './_punycode.js';

test.each([
  ['login.microsoft-support.example', 'microsoft', 'brand'],
  ['secure-paypal.example', 'paypal', 'brand'],
  ['apple.id-check.example', 'apple', 'brand'],
  ['rnicrosoft.example', 'microsoft', 'letters'],
  ['micros0ft-update.example', 'microsoft', 'letters'],
  ['micorsoft.example', 'microsoft', 'letters'],
  ['paypa1.co.uk', 'paypal', 'letters'],
  // Cyrillic: аррӏе.
  ['xn--80ak6aa92e.com', 'apple', 'letters'],
])('%s borrows the name of %s', (name, of, how) => {
  expect(imitationOf(name)).toEqual({ of, how });
});

test.each([
  'www.microsoft.com',
  'login.microsoftonline.com',
  'amazon.de',
  'www.amazon.co.uk',
  'ec2-203-0-113-7.compute-1.amazonaws.com',
  'lh3.googleusercontent.com',
  'pineapple.example',
  'snapple.example',
  'visagist.example',
  'example',
  '',
])('%s borrows nobody else’s name', (name) => {
  expect(imitationOf(name)).toBeNull();
});

test('Punycode is read as RFC 3492 writes it', () => {
  expect(fromPunycode('xn--mnchen-3ya')).toBe('münchen');
  expect(fromPunycode('xn--ihqwcrb4cv8a8dqg056pqjye')).toBe('他们为什么不说中文');
  expect(fromPunycode('xn--80ak6aa92e')).toBe('аррӏе');
});

test('a broken label stays as it is, and no name throws', () => {
  expect(fromPunycode('xn--a-!')).toBe('xn--a-!');
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(typeof fromPunycode(`xn--${text}`)).toBe('string');
      imitationOf(`${text}.example`);
    }),
  );
});
