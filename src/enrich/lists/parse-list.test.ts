import { expect, test } from 'vitest';
import { parsePublishedList } from './parse-list.js';
import { publishedLists } from './sources.js';
import type { PublishedList } from './published-list.js';

const feodo = listOf('feodo');
const plain: PublishedList = { ...listOf('cins'), bounds: { min: 1, max: 1000 } };

function listOf(key: string): PublishedList {
  const found = publishedLists.find((list) => list.key === key);
  if (found === undefined) throw new Error(key);
  return found;
}

function refusal(list: PublishedList, text: string | Uint8Array): string | null {
  return parsePublishedList(list, typeof text === 'string' ? Buffer.from(text) : text).refused;
}

test('a web page, an archive and binary data are refused for what they are', () => {
  expect(refusal(plain, '\ufeff <!DOCTYPE html><html>Rate limit</html>')).toBe('a web page instead of data');
  expect(refusal(plain, '<?xml version="1.0"?><Error/>')).toBe('a web page instead of data');
  expect(refusal(plain, 'PK\u0003\u0004')).toBe('a ZIP archive instead of data');
  expect(refusal(plain, new Uint8Array([0x1f, 0x8b, 8, 0]))).toBe('gzip instead of data');
  expect(refusal(plain, '203.0.113.1\u0000\u0000')).toBe('binary data instead of text');
  expect(refusal(plain, new Uint8Array(64 * 1024 * 1024 + 1))).toBe('larger than 64 MB');
});

test('an empty file is refused where a list is never empty, and sound where it may be', () => {
  expect(refusal(plain, '# nothing\n')).toBe('0 entries where at least 1 are expected');
  expect(refusal(feodo, '# nothing\n')).toBeNull();
  expect(refusal(feodo, '[]')).toBeNull();
});

test('a list larger than it can be is refused', () => {
  expect(refusal({ ...plain, bounds: { min: 0, max: 1 } }, '203.0.113.1\n203.0.113.2')).toMatch(/at most 1/);
});

test.each(['0.0.0.0/0', '0.0.0.0/1', '0.0.0.0-255.255.255.255', '::/0', '2000::/3', '::ffff:0:0/96', '128.0.0.0/1'])(
  'a default route refuses the list: %s',
  (block) => {
    expect(refusal(plain, `203.0.113.1\n${block}\n203.0.113.2`)).toMatch(/line 2\), a quarter of the Internet/);
  },
);

test.each(['10.0.0.0/8', '192.168.1.0/24', '172.16.0.0-172.16.0.9', '8.0.0.0/6', 'fc00::/7', '::/32', '224.0.0.0/4'])(
  'a private network inside refuses the list: %s',
  (block) => {
    const parsed = parsePublishedList(plain, Buffer.from(`203.0.113.1\n${block}\n`));
    expect(parsed.refused).toMatch(/private or special-purpose network/);
    expect(parsed.rejected).toHaveLength(1);
  },
);

test('single private addresses are rejected one by one, and many of them refuse the list', () => {
  const good = Array.from({ length: 100 }, (_, i) => `203.0.113.${i}`).join('\n');
  const stray = parsePublishedList(plain, Buffer.from(`${good}\n10.0.0.1\n`));
  expect(stray.refused).toBeNull();
  expect(stray.rejected).toEqual([{ line: 101, text: '10.0.0.1', reason: 'private or special-purpose address' }]);
  const many = Array.from({ length: 11 }, (_, i) => `10.0.0.${i}`).join('\n');
  expect(refusal(plain, `${good}\n${many}`)).toBe('11 private or special-purpose addresses inside');
});

test('the bogons of FireHOL level 1 are set aside and counted', () => {
  const list = { ...listOf('firehol-level1'), bounds: { min: 0, max: 100 } };
  const parsed = parsePublishedList(list, Buffer.from('0.0.0.0/8\n10.0.0.0/8\n203.0.113.0/24\n224.0.0.0/3\n'));
  expect(parsed.refused).toBeNull();
  expect(parsed.entries).toHaveLength(1);
  expect(parsed.setAside).toEqual({ 'local-space': 3 });
});

test('one bad line does not lose the list, mostly bad lines do', () => {
  expect(parsePublishedList(plain, Buffer.from('203.0.113.1\n???\n203.0.113.2\n')).entries).toHaveLength(2);
  expect(refusal(plain, '203.0.113.1\n???\n???\n')).toMatch(/^2 unreadable lines against 1 entries: line 2/);
});

test('rejected lines are counted all and kept few and short', () => {
  const parsed = parsePublishedList(plain, Buffer.from(`${'?'.repeat(5000)}\n`.repeat(300)));
  expect(parsed.rejectedCount).toBe(300);
  expect(parsed.rejected).toHaveLength(100);
  expect(parsed.rejected[0]?.text).toHaveLength(200);
});

test('every published list has a key of its own, an address, bounds, a reason and known origins that are no circle', () => {
  const keys = publishedLists.map((list) => list.key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const list of publishedLists) {
    expect(list.key).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(list.urls.length).toBeGreaterThan(0);
    for (const url of list.urls) expect(new URL(url).protocol).toBe('https:');
    expect(list.why.length).toBeGreaterThan(10);
    expect(list.reliability).toBeGreaterThan(0);
    expect(list.reliability).toBeLessThanOrEqual(1);
    expect(list.bounds.max).toBeGreaterThan(list.bounds.min);
    expect(list.origins).not.toContain(list.key);
  }
});

test('maltrail is not among the lists, and tools of defenders are trusted little', () => {
  expect(publishedLists.some((list) => list.urls.some((url) => url.includes('maltrail')))).toBe(false);
  for (const tool of ['burpsuite', 'mobsf', 'gophish', 'caldera']) {
    expect(listOf(`c2-tracker-${tool}`).reliability).toBeLessThan(0.2);
  }
});
