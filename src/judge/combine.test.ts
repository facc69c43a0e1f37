import { expect, test } from 'vitest';
import { combine, type Fired } from './combine.js';
import type { Family } from '../model/judgement.js';
import type { WeightKey } from './weights.js';

function fired(id: string, family: Family, weight: WeightKey): Fired {
  const rule = { id, title: '', family, why: '', falsePositives: '', references: [], attack: [], judge: () => null };
  return { rule, draft: { weight, says: 'It is so.' } };
}

test('the strongest of a family counts whole, the rest up to a cap, strongest first', () => {
  const findings = combine([
    fired('a', 'port', 'half-closed'),
    fired('b', 'port', 'fan-out'),
    fired('c', 'port', 'mail-port'),
    fired('d', 'owner', 'anonymiser-network'),
  ]);
  expect(findings.map(({ rule, weight }) => [rule, weight])).toEqual([
    ['b', 14],
    ['d', 8],
    ['c', 4],
    ['a', 0],
  ]);
});

test('reasons for and against are capped apart', () => {
  const findings = combine([
    fired('a', 'expectation', 'program-contradiction.system'),
    fired('b', 'expectation', 'platform-service'),
    fired('c', 'expectation', 'public-resolver'),
  ]);
  expect(findings.map(({ weight }) => weight)).toEqual([13, -10, -4].sort((a, b) => b - a));
});

test('a weight that nothing is left for is 0, never -0', () => {
  const weights = combine([
    fired('a', 'expectation', 'platform-service'),
    fired('b', 'expectation', 'public-resolver'),
    fired('c', 'expectation', 'port-owner'),
  ]).map(({ weight }) => weight);
  expect(weights).toContain(0);
  expect(weights.some((weight) => Object.is(weight, -0))).toBe(false);
});
