import { expect, test } from 'vitest';
import { fakeInvestigation, fakePeer, fakeProcess } from '../../_fake-investigation.js';
import { rowData } from '../_row-data.js';
import { rowTest } from './filter.js';
import { type RowData, Rows } from './rows.js';
import { sorted } from './sort.js';

const base = fakePeer('203.0.113.7', 'malicious');
const peers = [
  base,
  fakePeer('9.9.9.9', 'suspicious', {
    peer: {
      ...fakePeer('9.9.9.9', 'suspicious').peer,
      ports: [{ port: 443, protocol: 'udp', connections: 1, isLocal: false }],
      processes: [fakeProcess({ name: 'Firefox.exe', path: null })],
      connections: 9,
    },
    owner: { ...base.owner, organisation: 'Quad9', country: null },
  }),
  fakePeer('8.8.8.8', 'expected'),
];
const rows = new Rows(JSON.parse(rowData(fakeInvestigation(peers), 3)) as RowData);

const kept = (text: string): number[] => [0, 1, 2].filter(rowTest(text, rows));

test.each<[string, number[]]>([
  ['', [0, 1, 2]],
  ['firefox', [1]],
  ['firefox quad9', [1]],
  ['-firefox', [0, 2]],
  ['verdict:>=suspicious', [0, 1]],
  ['verdict:mal,exp', [0, 2]],
  ['verdict!=expected', [0, 1]],
  ['-verdict:expected', [0, 1]],
  ['port:443', [1]],
  ['port:443/tcp', []],
  ['port:4000-5000', [0, 2]],
  ['port:>443', [0, 2]],
  ['country:de', [0, 2]],
  ['cc:DE', [0, 2]],
  ['country:d', []],
  ['org:quad', [1]],
  ['organisation:q*9', [1]],
  ['org:"example hosting"', [0, 2]],
  ['address:203.0.113.0/24', [0]],
  ['ip:8.8', [2]],
  ['ip:8[.]8[.]8[.]8', [2]],
  ['address:*.9', [1]],
  ['connections:>=9', [1]],
  ['probability:>50%', [0]],
  ['port:', [0, 1, 2]],
  ['score:>=', [0, 1, 2]],
  ['address:', [0, 1, 2]],
  ['nothing:like', []],
])('%s keeps rows %j', (text, wanted) => {
  expect(kept(text)).toEqual(wanted);
});

test('columns sort by what they hold: addresses as numbers, unknown last, equal ones worst first', () => {
  expect(sorted(rows, { column: 'address', isDescending: false })).toEqual([2, 1, 0]);
  expect(sorted(rows, { column: 'port', isDescending: false })).toEqual([1, 0, 2]);
  expect(sorted(rows, { column: 'country', isDescending: false })).toEqual([0, 2, 1]);
  expect(sorted(rows, { column: 'connections', isDescending: true })).toEqual([1, 0, 2]);
  expect(sorted(rows, { column: 'verdict', isDescending: true })).toEqual([0, 1, 2]);
});
