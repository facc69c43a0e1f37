import { assert, constantFrom, dictionary, jsonValue, property } from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../model/errors.js';
import { fakeInvestigation } from '../report/_fake-investigation.js';
import { goldenInvestigation } from '../report/_golden-investigation.js';
import { hostileInvestigation } from '../report/_hostile-investigation.js';
import { renderedText } from '../report/_rendered.js';
import { json } from '../report/json.js';
import { text } from '../report/text.js';
import { savedInvestigation } from './saved.js';

test.each([
  ['the usual one', fakeInvestigation()],
  ['one peer of each kind', goldenInvestigation()],
  ['one with hostile text in every field', hostileInvestigation()],
])('what was saved is the same JSON again: %s', (_, investigation) => {
  const saved = renderedText(json, investigation);
  const again = savedInvestigation(saved);
  expect(renderedText(json, again)).toBe(saved);
  expect([...again.peers].map(({ judgement }) => judgement.verdict)).toEqual(
    [...investigation.peers].map(({ judgement }) => judgement.verdict),
  );
  expect(renderedText(text, again)).not.toBe('');
});

test.each(['', 'x', '[]', '{}', '{"schema":2,"farend":"1"}', '{"schema":1}'])('%s is none', (given) => {
  expect(() => savedInvestigation(given)).toThrow(UserError);
});

test('whatever stands in the fields, it is read or refused with the place that does not fit', () => {
  const whole: Record<string, unknown> = JSON.parse(renderedText(json, fakeInvestigation()));
  assert(
    property(dictionary(constantFrom(...Object.keys(whole)), jsonValue()), (found) => {
      expect(outcome(JSON.stringify({ ...whole, ...found }))).not.toBe('crashed');
    }),
    { numRuns: 300 },
  );
});

function outcome(saved: string): 'read' | 'refused' | 'crashed' {
  try {
    return renderedText(text, savedInvestigation(saved)) === '' ? 'crashed' : 'read';
  } catch (error) {
    return error instanceof UserError ? 'refused' : 'crashed';
  }
}
