import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ListMeaning } from '../../model/listing.js';
import { ipv4 } from '../../address/ipv4.js';
import { parseAddress } from '../../address/parse.js';
import { compileLists } from './compile.js';
import { encodeLists } from './list-file.js';
import { openLists } from './matcher.js';
import { parsePublishedList } from './parse-list.js';
import { listSource } from './published-list.js';
import { publishedLists } from './sources.js';
import { readUserList } from './user-list.js';

const root = '../shared/feeds';
const here = existsSync(root);
const now = new Date('2026-08-23T00:00:00Z');

/** Stored snapshots and the published list each one is a copy of. */
const FILES: readonly (readonly [file: string, key: string])[] = [
  ['c2-tracker/AsyncRAT_IPs.txt', 'c2-tracker-asyncrat'],
  ['c2-tracker/Cobalt_Strike_C2_IPs.txt', 'c2-tracker-cobalt-strike'],
  ['c2-tracker/Metasploit_Framework_C2_IPs.txt', 'c2-tracker-metasploit'],
  ['c2-tracker/Mythic_C2_IPs.txt', 'c2-tracker-mythic'],
  ['c2-tracker/Quasar_RAT_IPs.txt', 'c2-tracker-quasar-rat'],
  ['c2-tracker/Sliver_C2_IPs.txt', 'c2-tracker-sliver'],
  ['c2-tracker/XMRig_Monero_Cryptominer_IPs.txt', 'c2-tracker-xmrig'],
  ['c2-tracker/all.txt', 'c2-tracker'],
  ['feodo/ipblocklist.csv', 'feodo'],
  ['ipsum/ipsum.txt', 'ipsum'],
  ['loki-c2/c2-iocs.txt', 'loki-c2'],
  ['spamhaus-drop/asn_drop.json', 'spamhaus-asn-drop'],
  ['spamhaus-drop/drop.txt', 'spamhaus-drop'],
  ['spamhaus-drop/drop_ipv6.txt', 'spamhaus-drop-v6'],
  ['spamhaus-drop/edrop.txt', 'spamhaus-edrop'],
  ['threatfox-ips/ips.txt', 'threatfox-ips'],
  ['tor-exits/latest.exits.csv', 'tor-exits'],
  ['x4b-vpn-dc/datacenter/ipv4.txt', 'x4b-datacenter-v4'],
  ['x4b-vpn-dc/vpn/ipv4.txt', 'x4b-vpn-v4'],
  ...publishedLists
    .filter((list) => list.layout === 'warninglist')
    .map((list) => [`misp-warninglists/${list.key.slice(5)}/list.json`, list.key] as const),
];

const stored = FILES.filter(([file]) => existsSync(join(root, file)));

/** Lines that are entries: neither blank nor comment nor the header of a table. For JSON documents the items. */
function expectedEntries(text: string, file: string): number {
  if (file.endsWith('list.json')) return (JSON.parse(text) as { list: unknown[] }).list.length;
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^[#;]|^"?(?:fingerprint|first_seen_utc)\b|"metadata"/.test(line))
    .length;
}

function parsed(file: string, key: string) {
  const list = publishedLists.find((l) => l.key === key);
  if (list === undefined) throw new Error(key);
  const bytes = readFileSync(join(root, file));
  return { list, bytes, result: parsePublishedList(list, bytes) };
}

test.runIf(here).each(stored)(
  'every line of %s is an entry, set aside by kind, or rejected for a reason',
  (file, key) => {
    const { bytes, result } = parsed(file, key);
    expect(result.refused).toBeNull();
    // The history of ThreatFox holds seven addresses of carriers' shared space.
    expect(result.rejected.filter((r) => r.reason !== 'private or special-purpose address')).toEqual([]);
    const aside = Object.values(result.setAside).reduce((sum, n) => sum + n, 0);
    expect(result.entries.length + aside + result.rejectedCount).toBe(expectedEntries(bytes.toString(), file));
  },
);

function filesIn(folder: string, ending: string): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

const plainFiles = [
  ...filesIn('ipranges', '.txt'),
  ...filesIn('x4b-vpn-dc', 'ASN.txt'),
  ...filesIn('cloud-raw', '.txt'),
  ...filesIn('cloud-raw', '.csv'),
];

test.runIf(plainFiles.length > 0).each(plainFiles)(
  'given as a list of the user, every line of %s is an entry',
  (file) => {
    const bytes = readFileSync(join(root, file));
    const list = readUserList(file, bytes, { meaning: 'watch', now });
    expect(list.rejected).toEqual([]);
    expect(list.entries.length).toBe(expectedEntries(bytes.toString(), file));
  },
);

test.runIf(here).each([
  ['ioc-samples/Troj-Qakbot.csv', 'csv', 73, 2],
  ['ioc-samples/misp.event_2021-06-10_backdoordiplomacy.json', 'misp', 0, 0],
  ['ioc-samples/new-persistent-attacks-japan.json', 'stix', 2, 0],
  ['ioc-samples/new-pxa-stealer.json', 'stix', 0, 0],
] as const)('the indicators of %s are read as %s', (file, format, entries, rejected) => {
  const list = readUserList(file, readFileSync(join(root, file)), { meaning: 'watch', now });
  expect([list.format, list.entries.length, list.rejectedCount]).toEqual([format, entries, rejected]);
});

test.runIf(here)('all stored lists together answer for well-known addresses', () => {
  const lists = stored.map(([file, key]) => {
    const { list, result } = parsed(file, key);
    return { source: listSource(list, result.asOf), entries: result.entries };
  });
  const matcher = openLists(encodeLists(compileLists(lists)).buffer);
  const meanings = (text: string): ReadonlySet<ListMeaning> => {
    const address = parseAddress(text);
    return new Set(address === null ? [] : matcher.hits(address, [], null).map((hit) => hit.source.meaning));
  };
  expect(meanings('185.220.101.33')).toContain('anonymiser');
  expect(meanings('52.95.110.1')).toContain('hosting');
  expect(meanings('8.8.8.8')).not.toContain('c2');
  expect(matcher.hits(ipv4(0xc000_0201), [], 932)[0]).toMatchObject({
    matched: 'as',
    label: 'XNNET',
  });
});
