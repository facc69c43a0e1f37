import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtKnowledge } from '../../test/built-knowledge.js';
import type { Address } from '../address/address.js';
import { ipv4 } from '../address/ipv4.js';
import type { Connection, Process, State } from '../model/connection.js';
import type { NetworkKind, Owner } from '../model/knowledge.js';
import type { ListEvidence } from '../model/listing.js';
import { JudgedPeers } from './_judged-peers.js';
import { ownersOf } from './_owners.js';
import { sceneOf } from './_scene.js';
import { type Knowledge, openKnowledge } from './knowledge.js';
import { PeerTable } from './peer-table.js';

let directory = '';
let opened: Knowledge;
beforeAll(async () => {
  directory = await builtKnowledge();
  opened = await openKnowledge({ directory, now: new Date('2026-06-20') });
}, 120_000);
afterAll(() => opened.close());

/** More than are kept whole, so that those alike are judged once. */
const PEERS = 2_100;
const KINDS: readonly NetworkKind[] = [
  'hosting',
  'cloud-platform',
  'cdn',
  'access',
  'unknown',
  'cloud-tenant',
  'resolver',
];
const STATES: readonly State[] = ['established', 'syn-sent', 'close-wait', 'time-wait', 'syn-received', 'none'];
const PORTS = [22, 25, 53, 80, 123, 443, 445, 1119, 3389, 4444, 4070, 5223, 8080, 8393, 33333, 50001, null];
/** Organisations without a provider's key: two that uses of ports are bound to, others that nobody has described. */
const NAMES = ['Riot Games, Inc', 'BLIZZARD', 'Blizzardous', 'Example', '東京', '_', null];
const NETWORKS = [
  ...NAMES.map((name) => [name, null]),
  ['Microsoft', 'microsoft'],
  ['Cloudflare', 'cloudflare'],
  ['OVH', 'ovh'],
  ['Hetzner', 'hetzner'],
  ['Apple', 'apple'],
  ['Oracle', 'oracle'],
];
const OWNERS: readonly Owner[] = KINDS.flatMap((kind) =>
  NETWORKS.flatMap(([organisation, provider]) =>
    ['DE', 'US'].map((country) => ({
      country: { code: country, name: country, source: 'test', note: null },
      as: provider === null ? null : { number: country === 'DE' ? 64_496 : 64_497, name: 'EXAMPLE' },
      organisation,
      network: { kind, provider, service: null },
    })),
  ),
) as unknown as Owner[];

const NOBODY = { name: null, path: null, services: [], commandLine: null, user: null, parent: null, signer: null };
const process: fc.Arbitrary<Process | null> = fc.constantFrom(
  null,
  null,
  { ...NOBODY, pid: 4242 },
  { ...NOBODY, pid: 0 },
  { ...NOBODY, pid: 9, name: 'powershell.exe' },
);
const flow = fc.record({
  protocol: fc.constantFrom('tcp', 'tcp', 'udp'),
  local: fc.constantFrom(...PORTS, 51_000, 52_000, 3000),
  remote: fc.constantFrom(...PORTS),
  state: fc.constantFrom(...STATES),
  process,
  names: fc.constantFrom([], [], [], ['kqzxwvbn.example']),
  count: fc.constantFrom(1, 1, 2, 5, 10),
  /** Hours after the first one, and how long it lasted. */
  time: fc.constantFrom(null, null, 0, 1, 2, 400, 500),
  lasted: fc.constantFrom(null, 0.5, 2, 9),
  bytes: fc.constantFrom(null, [8_000_000, 100], [8_000_000, 7_000_000], [10, 0]),
  /** Times that it is repeated, minutes apart. */
  repeated: fc.constantFrom(0, 0, 0, 0, 6, 7, 8, 12),
  every: fc.constantFrom(1, 7, 60),
  /** Seconds that it is early or late by. */
  jitter: fc.constantFrom(0, 1, 4, 9),
});
type Row = typeof flow extends fc.Arbitrary<infer R> ? R : never;

const HOUR = 3_600_000;

function connection(row: Row, line: number, time: number | null): Connection {
  const { protocol, local, remote, state, process, names, count, lasted, bytes } = row;
  const end = (port: number | null) => ({ address: null, port, name: null, isAny: false, cut: null });
  return {
    protocol,
    state,
    process,
    line,
    count,
    direction: null,
    host: null,
    remoteNames: names,
    local: end(local),
    remote: end(remote),
    time,
    ...(time === null || lasted === null ? {} : { until: time + lasted * HOUR }),
    bytesSent: bytes?.[0] ?? null,
    bytesReceived: bytes?.[1] ?? null,
  };
}

function judged(rows: readonly (readonly Row[])[], lists: number): JudgedPeers {
  const table = new PeerTable();
  let line = 1;
  rows.forEach((flows, peer) => {
    for (const flow of flows) {
      for (let minute = 0; minute <= flow.repeated * flow.every; minute += flow.every) {
        // Some keep to their minute, some don't.
        const late = ((line * peer) % 7) * flow.jitter * 1000;
        const time = flow.time === null ? null : flow.time * HOUR + minute * 60_000 + late;
        table.add(ipv4(0x08000000 + peer), connection(flow, line++, time), 0);
      }
    }
  });
  const knowledge: Knowledge = {
    ...opened,
    lists,
    owners: (length, addressAt) => ({
      owners: Array.from({ length }, (_, at) => ownerOf(addressAt(at))),
      numbers: Uint32Array.from({ length }, (_, at) => at),
    }),
    listed: ({ w3 }, ports) => (lists > 0 && w3 % 7 === 0 && ports.some(({ port }) => port === 443) ? [LISTED] : []),
  };
  const owners = ownersOf(table, knowledge);
  return new JudgedPeers(table, owners, sceneOf(table, owners, [], knowledge), knowledge);
}

function ownerOf({ w3 }: Address): Owner {
  const owner = OWNERS[w3 % OWNERS.length];
  // Some stand alone.
  return w3 % 9 === 0 && owner.organisation !== null
    ? { ...owner, organisation: `${owner.organisation} ${w3}` }
    : owner;
}

const LISTED: ListEvidence = {
  strongest: {
    source: { id: 'test', title: 'Test', meaning: 'c2', asOf: null },
    entry: '8.0.0.0',
    matched: 'address',
    label: null,
    lastSeen: null,
  },
  factor: 0.8,
  repeatedBy: [],
} as unknown as ListEvidence;

test.each([0, 1])(
  'peers judged by what they are alike in are judged as each by itself (%i lists)',
  (lists) => {
    const peers = fc.array(fc.array(flow, { minLength: 1, maxLength: 3 }), { minLength: PEERS, maxLength: PEERS });
    fc.assert(
      fc.property(peers, (rows) => {
        const all = judged(rows, lists);
        const before = countsOf(all);
        let last = Infinity;
        let address = 0;
        for (let index = 0; index < all.length; index++) {
          // Built again, and so judged in full.
          const { judgement, peer } = all.at(index);
          expect(all.verdictAt(index)).toBe(judgement.verdict);
          // In order, ties by address: so it can only be with the same scores.
          expect(judgement.score).toBeLessThanOrEqual(last);
          expect(judgement.score < last || peer.address.w3 > address).toBe(true);
          [last, address] = [judgement.score, peer.address.w3];
        }
        all.keepOnly(() => true);
        expect(countsOf(all)).toEqual(before);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  },
  60_000,
);

function countsOf(all: JudgedPeers): string[] {
  return all
    .organisations()
    .map((tally) => JSON.stringify(tally))
    .sort();
}
