import { expect, test } from 'vitest';
import { parseAddress } from '../address/parse.js';
import { filterFields } from '../flow/_filter-fields.js';
import { parseFilter } from '../flow/peer-filter.js';
import { fakeInvestigation, fakePeer, fakeProcess } from '../report/_fake-investigation.js';
import { rowTest } from '../report/html/client/filter.js';
import { type RowData, Rows } from '../report/html/client/rows.js';
import { peerRows } from '../report/html/sections.js';

const base = fakePeer('203.0.113.7', 'malicious');
const investigation = fakeInvestigation([
  base,
  fakePeer('2001:db8::7', 'suspicious', {
    peer: {
      ...fakePeer('2001:db8::7', 'suspicious').peer,
      address: parseAddress('2001:db8::7') ?? base.peer.address,
      names: ['mail.example.org'],
      hosts: ['pc-7'],
      ports: [{ port: 443, protocol: 'udp', connections: 9, isLocal: false }],
      processes: [
        fakeProcess({ name: 'Firefox.exe', path: 'C:\\Program Files\\Mozilla\\firefox.exe', pid: 4711, user: 'ann' }),
      ],
      states: { none: 9 },
      directions: { inbound: 9 },
      connections: 9,
    },
    owner: {
      ...base.owner,
      organisation: 'Quad9',
      country: null,
      network: { kind: 'resolver', provider: 'quad9', service: 'Public DNS' },
    },
  }),
  fakePeer('8.8.8.8', 'expected'),
  fakePeer('192.0.2.44', 'unexplained'),
]);
const peers = [...investigation.peers];
const rows = new Rows(JSON.parse(peerRows(investigation)) as RowData);

/** Filters with at least one for every field of the command line. */
const FILTERS = [
  'address:203.0.113.0/24',
  'address:2001:db8::/32,8.8.8.8',
  'as:AS64500',
  '-attack:T1571',
  'connections:>=9',
  'connections:2-9',
  'country:DE',
  'country!=DE',
  'coverage:>50%',
  'direction:inbound',
  '-direction:outbound',
  'family:port',
  'host:pc',
  'kind:resolver,hosting',
  'name:mail*org',
  'organisation:quad',
  'path:"program files"',
  'pid:4711',
  'pid:>4000',
  'port:443',
  'port:443/udp',
  'port:1-1024',
  'probability:>50%',
  'process:firefox',
  'protocol:udp',
  'provider:quad9',
  'rule:*port*',
  'score:>0',
  'service:dns',
  'state:none',
  '-state:established',
  'user:ann',
  'verdict:>=suspicious',
  'verdict:malicious,expected port:>1',
];

test.each(FILTERS)('the page and --only keep the same peers: %s', (filter) => {
  const matches = parseFilter(filter);
  const wanted = [...peers.keys()].filter((index) => matches(peers[index]));
  expect([...peers.keys()].filter(rowTest(filter, rows))).toEqual(wanted);
});

test('every field of --only is among them', () => {
  const named = new Set(FILTERS.flatMap((filter) => [...filter.matchAll(/([a-z]+)(?=:|!=)/g)].map(([, name]) => name)));
  expect(
    filterFields()
      .map(({ name }) => name)
      .filter((name) => !named.has(name)),
  ).toEqual([]);
});
