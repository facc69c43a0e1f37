import { expect, test } from 'vitest';
import { parseAddress } from '../../../address/parse.js';
import type { Answer } from '../source.js';
import { parseThresholds, STRICT_THRESHOLDS, USUAL_THRESHOLDS, xforceBand, xforceScore } from './_xforce.js';
import { xforce, xforceWith } from './xforce.js';

function read(body: unknown, source = xforce): Answer | undefined {
  const address = parseAddress('203.0.113.7');
  if (address === null) throw new Error('no address');
  const text = JSON.stringify(body);
  return source.read({ status: 200, headers: {}, body: text }, [{ address, text: '203.0.113.7' }])[0];
}

test.each([
  [1, 0, 0],
  [4, 1 / 3, 2 / 3 - (1 / 3) * (1 / 3)],
  [7, 2 / 3, 2 / 3 + (1 / 3) * (2 / 5)],
  [10, 1, 1],
])('the score %d is mapped by the usual and by the strict thresholds', (score, usual, strict) => {
  expect(xforceScore(score, USUAL_THRESHOLDS)).toBeCloseTo(usual, 9);
  expect(xforceScore(score, STRICT_THRESHOLDS)).toBeCloseTo(strict, 9);
});

test('with the usual thresholds the mapping is the straight line (score - 1) / 9', () => {
  for (let score = 1; score <= 10; score += 0.1)
    expect(xforceScore(score, USUAL_THRESHOLDS)).toBeCloseTo((score - 1) / 9, 9);
});

test('the tools in the field disagree about 5.7: the answer says so beside the raw score', () => {
  expect([xforceBand(5.7, USUAL_THRESHOLDS), xforceBand(5.7, STRICT_THRESHOLDS)]).toEqual(['suspicious', 'malicious']);
  const body = { ip: '203.0.113.7', score: 5.7, cats: { 'Scanning IPs': 57 } };
  const [usual, strict] = [read(body), read(body, xforceWith(STRICT_THRESHOLDS))];
  for (const answer of [usual, strict]) {
    if (answer?.answer !== 'known') throw new Error('not known');
    expect(answer.facts).toContainEqual({ what: 'risk score', value: '5.7', asOf: null });
    expect(answer.reputation?.[0]?.raw).toBe('5.7 of 10, Scanning IPs 57 %');
  }
  if (usual?.answer !== 'known' || strict?.answer !== 'known') throw new Error('not known');
  expect(usual.facts[1]?.value).toBe('1 to 10: suspicious by 4/7, malicious by 2/5');
  expect(strict.facts[1]?.value).toBe('1 to 10: malicious by 2/5, suspicious by 4/7');
  expect(strict.reputation?.[0]?.score ?? 0).toBeGreaterThan(usual.reputation?.[0]?.score ?? 1);
});

test('the lowest score is no finding, which is less than "clean"', () => {
  const answer = read({ ip: '203.0.113.7', score: 1, cats: {} });
  expect(answer).toMatchObject({
    answer: 'known',
    reputation: [{ meaning: 'overall', score: 0, raw: '1 of 10, no category' }],
  });
});

test('an unknown category is kept by its name, and a dial-up range alone is no threat', () => {
  const odd = read({ ip: '203.0.113.7', score: 6, cats: { 'Something New': 60 } });
  expect(odd).toMatchObject({ reputation: [{ meaning: 'overall', raw: '6 of 10, Something New 60 %' }] });
  const dynamic = read({ ip: '203.0.113.7', score: 7, cats: { 'Dynamic IPs': 100 } });
  expect(dynamic).toMatchObject({ reputation: [{ score: 0.2 }] });
});

test('the key pair goes as Basic credentials', () => {
  const address = parseAddress('2001:db8::7');
  if (address === null) throw new Error('no address');
  const { url, headers } = xforce.request([{ address, text: '2001:db8::7' }], ['id', 'secret']);
  expect(url).toBe('https://api.xforce.ibmcloud.com/ipr/2001%3Adb8%3A%3A7');
  expect(headers['authorization']).toBe(`Basic ${btoa('id:secret')}`);
});

test('thresholds are two scores in order, with a comma or a stroke between them', () => {
  expect(parseThresholds('2,5', '--x')).toEqual(STRICT_THRESHOLDS);
  expect(parseThresholds(' 4/7 ', '--x')).toEqual(USUAL_THRESHOLDS);
  expect(parseThresholds('3.5,6.5', '--x')).toEqual({ suspicious: 3.5, malicious: 6.5 });
});

test.each(['', '5', '5,2', '4,4', '1,5', '2,10', '0,5', '-2,5', '2,5,8', 'low,high', '2;5', '2,5e3'])(
  '%j are no thresholds',
  (text) => {
    expect(() => parseThresholds(text, '--x')).toThrow(/no two scores between 1 and 10/);
  },
);

test('an answer mapped by other thresholds is of another reading, so none comes from the cache', () => {
  expect(xforceWith(USUAL_THRESHOLDS).revision).toBe(xforce.revision);
  expect(xforceWith(STRICT_THRESHOLDS).revision).not.toBe(xforce.revision);
  expect(xforceWith(STRICT_THRESHOLDS).revision).not.toBe(xforceWith({ suspicious: 3, malicious: 5 }).revision);
});
