import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ANY_TOKEN, LOOPBACK_TOKEN, TokenArena } from './token-arena.js';

test('gives one number to one text, and the text back', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[0-9a-f:.%]{1,60}$/), { maxLength: 300 }), (texts) => {
      const arena = new TokenArena();
      const numbers = texts.map((text) => arena.addText(text));
      expect(numbers.map((number) => arena.text(number))).toEqual(texts);
      expect(new Set(numbers).size).toBe(new Set(texts).size);
    }),
  );
});

test('knows the wildcard and loopback from the start', () => {
  const arena = new TokenArena();
  expect([arena.addText('::'), arena.addText('::1')]).toEqual([ANY_TOKEN, LOOPBACK_TOKEN]);
  expect(arena.all()).toEqual(['::', '::1']);
});
