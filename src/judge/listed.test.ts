import { expect, test } from 'vitest';
import { type Example, example, listed } from './_example.js';
import { judge } from './index.js';
import { WEIGHTS } from './weights.js';

function findingsOf(subject: Example) {
  return judge(example(subject)).findings.filter(({ family }) => family === 'lists');
}

const rented = { kind: 'hosting', organisation: 'Example Hosting' } as const;

test('a fresh hit on a C2 list makes an outbound connection malicious and names list and date', () => {
  const judgement = judge(example({ ...rented, lists: [listed('c2', 1)] }));
  expect(judgement.verdict).toBe('malicious');
  expect(judgement.findings[0].says).toContain('command-and-control server according to Example list, 2026-08-20');
  expect(judgement.prior + judgement.findings.reduce((sum, { weight }) => sum + weight, 0)).toBe(judgement.score);
});

test('an old or doubtful hit counts for its share only, as a whole number', () => {
  const [finding] = findingsOf({ ...rented, lists: [listed('c2', 0.4)] });
  expect(finding.weight).toBe(Math.round(WEIGHTS['listed-c2'].decibans * 0.4));
});

test('independent lists that agree count for more than one of them, never for more than certainty', () => {
  const one = findingsOf({ ...rented, lists: [listed('c2', 0.5)] })[0];
  const two = findingsOf({ ...rented, lists: [listed('c2', 0.5), listed('c2', 0.5, 'Other list')] })[0];
  expect(two.weight).toBeGreaterThan(one.weight);
  expect(two.weight).toBeLessThanOrEqual(WEIGHTS['listed-c2'].decibans);
  expect(two.says).toContain('1 other independent list');
});

test('a list of inbound attackers weighs next to nothing on a connection that we opened, and more on a visit', () => {
  const opened = findingsOf({ ...rented, lists: [listed('attacker', 1)] })[0];
  const visit = findingsOf({
    ...rented,
    ports: ['local 22/tcp'],
    directions: { inbound: 1 },
    lists: [listed('attacker', 1)],
  })[0];
  expect(opened.weight).toBe(WEIGHTS['listed-attacker'].decibans);
  expect(visit.weight).toBe(WEIGHTS['listed-attacker.visit'].decibans);
});

test('a content network in front halves what a list says of an address, and does not silence it', () => {
  const [finding] = findingsOf({ kind: 'cdn', provider: 'cloudflare', lists: [listed('c2', 1)] });
  expect(finding.weight).toBe(WEIGHTS['listed-c2'].decibans / 2);
});

test('a list of C2 servers says nothing of a peer that only came to us', () => {
  expect(
    findingsOf({ ...rented, ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('c2', 1)] }),
  ).toEqual([]);
});

test('what the user accepted is expected, and every finding stays in view', () => {
  const bad: Example = { ...rented, ports: ['8808/tcp'], lists: [listed('allow', 1)] };
  const judgement = judge(example(bad));
  expect(judgement.verdict).toBe('expected');
  expect(judgement.findings.some(({ weight }) => weight > 0)).toBe(true);
});

test('a list of known services lowers the score and never hides a C2 hit', () => {
  const judgement = judge(example({ ...rented, lists: [listed('c2', 1), listed('known-good', 1)] }));
  expect(judgement.verdict).not.toBe('expected');
  expect(judgement.findings.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['listed-c2', 'listed-known-good']),
  );
});

test('context lists such as hosting give no finding of their own', () => {
  expect(findingsOf({ ...rented, lists: [listed('hosting', 1)] })).toEqual([]);
});

test('lists raise coverage when they were asked', () => {
  const asked = judge(example({ ...rented, scene: { lists: 3 } }));
  expect(asked.coverage).toBeGreaterThan(judge(example(rented)).coverage);
});
