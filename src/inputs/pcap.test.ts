import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress } from '../address/format.js';
import type { Connection } from '../model/connection.js';
import { memorySource } from './_memory-source.js';
import { readInput } from './index.js';
import {
  clientHello,
  dnsAnswer,
  ethernet,
  ipv4Packet,
  ipv6Packet,
  pcapFile,
  pcapngFile,
  type SamplePacket,
  tcp,
  udp,
  words,
} from './packets/_sample-capture.js';

const [US, THEM] = ['192.168.1.20', '93.184.215.14'];
const [SYN, ACK, FIN, RST] = [2, 16, 1, 4];

async function read(bytes: Uint8Array, step?: number) {
  const rows: Connection[] = [];
  const summary = await readInput(memorySource('x.pcap', bytes, step), { connection: (row) => rows.push(row) });
  return { rows, summary };
}

function remote(row: Connection | undefined): string | null {
  return row?.remote.address == null ? null : formatAddress(row.remote.address);
}

function at(bytes: Buffer, seconds = 1_700_000_000): SamplePacket {
  return { bytes, seconds };
}

function out(flags: number, payload?: Buffer): SamplePacket {
  return at(ethernet(ipv4Packet(US, THEM, 6, tcp(51_544, 443, flags, payload))));
}

function back(flags: number, payload?: Buffer): SamplePacket {
  return at(ethernet(ipv4Packet(THEM, US, 6, tcp(443, 51_544, flags, payload))));
}

const conversation = [
  at(
    ethernet(ipv4Packet('192.168.1.1', US, 17, udp(53, 40_000, dnsAnswer('www.far.example', THEM)))),
    1_700_000_000.25,
  ),
  out(SYN),
  back(SYN | ACK),
  out(ACK),
  out(ACK, clientHello('far.example')),
  back(ACK, Buffer.alloc(100)),
];

test('a flow is seen from its first packet to its last', async () => {
  const packets = [out(SYN), { ...back(SYN | ACK), seconds: 1_700_000_042.5 }];
  const { rows } = await read(pcapFile(packets));
  expect(rows.map(({ time, until }) => [time, until])).toEqual([[1_700_000_000_000, 1_700_000_042_500]]);
});

test.each([
  ['pcap', pcapFile(conversation)],
  ['big-endian pcap', pcapFile(conversation, { isLittle: false })],
  ['pcap with nanoseconds', pcapFile(conversation, { isNano: true })],
  ['pcapng', pcapngFile(conversation)],
  ['big-endian pcapng with nanoseconds', pcapngFile(conversation, { isLittle: false, isNano: true })],
])('a conversation in %s is one flow with its names, bytes and opener', async (_, bytes) => {
  for (const step of [1, 100, 100_000]) {
    const { rows, summary } = await read(bytes, step);
    expect(summary).toMatchObject({ format: 'pcap', rows: 2, badLineCount: 0, encoding: 'binary' });
    expect(rows[0]).toMatchObject({ protocol: 'udp', state: 'none', time: 1_700_000_000_250, line: 1 });
    expect(remote(rows[1])).toBe(THEM);
    expect(rows[1]).toMatchObject({
      state: 'established',
      direction: 'outbound',
      remoteNames: ['far.example', 'www.far.example'],
      bytesSent: 120 + clientHello('far.example').length,
      bytesReceived: 180,
      line: 2,
      local: { port: 51_544 },
      remote: { port: 443 },
    });
  }
});

