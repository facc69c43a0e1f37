import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entryText } from './_entry-text.js';
import { readUserList } from './user-list.js';

const now = new Date('2026-11-22T12:00:00Z');
const watch = { meaning: 'watch', now } as const;
const allow = { meaning: 'allow', now } as const;

test('exceptions carry reason, author and expiry, and expired ones do not match but are told', () => {
  const text = [
    '# our exceptions',
    '198.51.100.0/24  # reason: our mail relay, until 2027-01-31, by ann',
    '203.0.113.7 # until 2026-11-21, old contract',
    '203.0.113.8 # good for today, until 2026-11-22',
    'AS64500 # partner network',
    '10.0.0.0/8',
    '0.0.0.0/0 # everything',
    '203.0.113.9 # until next summer',
  ].join('\n');
  const list = readUserList('ours.txt', text, allow);
  expect(Array.from(list.entries, entryText)).toEqual([
    '198.51.100.0/24 | our mail relay (by ann, until 2027-01-31)',
    '203.0.113.8 | good for today (until 2026-11-22)',
    'AS64500 | partner network',
    '10.0.0.0/8',
  ]);
  expect(list.expired).toEqual([
    { line: 3, text: '203.0.113.7 # until 2026-11-21, old contract', until: '2026-11-21' },
  ]);
  expect(list.rejected.map((r) => [r.line, r.reason])).toEqual([
    [7, 'covers a quarter of the Internet or more'],
    [8, 'unreadable expiry date: write it as 2027-01-31'],
  ]);
  expect(list.withoutReason).toBe(1);
  expect(list.source).toMatchObject({ name: 'user:ours.txt', meaning: 'allow', direction: 'both', reliability: 1 });
  expect(list.format).toBe('text');
  expect(list.refused).toBeNull();
});

test('a table with recognisable columns is read by their names, whatever the separator', () => {
  const csv =
    'Address;Port;Reason;Expires;Author\r\n203.0.113.1;4444;"seen; in case 7";2027-01-01;ann\r\n203.0.113.2;;;;\r\n';
  const list = readUserList('bad.csv', csv, watch);
  expect(list.format).toBe('csv');
  expect(Array.from(list.entries, entryText)).toEqual([
    '203.0.113.1:4444 | seen; in case 7 (by ann, until 2027-01-01)',
    '203.0.113.2',
  ]);
});

test('tables of indicators with hashes and URLs among them give their addresses', () => {
  const csv =
    'Indicator_type,Data,Note\nip,203.0.113.1,C2\nip_port,203.0.113.2:443,config\nurl,203.0.113.3/t4,C2 URL\n';
  const list = readUserList('iocs.csv', `\ufeff${csv}sha256,${'0'.repeat(64)},x\ndomain,bad.example.com,x\n`, watch);
  expect(Array.from(list.entries, entryText)).toEqual([
    '203.0.113.1 | C2',
    '203.0.113.2:443 | config',
    '203.0.113.3 | C2 URL',
  ]);
  expect(list.setAside).toEqual({ hash: 1, 'host-name': 1 });
});

test('exports of publishers are recognised by the header in their comments', () => {
  const bytes = readFileSync('fixtures/enrich/lists/threatfox/columns-15.csv');
  const list = readUserList('threatfox.csv', bytes, watch);
  expect(list.format).toBe('csv');
  expect(Array.from(list.entries, entryText)[0]).toBe(
    '203.0.113.7:4369 | Cobalt Strike (by example) | 2026-09-09 | 0.75',
  );
});

test.each([
  ['stix/bundle.json', 'stix', 8],
  ['misp/event.json', 'misp', 7],
  ['warninglist/cidr.json', 'warninglist', 3],
  ['spamhaus/networks.ndjson', 'ndjson', 3],
] as const)('%s is recognised by its content as %s', (file, format, entries) => {
  const list = readUserList('mine', readFileSync(`fixtures/enrich/lists/${file}`), watch);
  expect(list.format).toBe(format);
  expect(list.entries).toHaveLength(entries);
});

test('a warninglist keeps its own meaning under --list and becomes an exception under --allow', () => {
  const bytes = readFileSync('fixtures/enrich/lists/warninglist/cidr.json');
  expect(readUserList('w.json', bytes, watch).source).toMatchObject({ name: 'user:w.json', meaning: 'sinkhole' });
  expect(readUserList('w.json', bytes, allow).source.meaning).toBe('allow');
  const unknown = readUserList('w.json', '{"name":"Example scanners","type":"cidr","list":["203.0.113.1"]}', watch);
  expect(unknown.source).toMatchObject({ meaning: 'scanner', reliability: 0.5 });
});

test('what is no list is refused with the reason', () => {
  expect(readUserList('x', '<html></html>', watch).refused).toBe('a web page instead of data');
  expect(readUserList('x', '{"a":1}', watch).refused).toMatch(/^JSON, but no STIX/);
  expect(readUserList('x', '', watch)).toMatchObject({ refused: null, rejectedCount: 0 });
});
