import { expect, test } from 'vitest';
import { countryName } from './country-names.js';

test('codes have English names, unknown ones stand for themselves', () => {
  expect(['AD', 'DE', 'GB', 'HK', 'XK', 'ZW'].map(countryName)).toEqual([
    'Andorra',
    'Germany',
    'United Kingdom',
    'Hong Kong',
    'Kosovo',
    'Zimbabwe',
  ]);
  expect(countryName('ZZ')).toBe('ZZ');
});
