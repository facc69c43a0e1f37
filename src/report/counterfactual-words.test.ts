import { expect, test } from 'vitest';
import type { Counterfactual, Verdict } from '../model/judgement.js';
import { counterfactualWords } from './_counterfactual-words.js';
import { fakeFinding, fakeJudgement } from './_fake-investigation.js';

const FINDINGS = ['a', 'b', 'c', 'd'].map((rule, index) => fakeFinding(12 - index, `Reason ${rule}.`, { rule }));

const without = (verdict: Verdict, ...about: string[]): Counterfactual => {
  return { kind: 'without', about, says: `without ${about.join()}`, verdict, score: 0 };
};
const answer = (verdict: Verdict, says: string): Counterfactual => {
  return { kind: 'if', about: [says], says: `if ${says}`, verdict, score: 0 };
};

test.each([
  ['nothing', [], ''],
  ['one reason', [without('suspicious', 'c')], 'suspicious without the third reason'],
  [
    'several, each alone, and an answer',
    [without('unexplained', 'a'), without('unexplained', 'd'), answer('unexplained', 'it is known')],
    'unexplained without the first or fourth reason, or if it is known',
  ],
  [
    'each of all',
    FINDINGS.map(({ rule }) => without('suspicious', rule)),
    'suspicious without any one of these reasons',
  ],
  ['the fewest together', [without('suspicious', 'a', 'b')], 'suspicious without the first and second reasons'],
  ['a rule that no reason has', [without('suspicious', 'gone')], 'suspicious without the gone reason'],
  [
    'the mildest first, and few answers of a kind',
    [...['w', 'x', 'y', 'z'].map((says) => answer('malicious', says)), without('expected', 'b')],
    'expected without the second reason; malicious if w, or if x, or if y, or 1 more',
  ],
])('what would change the verdict: %s', (_, counterfactuals, says) => {
  expect(counterfactualWords({ ...fakeJudgement('malicious', FINDINGS), counterfactuals })).toBe(says);
});
