import { expect, test } from 'vitest';
import type { ListHit, ListSource } from '../../model/listing.js';
import { independentHits } from './independent.js';
import { listSource } from './published-list.js';
import { publishedLists } from './sources.js';
import { hitWeightFactor } from './weight.js';

const now = new Date('2026-11-22T00:00:00Z');

function hit(key: string, more: Partial<ListHit> = {}, changed: Partial<ListSource> = {}): ListHit {
  const list = publishedLists.find((l) => l.key === key);
  if (list === undefined) throw new Error(key);
  const source = { ...listSource(list, '2026-11-22'), ...changed };
  return { source, matched: 'address', entry: '203.0.113.7', label: null, lastSeen: null, confidence: null, ...more };
}

function grouped(...keys: readonly string[]): string[][] {
  return independentHits(
    keys.map((key) => hit(key)),
    now,
  ).map((group) => group.hits.map((h) => h.source.name));
}

test('a hit halves with every half-life since it was last seen, or since the date of the list', () => {
  expect(hitWeightFactor(hit('feodo', { lastSeen: '2026-11-22' }), now)).toBeCloseTo(0.98);
  expect(hitWeightFactor(hit('feodo', { lastSeen: '2026-10-23' }), now)).toBeCloseTo(0.49);
  expect(hitWeightFactor(hit('feodo', {}, { asOf: '2026-09-23' }), now)).toBeCloseTo(0.245);
  expect(hitWeightFactor(hit('feodo', { confidence: 0.5 }), now)).toBeCloseTo(0.49);
});

test('a list of live entries does not age by entry, only as a copy, and undated hits do not age', () => {
  expect(hitWeightFactor(hit('spamhaus-drop', { lastSeen: '2020-01-01' }), now)).toBeCloseTo(0.95);
  expect(hitWeightFactor(hit('spamhaus-drop', {}, { asOf: '2026-08-24' }), now)).toBeCloseTo(0.475);
  expect(hitWeightFactor(hit('spamhaus-drop', {}, { asOf: null }), now)).toBeCloseTo(0.95);
});

test('dates of the future and damaged dates do not raise a weight', () => {
  expect(hitWeightFactor(hit('feodo', { lastSeen: '2030-01-01' }), now)).toBeCloseTo(0.98);
  expect(hitWeightFactor(hit('feodo', { lastSeen: 'yesterday' }), now)).toBeCloseTo(0.98);
});

test('a list that repeats another one counts once with it', () => {
  expect(grouped('feodo', 'firehol-level1')).toEqual([['feodo', 'firehol-level1']]);
  expect(grouped('threatfox', 'threatfox-ips')).toEqual([['threatfox', 'threatfox-ips']]);
});

test('two publishers stay two, although a third list repeats both', () => {
  expect(grouped('firehol-level1', 'feodo', 'spamhaus-drop')).toEqual([['feodo', 'firehol-level1'], ['spamhaus-drop']]);
  expect(grouped('ipsum', 'blocklist-de', 'cins')).toEqual([['ipsum', 'blocklist-de'], ['cins']]);
});

test('lists that repeat a common third one are one voice, through any number of steps', () => {
  expect(grouped('c2-tracker-sliver', 'c2-tracker-metasploit')).toEqual([
    ['c2-tracker-sliver', 'c2-tracker-metasploit'],
  ]);
  expect(grouped('et-block-ips', 'ipsum')).toHaveLength(1);
  expect(grouped('spamhaus-drop', 'ipsum')).toHaveLength(1);
});

test('several entries of one list are one voice, strongest first, and groups come strongest first', () => {
  const groups = independentHits(
    [hit('cins'), hit('threatfox', { confidence: 0.5 }), hit('threatfox', { confidence: 1 })],
    now,
  );
  expect(groups.map((group) => group.hits.map((h) => h.confidence))).toEqual([[1, 0.5], [null]]);
  expect(groups[0]?.factor).toBeCloseTo(0.9);
  expect(independentHits([], now)).toEqual([]);
});
