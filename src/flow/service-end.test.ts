import { expect, test } from 'vitest';
import { ipv4 } from '../address/ipv4.js';
import type { Connection, Endpoint } from '../model/connection.js';
import { PeerTable } from './peer-table.js';
import { type SeenFlow, serviceEndOf } from './service-end.js';

const flow: SeenFlow = {
  state: 'established',
  localPort: 51_544,
  remotePort: 443,
  isListening: false,
  stated: null,
  meetOurs: 0,
  meetTheirs: 0,
};

function told(change: Partial<SeenFlow>, os: Parameters<typeof serviceEndOf>[1] = 'unknown'): string {
  const { end, certainty } = serviceEndOf({ ...flow, ...change }, os);
  return `${end} ${certainty}`;
}

test('what the capture says, a listener and a connection being opened are certain', () => {
  expect(told({ stated: 'inbound' })).toBe('ours certain');
  expect(told({ localPort: 51_413, isListening: true })).toBe('ours certain');
  expect(told({ state: 'syn-sent', localPort: 445 })).toBe('theirs certain');
  expect(told({ state: 'syn-received' })).toBe('ours certain');
});

test.each([
  ['windows', 51_544, 'likely'],
  ['windows', 1054, 'likely'],
  ['windows', 40_000, 'guessed'],
  ['linux', 40_000, 'likely'],
  ['linux', 61_500, 'guessed'],
  ['linux', 1054, 'guessed'],
  ['macos', 40_000, 'guessed'],
  ['macos', 50_000, 'likely'],
  ['bsd', 10_001, 'likely'],
  ['unknown', 40_000, 'likely'],
] as const)('on %s a call from port %i to a web port is %s', (os, localPort, certainty) => {
  expect(told({ localPort }, os)).toBe(`theirs ${certainty}`);
});

test('a visitor at a service port is likely, at a port that is handed out a guess', () => {
  expect(told({ localPort: 3389, remotePort: 50_123 }, 'windows')).toBe('ours likely');
  expect(told({ localPort: 22, remotePort: 40_000 }, 'linux')).toBe('ours likely');
  expect(told({ localPort: 12_000, remotePort: 40_000 }, 'bsd')).toBe('ours guessed');
});

test('where ports tell nothing a repeated one is a guess, and two repeated ones are none', () => {
  const open = { remotePort: 50_000 };
  expect(told(open)).toBe('unknown none');
  expect(told({ ...open, meetOurs: 2, meetTheirs: 2 })).toBe('unknown none');
  expect(told({ ...open, meetOurs: 3 })).toBe('ours guessed');
  expect(told({ ...open, meetTheirs: 7 })).toBe('theirs guessed');
  expect(told({ ...open, meetOurs: 3, meetTheirs: 3 })).toBe('unknown none');
});

function end(port: number): Endpoint {
  return { address: null, port, name: null, isAny: false, cut: null };
}

function row(local: number, remote: number, protocol = 'tcp'): Connection {
  const said = { direction: null, process: null, host: null, remoteNames: [], time: null, bytesSent: null } as const;
  const state = 'established';
  return { ...said, bytesReceived: null, protocol, local: end(local), remote: end(remote), state, line: 1, count: 1 };
}

test('one port here that peers meet from many ports is a service here; one of theirs that many of ours meet is theirs', () => {
  const table = new PeerTable();
  for (let peer = 0; peer < 3; peer++) table.add(ipv4(0x08080800 + peer), row(51_413, 50_000 + peer), 0);
  for (let port = 0; port < 4; port++) table.add(ipv4(0x09090909), row(52_000 + port, 40_001), 0);
  for (let peer = 0; peer < 3; peer++) table.add(ipv4(0x07070700 + peer), row(51_414, 50_000 + peer, 'udp'), 0);
  const ends = (peer: number) => table.at(peer).serviceEnds;
  const says = 'repetition alone: 3 far ports meet the same port here';
  expect(ends(0)).toEqual([{ end: 'ours', certainty: 'guessed', says, connections: 1 }]);
  expect(ends(3)).toMatchObject([{ end: 'theirs', certainty: 'guessed', connections: 4 }]);
  expect(ends(4)).toMatchObject([{ end: 'unknown', certainty: 'none' }]);
  // The direction that rules weigh is no guess.
  expect(table.at(0).directions).toEqual({ unknown: 1 });
});

test('service ends of a peer add up, the surest first', () => {
  const table = new PeerTable();
  table.setSystem('linux');
  table.add(ipv4(0x08080808), { ...row(40_000, 443), count: 5 }, 0);
  table.add(ipv4(0x08080808), row(62_000, 443), 0);
  table.add(ipv4(0x08080808), { ...row(40_001, 443), state: 'syn-sent' }, 0);
  const ends = table.at(0).serviceEnds.map(({ certainty, connections }) => `${certainty} ${connections}`);
  expect(ends).toEqual(['certain 1', 'likely 5', 'guessed 1']);
});
