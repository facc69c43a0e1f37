import { expect, test } from 'vitest';
import { ipv4 } from '../address/ipv4.js';
import { parseAddress } from '../address/parse.js';
import type { Connection, Endpoint, Process } from '../model/connection.js';
import { PeerTable } from './peer-table.js';

const nobody: Process = {
  name: null,
  path: null,
  pid: null,
  services: [],
  commandLine: null,
  user: null,
  parent: null,
  signer: null,
};

function end(port: number | null): Endpoint {
  return { address: null, port, name: null, isAny: false, cut: null };
}

function row(change: Partial<Connection> & { readonly ports?: readonly [number, number] } = {}): Connection {
  const [local, remote] = change.ports ?? [51544, 443];
  return {
    protocol: 'tcp',
    local: end(local),
    remote: end(remote),
    state: 'established',
    direction: null,
    process: null,
    host: null,
    remoteNames: [],
    time: null,
    bytesSent: null,
    bytesReceived: null,
    line: 1,
    count: 1,
    ...change,
  };
}

const address = ipv4(0x08080808);

test('rows to one address become one peer with its ports, states, processes and row numbers', () => {
  const table = new PeerTable();
  const spotify = { ...nobody, name: 'Spotify.exe', pid: 9120 };
  table.add(address, row({ line: 14, process: spotify, ports: [51544, 4070] }), 0);
  table.add(address, row({ line: 20, process: spotify, ports: [51545, 443] }), 0);
  table.add(address, row({ line: 21, process: spotify, ports: [51546, 443], state: 'time-wait' }), 0);
  expect(table.length).toBe(1);
  const peer = table.at(0);
  expect(peer.text).toBe('8.8.8.8');
  expect(peer.connections).toBe(3);
  expect(peer.ports).toEqual([
    { port: 443, protocol: 'tcp', connections: 2, isLocal: false },
    { port: 4070, protocol: 'tcp', connections: 1, isLocal: false },
  ]);
  expect(peer.processes).toEqual([{ ...spotify, connections: 3 }]);
  expect(peer.states).toEqual({ established: 2, 'time-wait': 1 });
  expect(peer.rows).toEqual([14, 20, 21].map((line) => ({ input: 0, line })));
  const flow = { protocol: 'tcp', isLocal: false, process: 0, direction: 'outbound', host: null, connections: 1 };
  expect(peer.flows).toEqual([
    { ...flow, port: 443, state: 'established' },
    { ...flow, port: 443, state: 'time-wait' },
    { ...flow, port: 4070, state: 'established' },
  ]);
});

test("a caller's own port is no service, also where ours is not known", () => {
  const table = new PeerTable();
  table.add(address, row({ local: null, remote: end(55120), direction: 'inbound' }), 0);
  expect(table.at(0).ports).toEqual([]);
  expect(table.at(0).directions).toEqual({ inbound: 1 });
});

test('type and code of ICMP in the place of ports are none, and say nothing of who called', () => {
  const table = new PeerTable();
  table.add(address, row({ protocol: 'icmp', state: 'none', ports: [50_000, 8] }), 0);
  expect(table.at(0)).toMatchObject({ ports: [], directions: { unknown: 1 }, flows: [{ port: null }] });
});

test('a peer that came to one of our listeners is shown with our port', () => {
  const table = new PeerTable();
  table.add(address, row({ ports: [8443, 44321] }), 0);
  table.addListener(row({ ports: [8443, 0], state: 'listening' }));
  const peer = table.at(0);
  expect(peer.directions).toEqual({ inbound: 1 });
  expect(peer.ports).toEqual([{ port: 8443, protocol: 'tcp', connections: 1, isLocal: true }]);
});

test('merged rows keep their count, and rows past the bound are counted as omitted', () => {
  const table = new PeerTable();
  table.add(address, row({ count: 1000 }), 0);
  for (let line = 2; line <= 120; line++) table.add(address, row({ line }), 0);
  const peer = table.at(0);
  expect(peer.connections).toBe(1119);
  expect(peer.rows.length + peer.rowsOmitted).toBe(1119);
});

test('the zone of an address does not make another peer', () => {
  const table = new PeerTable();
  for (const text of ['fe80::1%12', 'fe80::1']) {
    const parsed = parseAddress(text);
    if (parsed !== null) table.add(parsed, row(), 0);
  }
  expect(table.length).toBe(1);
  expect(table.at(0).text).toBe('fe80::1');
});