test.each([
  ['a SYN without answer', [out(SYN), out(SYN)], 'syn-sent', 'outbound'],
  ['a refused SYN', [out(SYN), back(RST | ACK)], 'closed', 'outbound'],
  ['both ends finished', [out(SYN), back(SYN | ACK), out(ACK | FIN), back(ACK | FIN)], 'closed', 'outbound'],
  ['they finished', [out(SYN), back(SYN | ACK), out(ACK), back(ACK | FIN)], 'close-wait', 'outbound'],
  ['we finished', [out(SYN), back(SYN | ACK), out(ACK | FIN), back(ACK)], 'fin-wait-2', 'outbound'],
  ['a handshake from outside', [back(SYN), out(SYN | ACK), back(ACK)], 'established', 'inbound'],
  ['a scan from outside', [back(SYN)], 'closed', 'inbound'],
  ['the answer alone', [back(SYN | ACK), out(ACK)], 'established', 'outbound'],
  ['the middle', [out(ACK), back(ACK)], 'established', null],
] as const)('%s tells state and direction', async (_, packets, state, direction) => {
  const { rows } = await read(pcapFile(packets));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ state, direction });
  expect(remote(rows[0])).toBe(THEM);
});

const SNAP = words(0xaaaa, 0x0300, 0, 0x0800);
const datagram = ipv4Packet(US, THEM, 17, udp(1, 2));

test.each([
  ['FDDI', 10, Buffer.concat([Buffer.alloc(13), SNAP, datagram])],
  ["Cisco's HDLC", 104, Buffer.concat([words(0x0f00, 0x0800), datagram])],
  ['802.11', 105, Buffer.concat([Buffer.from([0x08, 1]), Buffer.alloc(22), SNAP, datagram])],
  ['802.11 with QoS', 105, Buffer.concat([Buffer.from([0x88, 2]), Buffer.alloc(24), SNAP, datagram])],
  ['radiotap', 127, Buffer.concat([Buffer.from([0, 0, 8, 0, 0, 0, 0, 0, 0x08, 1]), Buffer.alloc(22), SNAP, datagram])],
  ['two VLAN tags', 1, ethernet(ipv4Packet(US, THEM, 17, udp(1, 2)), 0x0800, [0x88a8, 5, 0x8100, 6])],
  ['a VN-Tag', 1, ethernet(ipv4Packet(US, THEM, 17, udp(1, 2)), 0x0800, [0x8926, 0, 0, 0x8100, 6])],
  ['an E-Tag', 1, ethernet(ipv4Packet(US, THEM, 17, udp(1, 2)), 0x0800, [0x893f, 0, 1, 0])],
  [
    'PPPoE with a short protocol',
    1,
    ethernet(Buffer.concat([words(0x1100, 1, 30), Buffer.from([0x21]), ipv4Packet(US, THEM, 17, udp(1, 2))]), 0x8864),
  ],
  ['PPPoE', 1, ethernet(Buffer.concat([words(0x1100, 1, 30, 0x0021), ipv4Packet(US, THEM, 17, udp(1, 2))]), 0x8864)],
  ['raw IP', 101, ipv4Packet(US, THEM, 17, udp(1, 2))],
  ['Linux cooked', 113, Buffer.concat([Buffer.alloc(14), words(0x0800), ipv4Packet(US, THEM, 17, udp(1, 2))])],
  ['Linux cooked v2', 276, Buffer.concat([words(0x0800), Buffer.alloc(18), ipv4Packet(US, THEM, 17, udp(1, 2))])],
  ['BSD loopback', 0, Buffer.concat([Buffer.from([2, 0, 0, 0]), ipv4Packet(US, THEM, 17, udp(1, 2))])],
  ['OpenBSD loopback', 108, Buffer.concat([Buffer.from([0, 0, 0, 2]), ipv4Packet(US, THEM, 17, udp(1, 2))])],
])('%s is seen through', async (_, link, bytes) => {
  const { rows } = await read(pcapFile([at(bytes)], { link }));
  expect(rows.map(remote)).toEqual([THEM]);
  expect(rows[0]).toMatchObject({ protocol: 'udp', remote: { port: 2 }, local: { port: 1 } });
});

test('fragments count to the flow of their first', async () => {
  const first = ipv4Packet(US, THEM, 17, udp(1000, 2000, Buffer.alloc(16)), 0x2000);
  const later = ipv4Packet(US, THEM, 17, Buffer.alloc(40), 3);
  const { rows } = await read(pcapFile([at(ethernet(first)), at(ethernet(later))]));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ bytesSent: 104, remote: { port: 2000 } });
});

