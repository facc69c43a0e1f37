import { expect, test } from 'vitest';
import { fakeInvestigation, fakePeer } from '../report/_fake-investigation.js';
import { comparisonJson, comparisonText } from '../report/comparison.js';
import { compare } from './compare.js';

const before = fakeInvestigation([
  fakePeer('203.0.113.7', 'suspicious'),
  fakePeer('198.51.100.1', 'unexplained'),
  fakePeer('9.9.9.9', 'expected'),
]);
const after = fakeInvestigation([
  fakePeer('203.0.113.7', 'malicious'),
  fakePeer('192.0.2.66', 'suspicious'),
  fakePeer('9.9.9.9', 'expected'),
]);

test('new, changed and gone peers are told apart by address and verdict', () => {
  const found = compare(before, after);
  expect(found.new.map(({ address }) => address)).toEqual(['192.0.2.66']);
  expect(found.gone.map(({ address }) => address)).toEqual(['198.51.100.1']);
  expect(found.changed.map(({ before: was, after: is }) => [is.address, was.verdict, is.verdict])).toEqual([
    ['203.0.113.7', 'suspicious', 'malicious'],
  ]);
  expect(found.same).toBe(1);
});

test('an investigation differs in nothing from itself', () => {
  expect(compare(after, after)).toEqual({ new: [], gone: [], changed: [], same: 3 });
  expect(comparisonText(compare(after, after))).toBe('0 new peers, 0 changed verdicts, 0 peers gone, 3 as before\n');
});

test('the text names each change, and hostile names stay text', () => {
  const [peer] = after.peers;
  const hostile = { ...peer, owner: { ...peer.owner, organisation: '\u001b[31mEvil\u202e' } };
  const text = comparisonText(compare(before, fakeInvestigation([hostile])));
  expect(text).toContain('203.0.113.7');
  expect(text).toContain('was suspicious');
  expect(text).toContain('\\x1b[31mEvil\\u202e');
  expect(JSON.parse(comparisonJson(compare(before, after)))).toHaveProperty('schema', 1);
});
