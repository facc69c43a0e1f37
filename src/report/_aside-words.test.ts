import { expect, test } from 'vitest';
import { asideWords } from './_aside-words.js';

test('rows that another listing shows are explained where there are any', () => {
  expect(asideWords({ listener: 3, repeated: 0 })).toBe('without a public far end; --private keeps the private ones');
  expect(asideWords({ listener: 3, repeated: 2 })).toBe(
    'without a public far end; --private keeps the private ones; repeated: another listing shows and counts them',
  );
});
