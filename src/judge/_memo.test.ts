import { expect, test } from 'vitest';
import { memo } from './_memo.js';

test('an answer is computed once, also when it is nothing', () => {
  let asked = 0;
  const answer = memo((text) => {
    asked++;
    return text === 'a' ? null : text.length;
  });
  expect([answer('a'), answer('a'), answer('bb'), answer('bb')]).toEqual([null, null, 2, 2]);
  expect(asked).toBe(2);
});

test('many different texts do not pile up', () => {
  let asked = 0;
  const answer = memo(() => ++asked);
  for (let index = 0; index < 2500; index++) answer(String(index));
  expect(answer('2499')).toBe(2500);
  expect(answer('0')).toBe(2501);
});
