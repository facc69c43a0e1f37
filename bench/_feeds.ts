import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceOf } from '../src/enrich/lists/evidence.js';
import {
  compileLists,
  encodeLists,
  listSource,
  openLists,
  parsePublishedList,
  publishedLists,
} from '../src/enrich/lists/index.js';
import type { Knowledge } from '../src/flow/knowledge.js';

/** Stored snapshots beside the repository, and the published list each is a copy of. maltrail is left out: its lists harvest the notes that the labels come from. */
const SNAPSHOTS: readonly (readonly [file: string, key: string])[] = [
  ['c2-tracker/AsyncRAT_IPs.txt', 'c2-tracker-asyncrat'],
  ['c2-tracker/Cobalt_Strike_C2_IPs.txt', 'c2-tracker-cobalt-strike'],
  ['c2-tracker/Metasploit_Framework_C2_IPs.txt', 'c2-tracker-metasploit'],
  ['c2-tracker/Mythic_C2_IPs.txt', 'c2-tracker-mythic'],
  ['c2-tracker/Quasar_RAT_IPs.txt', 'c2-tracker-quasar-rat'],
  ['c2-tracker/Sliver_C2_IPs.txt', 'c2-tracker-sliver'],
  ['feodo/ipblocklist.csv', 'feodo'],
  ['ipsum/ipsum.txt', 'ipsum'],
  ['spamhaus-drop/asn_drop.json', 'spamhaus-asn-drop'],
  ['spamhaus-drop/drop.txt', 'spamhaus-drop'],
  ['spamhaus-drop/drop_ipv6.txt', 'spamhaus-drop-v6'],
  ['threatfox-ips/ips.txt', 'threatfox-ips'],
  ['tor-exits/latest.exits.csv', 'tor-exits'],
  ['x4b-vpn-dc/datacenter/ipv4.txt', 'x4b-datacenter-v4'],
  ['x4b-vpn-dc/vpn/ipv4.txt', 'x4b-vpn-v4'],
  ...publishedLists
    .filter((list) => list.layout === 'warninglist')
    .map((list) => [`misp-warninglists/${list.key.slice('misp-'.length)}/list.json`, list.key] as const),
];
/** When most snapshots were taken: their entries had the age that they had then. */
const TAKEN = new Date('2026-08-23T00:00:00Z');

/** Knowledge that also asks the list snapshots in `folder`; null where there are none. */
export function withFeeds(knowledge: Knowledge, folder: string): Knowledge | null {
  const lists = SNAPSHOTS.filter(([file]) => existsSync(join(folder, file))).map(([file, key]) => {
    const list = publishedLists.find((published) => published.key === key);
    if (list === undefined) throw new Error(`no published list called ${key}`);
    const { entries, asOf, refused } = parsePublishedList(list, readFileSync(join(folder, file)));
    if (refused !== null) throw new Error(`${file}: ${refused}`);
    return { source: listSource(list, asOf), entries };
  });
  if (lists.length === 0) return null;
  const matcher = openLists(encodeLists(compileLists(lists)).buffer);
  return {
    ...knowledge,
    lists: lists.length,
    listed: (address, ports, as) => evidenceOf(matcher.hits(address, ports, as), TAKEN),
  };
}
