import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { unmapped } from '../address/unmapped.js';
import { WindowsBulk } from '../inputs/bulk/windows-bulk.js';
import { eachFlow } from '../inputs/bulk/_each-flow.js';
import type { Connection } from '../model/connection.js';
import { PeerTable } from './peer-table.js';

const PORTS = [0, 80, 443, 445, 1433, 3000, 4070, 8080, 33_333, 49_700, 50_000, 65_535];
const STATES = ['ESTABLISHED', 'SYN_SENT', 'SYN_RECEIVED', 'TIME_WAIT', 'CLOSE_WAIT', 'LISTENING', 'NONSENSE'];
const REMOTES = ['20.1.2.3', '20.1.2.4', '[2a00:1450::5]', '[2A00:1450:0::5]', '[::ffff:20.1.2.3]', '10.0.0.7'];

function row(protocol: string, local: string, remote: string, state: string, pid: number): string {
  return `  ${protocol.padEnd(6)} ${local.padEnd(22)} ${remote.padEnd(22)} ${state.padEnd(15)} ${pid}`;
}

const port = fc.constantFrom(...PORTS);
const line = fc
  .record({
    protocol: fc.constantFrom('TCP', 'TCP', 'TCP', 'UDP'),
    local: fc.tuple(fc.constantFrom('192.168.1.20', '0.0.0.0', '127.0.0.1', '[::]'), port),
    remote: fc.tuple(fc.constantFrom(...REMOTES, '0.0.0.0', '127.0.0.1', '[::1]', '[::]', '*', 'host.example'), port),
    state: fc.constantFrom(...STATES),
    pid: fc.constantFrom(0, 4, 1028, 4194302),
  })
  .map(({ protocol, local, remote, state, pid }) =>
    row(protocol, local.join(':'), remote[0] === '*' ? '*:*' : remote.join(':'), protocol === 'UDP' ? '' : state, pid),
  );

interface Grouped {
  readonly table: PeerTable;
  /** Rows of connections to no public peer, by end. */
  readonly others: Map<string, number>;
}

/** What a table makes of a listing, handed over row by row or in groups. */
async function read(text: string, isGrouped: boolean): Promise<Grouped> {
  const bytes = Buffer.from(text);
  const head = { bytes, text, lines: text.split('\r\n'), encoding: 'utf-8', name: 'test' };
  let at = 0;
  const source = {
    name: 'test',
    size: null,
    path: null,
    read(buffer: Uint8Array) {
      const part = bytes.subarray(at, at + buffer.length);
      buffer.set(part);
      at += part.length;
      return part.length;
    },
  };
  const table = new PeerTable();
  const others = new Map<string, number>();
  const connection = (connection: Connection): void => {
    const { address, isAny, name } = connection.remote;
    if (connection.state === 'listening') table.addListener(connection);
    if (address !== null) table.add(unmapped(address), connection, 0);
    else others.set(`${isAny} ${name}`, (others.get(`${isAny} ${name}`) ?? 0) + connection.count);
  };
  await new WindowsBulk(head).read(source, new Uint8Array(0), {
    connection,
    flows: (groups) => {
      if (isGrouped) table.addGroups(new Uint8Array(groups.length).fill(1), groups, 0);
      else for (const each of eachFlow(groups)) connection(each);
    },
  });
  return { table, others };
}

function contents({ table, others }: Grouped): unknown[] {
  const peers = Array.from(table.byFirstRow(), (peer) => {
    const { text, ports, processes, states, directions, connections, flows, rows, rowsOmitted } = table.at(peer);
    return { text, ports, processes, states, directions, connections, flows, rows, rowsOmitted };
  });
  return [peers, Object.fromEntries(others)];
}

test('rows handed over in groups make the same peers as one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 200 }), async (rows) => {
      const head = STATES.slice(0, 5).map((state) => row('TCP', '192.168.1.20:50000', '20.9.9.9:443', state, 8));
      const text = [...head, row('TCP', '0.0.0.0:445', '0.0.0.0:0', 'LISTENING', 4), ...rows, ''].join('\r\n');
      expect(contents(await read(text, true))).toEqual(contents(await read(text, false)));
    }),
    { numRuns: 200 },
  );
});
