import { assert, constantFrom, dictionary, jsonValue, property } from 'fast-check';
import { expect, test } from 'vitest';
import { fakeInvestigation } from '../report/_fake-investigation.js';
import { goldenInvestigation } from '../report/_golden-investigation.js';
import { renderedText } from '../report/_rendered.js';
import { json } from '../report/json.js';
import { text } from '../report/text.js';
import { savedInvestigation } from './saved.js';

test.each([
  ['the usual one', fakeInvestigation()],
  ['one with hostile text in every field', goldenInvestigation()],
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
  expect(() => savedInvestigation(given)).toThrow(/no (?:JSON|investigation)/);
});

test('whatever stands in the fields, it is read without a throw, and reports can be made of it', () => {
  const fields = ['inputs', 'companions', 'peers', 'counts', 'pack', 'organisations'];
  assert(
    property(dictionary(constantFrom(...fields), jsonValue()), jsonValue(), (found, peer) => {
      const whole = { farend: '0.1.0', schema: 1, ...found, peers: [peer, { address: '203.0.113.7', ports: peer }] };
      const investigation = savedInvestigation(JSON.stringify(whole));
      expect(investigation.peers.length).toBeGreaterThan(0);
      expect(renderedText(json, investigation)).toContain('203.0.113.7');
      expect(renderedText(text, investigation)).toContain('203.0.113.7');
    }),
    { numRuns: 300 },
  );
});
