import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ANY_TOKEN, LOOPBACK_TOKEN, TokenArena } from './token-arena.js';

const TEXTS = fc.array(fc.stringMatching(/^[0-9a-f:.%]{1,60}$/), { maxLength: 300 });

test('gives one number to one text, and the text back', () => {
  fc.assert(
    fc.property(TEXTS, (texts) => {
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

test('takes in the tokens of another one', () => {
  fc.assert(
    fc.property(TEXTS, TEXTS, (texts, others) => {
      const [arena, other] = [new TokenArena(), new TokenArena()];
      for (const text of texts) arena.addText(text);
      for (const text of others) other.addText(text);
      const order = Uint32Array.from(other.all().keys()).toReversed();
      const numbers = arena.addList(other.list(), order);
      expect(Array.from(numbers, (number) => arena.text(number))).toEqual(other.all());
      expect(new Set(arena.all())).toEqual(new Set(['::', '::1', ...texts, ...others]));
    }),
  );
});
