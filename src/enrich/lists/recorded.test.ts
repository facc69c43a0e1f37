import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../address/format.js';
import type { ListEntries, ListEntry } from './entry.js';
import { parsePublishedList } from './parse-list.js';
import { publishedLists } from './sources.js';
import { readUserList } from './user-list.js';

// Lists that services sent, kept beside the repository, and what their description says is in them.

const FOLDER = '../shared/recorded';

interface Recorded {
  readonly file: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const manifest = existsSync(`${FOLDER}/MANIFEST.json`)
  ? (JSON.parse(readFileSync(`${FOLDER}/MANIFEST.json`, 'utf8')) as { entries: Recorded[] }).entries
  : [];

function factsOf(file: string): Recorded['facts'] {
  return manifest.find((entry) => entry.file === file)?.facts ?? {};
}

function published(file: string, key: string): ListEntries {
  const list = publishedLists.find((each) => each.key === key);
  if (list === undefined) throw new Error(key);
  const parsed = parsePublishedList(list, readFileSync(`${FOLDER}/${file}`));
  expect([parsed.refused, parsed.rejectedCount]).toEqual([null, 0]);
  return parsed.entries;
}

function given(file: string): ListEntries {
  const now = new Date('2026-08-23T00:00:00Z');
  const list = readUserList(file, readFileSync(`${FOLDER}/${file}`), { meaning: 'watch', now });
  expect(list.rejected).toEqual([]);
  return list.entries;
}

function startOf(entry: ListEntry | undefined): string {
  return entry?.first === undefined || entry.first === null ? '' : formatAddress(entry.first);
}

describe.runIf(manifest.length > 0)('recorded lists', () => {
  test('Feodo Tracker: address and port', () => {
    const file = 'feodo/ipblocklist-2024-04-04.csv';
    const entries = published(file, 'feodo');
    expect(entries.length).toBe(factsOf(file)['rows']);
    expect([startOf(entries.at(0)), entries.at(0)?.port, entries.at(0)?.label]).toEqual([
      '192.9.135.73',
      1194,
      'Pikabot',
    ]);
  });

  test('ThreatFox: one row is of a host name', () => {
    const file = 'threatfox/full-excerpt-2024-07-16.csv';
    const entries = published(file, 'threatfox');
    expect(entries.length).toBe(factsOf(file)['ip:port rows']);
    expect(startOf(entries.at(0))).toBe('8.134.12.90');
    expect(entries.at(0)).toMatchObject({ port: 7777, label: 'Cobalt Strike', confidence: 1 });
  });

  test('URLhaus: the rows with an address for a host', () => {
    const file = 'urlhaus/csv-recent-excerpt-2026-02-26.csv';
    const entries = published(file, 'urlhaus');
    expect(entries.length).toBe(factsOf(file)['rows with an IP host']);
    expect([startOf(entries.at(0)), entries.at(0)?.port]).toEqual(['182.126.120.150', 58_801]);
  });

  test('Spamhaus DROP: JSON lines, the last of them about the list', () => {
    const file = 'spamhaus/drop_v4.txt';
    const entries = published(file, 'spamhaus-drop');
    expect(entries.length).toBe(factsOf(file)['records']);
    expect([startOf(entries.at(0)), entries.at(0)?.label]).toEqual(['1.10.16.0', 'SBL256894']);
  });

  test('Tor: both layouts name the same exits', () => {
    const addresses = 'tor/exit-addresses-2024-03-12.txt';
    const exits = [...published(addresses, 'tor-exits')].map(startOf);
    expect(exits.length).toBe(factsOf(addresses)['ExitAddress lines']);
    expect(new Set(exits).size).toBe(factsOf(addresses)['unique addresses']);
    expect(exits[0]).toBe(factsOf(addresses)['first']);
    const bulk = 'tor/torbulkexitlist.txt';
    expect(published(bulk, 'tor-exits').length).toBe(factsOf(bulk)['lines']);
  });

  test('ViriBack and Criminal IP have no list here, and are read as a list of the user', () => {
    const viriback = given('viriback/dump-sample.csv');
    expect(viriback.length).toBe(factsOf('viriback/dump-sample.csv')['rows']);
    expect(startOf(viriback.at(0))).toBe('207.180.230.128');
    const daily = given('criminalip/c2-daily-2024-08-01.csv');
    expect(daily.length).toBe(factsOf('criminalip/c2-daily-2024-08-01.csv')['rows']);
    expect(startOf(daily.at(0))).toBe('47.116.25.208');
  });
});