test('times, bytes and names are gathered over all rows', () => {
  const table = new PeerTable();
  table.add(address, row({ time: 2000, bytesSent: 5, remoteNames: ['dns.google'] }), 0);
  table.add(address, row({ time: 1000, until: 2500, bytesSent: 7, bytesReceived: 1, remoteNames: ['dns.google'] }), 0);
  const peer = table.at(0);
  expect([peer.firstSeen, peer.lastSeen, peer.bytesSent, peer.bytesReceived]).toEqual([1000, 2500, 12, 1]);
  expect(peer.names).toEqual(['dns.google']);
});

test('ten thousand peers with many flows each are told apart', () => {
  const table = new PeerTable();
  for (let peer = 0; peer < 10_000; peer++) {
    for (let port = 0; port < 5; port++)
      table.add(ipv4(0x01000000 + peer), row({ ports: [50_000 + port, 443 + port] }), 0);
  }
  expect(table.length).toBe(10_000);
  expect(table.at(4321).text).toBe('1.0.16.225');
  expect(table.at(4321).ports.map(({ port }) => port)).toEqual([443, 444, 445, 446, 447]);
});

test('the flows of a peer tell which program used which port, without handed-out ports', () => {
  const table = new PeerTable();
  const [first, second] = ['a.exe', 'b.exe'].map((name, index) => ({ ...nobody, name, pid: 10 + index }));
  for (const local of [50001, 50002, 50003]) table.add(address, row({ process: first, ports: [local, 443] }), 0);
  table.add(address, row({ process: second, ports: [50004, 8443], host: 'PC1' }), 0);
  table.add(address, row({ process: null, ports: [50005, 8443] }), 0);
  const { flows, processes, connections } = table.at(0);
  const named = flows.map(({ process, port, host, connections: count }) => [
    process === null ? null : processes[process].name,
    port,
    host,
    count,
  ]);
  expect(named).toEqual([
    ['a.exe', 443, null, 3],
    [null, 8443, null, 1],
    ['b.exe', 8443, 'PC1', 1],
  ]);
  expect(flows.reduce((sum, flow) => sum + flow.connections, 0)).toBe(connections);
});

test('rows of nobody and rows of processes whose numbers share their lowest bits are told apart', () => {
  const table = new PeerTable();
  const processes = [{ ...nobody, pid: 1024 }, null, { ...nobody, pid: 2048 }];
  for (let line = 1; line <= 9; line++) table.add(address, row({ line, process: processes[line % 3] }), 0);
  expect(table.at(0).processes.map(({ pid, connections }) => [pid, connections])).toEqual([
    [1024, 3],
    [2048, 3],
  ]);
});

test('flows of one peer are counted once each, few or many', () => {
  const table = new PeerTable();
  for (let round = 0; round < 3; round++) {
    for (let port = 1; port <= 40; port++) {
      table.add(address, row({ ports: [51_544, port] }), 0);
      table.add(ipv4(0x09090909), row({ ports: [51_544, 1 + (port % 3)] }), 0);
    }
  }
  expect(table.at(0).ports.map(({ connections }) => connections)).toEqual(Array.from({ length: 40 }, () => 3));
  expect(table.at(1).ports).toHaveLength(3);
  const flows: number[] = [];
  table.forEachFlow([true], (_, peer) => flows.push(peer));
  expect(flows).toHaveLength(43);
});

test('times become a rhythm, the longest connection and the longest run without an answer', () => {
  const table = new PeerTable();
  for (let minute = 0; minute < 10; minute++) {
    const time = minute * 60_000;
    const state = minute < 6 ? ('syn-sent' as const) : ('established' as const);
    table.add(address, row({ time, until: time + 1500, state, bytesSent: 300 }), 0);
  }
  expect(table.at(0).timing).toMatchObject({
    from: 0,
    to: 541_500,
    days: 1,
    longestMs: 1500,
    failedRun: 6,
    rhythm: { starts: 10, everySeconds: 60, deviationSeconds: 0, gaps: 1, sizes: 1, duration: null },
  });
});

test('a listing of one moment has no timing', () => {
  const table = new PeerTable();
  table.add(address, row(), 0);
  expect(table.at(0).timing).toBeNull();
});

test('of very many starts the first are kept, so that memory stays bounded', () => {
  const table = new PeerTable();
  for (let second = 0; second < 5000; second++) table.add(address, row({ time: second * 30_000 }), 0);
  expect(table.at(0).timing?.rhythm).toMatchObject({ starts: 4096, everySeconds: 30 });
});
