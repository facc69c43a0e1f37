import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtKnowledge } from '../../test/built-knowledge.js';
import { formatAddress } from '../address/format.js';
import { memorySource } from '../inputs/_memory-source.js';
import type { ByteSource } from '../inputs/format.js';
import { countPeers } from './count-peers.js';
import { investigate } from './investigate.js';
import { type Knowledge, openKnowledge } from './knowledge.js';

const FIXTURES = new URL('../../fixtures/inputs/', import.meta.url).pathname;
const LISTINGS = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.expected.json'))
  .map((entry) => join(entry.parentPath, entry.name).slice(FIXTURES.length))
  .sort();

let directory = '';
let knowledge: Knowledge;
beforeAll(async () => {
  directory = await builtKnowledge();
  knowledge = await openKnowledge({ directory, now: new Date('2026-06-20') });
}, 120_000);
afterAll(() => knowledge.close());

function sourceOf(name: string): ByteSource {
  return memorySource(name, readFileSync(join(FIXTURES, name)));
}

/** What the report and the count say of the same inputs, in one form. */
async function both(names: readonly string[], keepPrivate = false): Promise<readonly [unknown, unknown]> {
  const options = { keepPrivate, command: 'farend', version: '0', only: null };
  const judged = await investigate(names.map(sourceOf), options, knowledge);
  const counted = await countPeers(names.map(sourceOf), { keepPrivate }, knowledge);
  const { byVerdict: _, ...counts } = judged.counts;
  const peers = Array.from(judged.peers, ({ peer, owner }) => [peer.text, peer.connections, owner] as const);
  const again = Array.from(counted.owned(Infinity), ({ address, rows, owner }) => [
    formatAddress(address),
    rows,
    owner,
  ]);
  return [
    [counts, judged.inputs.map(({ rows, badLines }) => [rows, badLines]), judged.companions, sorted(peers)],
    [counted.counts, counted.inputs.map(({ rows, badLines }) => [rows, badLines]), counted.companions, sorted(again)],
  ];
}

function sorted(peers: readonly unknown[]): string[] {
  return peers.map((peer) => JSON.stringify(peer)).sort();
}

describe('the same peers and rows as in the report, of every fixture', () => {
  test.each(LISTINGS)('%s', async (name) => {
    const [judged, counted] = await both([name]);
    expect(counted).toEqual(judged);
  });

  test('and of all of them together, private peers kept, companions joined', async () => {
    const [judged, counted] = await both(LISTINGS, true);
    expect(counted).toEqual(judged);
  });
});

test('most rows come first, ties by address, and no more than asked for', async () => {
  const rows = (address: string, times: number): string =>
    `  TCP    192.168.1.20:51544     ${address}:443     ESTABLISHED     9120\r\n`.repeat(times);
  const text = rows('35.186.224.47', 2) + rows('20.90.152.133', 3) + rows('1.1.1.1', 2) + rows('9.9.9.9', 1);
  const source = memorySource('n.txt', Buffer.from(text));
  const counted = await countPeers([source], { keepPrivate: false }, knowledge);
  const first = Array.from(counted.ranked(3), ({ address, rows }) => `${rows} ${formatAddress(address)}`);
  expect(first).toEqual(['3 20.90.152.133', '2 1.1.1.1', '2 35.186.224.47']);
});

const CONN =
  '#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\n' +
  '1767225600.01\tC1\t10.1.1.7\t53380\t20.1.2.47\t443\ttcp\n';
const NEXT_CONN = CONN.replace('1767225600.01\tC1', '1767225660.01\tC2');
const SSL =
  '#separator \\x09\n#path\tssl\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tserver_name\n' +
  '1767225600.02\tC1\t10.1.1.7\t53380\t20.1.2.47\t443\tsite.example\n';
const ENDS = '"id.orig_h":"10.1.1.7","id.orig_p":53380,"id.resp_h":"20.1.2.47","id.resp_p":443';
const JSON_CONN = `{"_path":"conn","ts":1767225600.01,${ENDS},"proto":"tcp"}\n`;
const JSON_SSL = `{"_path":"ssl","ts":1767225600.02,${ENDS},"server_name":"site.example"}\n`;

test.each([
  [[CONN, SSL], 1],
  [[JSON_CONN, JSON_SSL], 1],
  [[CONN, JSON_SSL], 1],
  [[SSL], 1],
  [[JSON_SSL], 1],
  [[CONN, NEXT_CONN], 2],
])("a sensor's other logs tell of no connection again that its log of flows told of: case %#", async (texts, rows) => {
  const sources = texts.map((text, at) => memorySource(`${at}.log`, Buffer.from(text)));
  const counted = await countPeers(sources, { keepPrivate: false }, knowledge);
  expect([...counted.ranked(9)].map((peer) => peer.rows)).toEqual([rows]);
  const told = counted.inputs.map(({ blindSpots }) => blindSpots.some(({ id }) => id === 'told-before'));
  expect(told).toEqual(texts.map((text, at) => at > 0 && text !== NEXT_CONN));
});
