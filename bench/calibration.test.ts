import { expect, test } from 'vitest';
import { example } from '../src/judge/_example.js';
import { judge } from '../src/judge/index.js';
import { calibrationOf } from './_calibration.js';
import type { Case } from './_rank.js';
import { reasonsOf } from './_reasons.js';

test('scores that are right are worth more than the share alone, and those that are wrong less', () => {
  const told = [20, 20, -20, -20].map((score) => ({ score, isMalicious: score > 0 }));
  const right = calibrationOf(told, 0);
  expect(right.brierAtBase).toBeLessThan(right.brierOfBase);
  const wrong = calibrationOf(
    told.map(({ score, isMalicious }) => ({ score: -score, isMalicious })),
    0,
  );
  expect(wrong.brierAtBase).toBeGreaterThan(wrong.brierOfBase);
});

test('the prior of the data takes the place of the one in the scores', () => {
  const told = Array.from({ length: 100 }, (_, index) => ({ score: -20, isMalicious: index < 50 }));
  const { base, bins, brierAtBase } = calibrationOf(told, -20);
  expect(base).toBe(0.5);
  expect(bins).toEqual([{ from: 0.5, to: 0.7, peers: 100, said: 0.5, observed: 0.5 }]);
  expect(brierAtBase).toBeCloseTo(0.25);
});

function incident(id: string, peers: readonly { readonly port: string; readonly isMalicious: boolean }[]): Case {
  const ranked = peers.map(({ port, isMalicious }) => {
    const subject = example({ kind: 'hosting', ports: [port] });
    const judged = { ...subject, facts: [], ledger: [], judgement: judge(subject) };
    return { judged, isMalicious, alone: null };
  });
  return { id, kind: 'note', isPrivate: false, peers: ranked };
}

test('a first reason is true when other incidents bear it out, and not when benign peers have it too', () => {
  const bad = { port: '8080/tcp', isMalicious: true };
  const benign = { port: '443/tcp', isMalicious: false };
  expect(reasonsOf([incident('a', [bad, benign]), incident('b', [bad, benign])]).isTrue).toBe(1);
  const common = { port: '8080/tcp', isMalicious: false };
  const { isTrue, untrue } = reasonsOf([incident('a', [bad]), incident('b', [common])]);
  expect([isTrue, untrue]).toEqual([0, { 'alternative-web-port': 1 }]);
});