test('IPv6 is read behind its extension headers', async () => {
  const [from, to] = ['fd000000000000000000000000000001', '2a00145040010800000000000000200e'];
  const options = Buffer.concat([Buffer.from([44, 0, 1, 4, 0, 0, 0, 0]), Buffer.from([6, 0, 0, 1, 0, 0, 0, 9])]);
  const { rows } = await read(
    pcapFile([at(ethernet(ipv6Packet(from, to, 0, Buffer.concat([options, tcp(1, 443, SYN)])), 0x86dd))]),
  );
  expect(rows.map(remote)).toEqual(['2a00:1450:4001:800::200e']);
  expect(rows[0]).toMatchObject({ protocol: 'tcp', state: 'syn-sent', remote: { port: 443 } });
});

test('two public ends are told from both', async () => {
  const { rows, summary } = await read(pcapFile([at(ethernet(ipv4Packet('9.9.9.9', THEM, 6, tcp(5000, 80, SYN))))]));
  expect(summary.rows).toBe(1);
  expect(rows.map((row) => [remote(row), row.direction])).toEqual([
    [THEM, 'outbound'],
    ['9.9.9.9', 'inbound'],
  ]);
});

test('a greeting over two packets and an HTTP host are names', async () => {
  const hello = clientHello('split.example');
  const web = Buffer.from('GET / HTTP/1.1\r\nAccept: *\r\nHost: Plain.Example:80\r\n\r\n');
  const split = await read(pcapFile([out(SYN), out(ACK, hello.subarray(0, 50)), out(ACK, hello.subarray(50))]));
  expect(split.rows[0]?.remoteNames).toEqual(['split.example']);
  expect((await read(pcapFile([out(ACK, web)]))).rows[0]?.remoteNames).toEqual(['plain.example']);
});

test('names that no host can have are left out', async () => {
  const evil = Buffer.from('GET / HTTP/1.1\r\nHost: <script>\u001b[2J\r\n\r\n');
  expect((await read(pcapFile([out(ACK, evil)]))).rows[0]?.remoteNames).toEqual([]);
});

test('a link type that is not read is said', async () => {
  const { summary } = await read(pcapFile([at(Buffer.alloc(60))], { link: 195 }));
  expect(summary.rows).toBe(0);
  expect(summary.blindSpots.map(({ id }) => id)).toEqual(['unknown-link']);
});

test('a cut capture keeps what came before', async () => {
  const bytes = pcapFile(conversation);
  const { summary } = await read(bytes.subarray(0, bytes.length - 30));
  expect(summary.rows).toBe(2);
  expect(summary.badLines.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    '6 the capture ends inside a packet',
  ]);
});

test('after a damaged length the next packets are found again', async () => {
  const bytes = pcapFile([out(SYN), back(SYN | ACK), out(ACK), out(ACK)]);
  bytes.writeUInt32LE(0xffffff00, 24 + 16 + 54 + 8);
  const { summary } = await read(bytes, 50);
  expect(summary.badLines.map(({ reason }) => reason)).toEqual([
    'a damaged packet length; searching for the next packet',
  ]);
  expect(summary.tool).toBe('packet capture, 3 packets');
});

test('flipped bytes never throw or hang', async () => {
  const files = [pcapFile(conversation), pcapngFile(conversation)];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(900), fc.nat(255)), { minLength: 1, maxLength: 30 }),
      fc.constantFrom(13, 100_000),
      async (file, flips, step) => {
        const bytes = Buffer.from(file);
        for (const [index, value] of flips) if (index > 12 && index < bytes.length) bytes[index] = value;
        expect((await read(bytes, step)).summary.rows).toBeLessThan(20);
      },
    ),
    { numRuns: 400 },
  );
});
