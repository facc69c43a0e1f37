import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { expect, test } from 'vitest';
import { entryText } from '../_entry-text.js';
import { utf8Bytes } from '../_lines.js';
import { EntrySink } from '../entry-sink.js';
import type { LayoutName } from '../published-list.js';
import { layouts } from './index.js';

const root = 'fixtures/enrich/lists';
const names = Object.keys(layouts) as LayoutName[];

function read(name: LayoutName, bytes: Uint8Array, only: 'c2' | null = null) {
  const sink = new EntrySink('refuse', '2026-11-22');
  layouts[name](utf8Bytes(bytes), sink, { label: null, only });
  const { entries, rejected, ...rest } = sink.finish();
  return { entries: Array.from(entries, entryText), rejected, ...rest, expired: sink.expired };
}

for (const name of names) {
  const folder = join(root, name);
  const files = readdirSync(folder).filter((file) => !file.endsWith('.expected.json'));
  test.each(files)(`the layout ${name} reads %s as expected`, (file) => {
    const actual = read(name, readFileSync(join(folder, file)));
    const expected = join(folder, `${parse(file).name}.expected.json`);
    if (process.env['UPDATE']) writeFileSync(expected, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
  });
}

test('a ThreatFox list that takes command-and-control rows sets payload rows aside', () => {
  const { entries, setAside } = read('threatfox', readFileSync(join(root, 'threatfox/columns-15.csv')), 'c2');
  expect(entries.some((entry) => entry.includes('Mirai'))).toBe(false);
  expect(setAside).toEqual({ 'other-threat-type': 1, 'host-name': 1 });
});

test.each(names)('the layout %s survives anything', (name) => {
  const hostile = ['', '{', '[', '[[[[', '{"objects":[null,1,{"type":"indicator"}]}', '{"response":[null]}', 'null'];
  hostile.push(
    '{"list":[{}],"name":"x","type":"cidr"}',
    '"',
    ',,,,\n"',
    '\u0000\u0001',
    '#\n;\n,\n',
    '[null]',
    '{"a":[null]}',
  );
  hostile.push(`[network-traffic:${"'".repeat(5000)}`, '['.repeat(100_000), '{"relays":[null,{"or_addresses":[{}]}]}');
  for (const text of hostile) expect(() => read(name, Buffer.from(text))).not.toThrow();
});

test('UTF-16 with a mark and lines without end are read', () => {
  const utf16 = Buffer.from('\ufeff203.0.113.1\r\n203.0.113.2\r\n', 'utf16le');
  expect(read('plain', utf16).entries).toEqual(['203.0.113.1', '203.0.113.2']);
  const endless = Buffer.concat([Buffer.from('203.0.113.1'), Buffer.alloc(1_000_000, 'x')]);
  expect(read('plain', endless).rejectedCount).toBe(1);
});
