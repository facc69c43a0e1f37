import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../test/scratch-folder.js';
import { formatAddress } from '../../address/format.js';
import type { Connection } from '../../model/connection.js';
import type { FlowGroups, FlowSink } from '../../model/flow-group.js';
import { Collector } from '../_collect.js';
import { openDecoder } from '../_encoding.js';
import { LineSplitter } from '../_lines.js';
import type { ByteSource, CaptureFacts, Head } from '../format.js';
import { windowsNetstat } from '../windows-netstat.js';
import { eachFlow } from './_each-flow.js';
import { BY_BOTH_PORTS, BY_LOCAL_PORT, BY_REMOTE_PORT } from './_port-class.js';
import type { BulkOptions, BulkResult } from './bulk-reader.js';
import { openBulk } from './index.js';
import { WindowsBulk } from './windows-bulk.js';

const HEADER = [
  '',
  'Active Connections',
  '',
  '  Proto  Local Address          Foreign Address        State           PID',
];

function row(protocol: string, local: string, remote: string, state: string, pid: number | string): string {
  return `  ${protocol.padEnd(6)} ${local.padEnd(22)} ${remote.padEnd(22)} ${state.padEnd(15)} ${pid}`;
}

function headOf(bytes: Uint8Array): Head {
  const decoder = openDecoder(bytes);
  void decoder.prepare(bytes);
  const text = decoder.decode(bytes);
  return { bytes, text, lines: text.split(/\r*\n/), encoding: decoder.encoding, name: 'test' };
}

/** Hands out a few bytes at a time, so that lines are torn everywhere. */
function inPieces(bytes: Uint8Array, size: number, start: number): ByteSource {
  let at = start;
  return {
    name: 'test',
    size: null,
    path: null,
    read(buffer) {
      const part = bytes.subarray(at, at + Math.min(size, buffer.length));
      buffer.set(part);
      at += part.length;
      return part.length;
    },
  };
}

interface Reading {
  readonly counts: ReadonlyMap<string, number>;
  /** Rows by remote end, which is all that is asked for in a reading of its own. */
  readonly remotes: ReadonlyMap<string, number>;
  readonly rows: number;
  readonly bad: readonly string[];
  readonly facts: CaptureFacts;
}

/** What later rooms get to know: rows per peer, state, protocol, process and the port that counts. */
class Tally {
  readonly counts = new Map<string, number>();
  readonly remotes = new Map<string, number>();
  readonly lines: number[] = [];
  rows = 0;

  flows = (groups: FlowGroups): void => {
    for (const connection of eachFlow(groups)) this.connection(connection);
  };

  connection = (connection: Connection): void => {
    this.rows += connection.count;
    this.lines.push(connection.line);
    const key = keyOf(connection);
    this.counts.set(key, (this.counts.get(key) ?? 0) + connection.count);
    const { address, name, cut } = connection.remote;
    const remote = address === null ? (name ?? cut ?? 'any') : formatAddress(address);
    this.remotes.set(remote, (this.remotes.get(remote) ?? 0) + connection.count);
  };
}

function keyOf({ protocol, local, remote, state, process, direction }: Connection): string {
  const { address } = remote;
  if (address === null) {
    const who = remote.name ?? remote.cut ?? `any ${remote.port} ${protocol === 'tcp' ? local?.port : ''}`;
    return [protocol, state, direction, who].join(' ');
  }
  const text = formatAddress(address);
  if (text.startsWith('127.') || text === '::1') return [protocol, state, text].join(' ');
  const [from, to] = [local?.port ?? 0, remote.port ?? 0];
  const isInbound = state === 'syn-received' || (state !== 'syn-sent' && portClass(from, to) === BY_LOCAL_PORT);
  const port = isInbound ? `local ${from}` : `remote ${to}`;
  return [protocol, state, text, port, process?.pid, process?.name, process?.services.join()].join(' ');
}

/** What the kernel takes for the port that counts, in other words. */
function portClass(local: number, remote: number): number {
  if (remote < 1024) return local < 1024 ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  if (local < 1024) return local === 0 ? BY_BOTH_PORTS : BY_LOCAL_PORT;
  if (local >= 32_768) return remote < 32_768 ? BY_REMOTE_PORT : BY_BOTH_PORTS;
  if (isOldEphemeral(local)) return isOldEphemeral(remote) || remote >= 32_768 ? BY_BOTH_PORTS : BY_REMOTE_PORT;
  return remote >= 32_768 ? BY_LOCAL_PORT : BY_BOTH_PORTS;
}

function isOldEphemeral(port: number): boolean {
  return port >= 1025 && port <= 5000;
}

async function byLines(bytes: Uint8Array): Promise<Reading> {
  const tally = new Tally();
  const collector = new Collector(tally);
  const reader = windowsNetstat.open(headOf(bytes), collector);
  const decoder = openDecoder(bytes);
  await decoder.prepare(bytes);
  const text = decoder.decode(bytes) + decoder.end();
  const sink = {
    line: (line: string, number: number) => reader.line(line, number),
    tooLong: (start: string, number: number) =>
      collector.badLine(number, start, 'line longer than 1,048,576 characters'),
  };
  const lines = new LineSplitter(sink, text);
  for (let at = 0; at < text.length; at += 200_000) lines.push(text.slice(at, at + 200_000));
  lines.end();
  const facts = reader.end();
  const { counts, remotes, rows } = tally;
  return { counts, remotes, rows, bad: collector.badLines.map(badText), facts };
}

function badText({ line, reason }: { line: number; reason: string }): string {
  return `${line} ${reason}`;
}

async function byBytes(
  bytes: Uint8Array,
  piece: number,
  options: BulkOptions = {},
): Promise<Reading & { result: BulkResult; lines: number[] }> {
  const [tally, alone] = [new Tally(), new Tally()];
  const first = bytes.slice(0, piece);
  const head = headOf(bytes.slice(0, 65_536));
  const read = (sink: FlowSink): Promise<BulkResult> =>
    new WindowsBulk(head, options).read(inPieces(bytes, piece, first.length), first, sink);
  const result = await read(tally);
  const { connection, flows } = alone;
  await read({ connection, flows, addressCounts: () => {} });
  return {
    counts: tally.counts,
    remotes: alone.remotes,
    rows: tally.rows,
    bad: result.badLines.map(badText),
    facts: result.facts,
    result,
    lines: tally.lines,
  };
}

test('who takes no groups is told of every flow by itself', async () => {
  const bytes = Buffer.from(listing(3000));
  const grouped = await byBytes(bytes, 5000);
  const { connection, counts } = new Tally();
  const bulk = new WindowsBulk(headOf(bytes.slice(0, 65_536)));
  const result = await bulk.read(inPieces(bytes, 5000, 5000), bytes.slice(0, 5000), { connection });
  expect(sorted(counts)).toEqual(sorted(grouped.counts));
  expect(result.rows).toBe(grouped.result.rows);
});

/** What both paths make of a text, in a form to compare. */
async function both(text: string | Uint8Array, piece = 1000): Promise<{ bytes: unknown; lines: unknown }> {
  const input = typeof text === 'string' ? Buffer.from(text) : text;
  const lines = await byLines(input);
  const bytes = await byBytes(input, piece);
  const sha256 = createHash('sha256').update(input).digest('hex');
  return {
    bytes: [
      sorted(bytes.counts),
      sorted(bytes.remotes),
      bytes.rows,
      bytes.result.rows,
      bytes.bad,
      await bytes.result.sha256,
    ],
    lines: [sorted(lines.counts), sorted(lines.remotes), lines.rows, lines.rows, lines.bad, sha256],
  };
}

function sorted(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function listing(rows: number, end = '\r\n'): string {
  const lines = [...HEADER];
  for (let at = 0; at < rows; at++) {
    const port = 49_152 + ((at * 7919) % 16_000);
    if (at % 50 === 0) lines.push(...HEADER, row('TCP', '0.0.0.0:445', '0.0.0.0:0', 'LISTENING', 4));
    if (at % 9 === 8) lines.push(row('UDP', `0.0.0.0:${port}`, '*:*', '', 4000 + (at % 5)));
    else if (at % 7 === 6)
      lines.push(row('TCP', `[2001:db8::5]:${port}`, `[2603:1026::${at % 20}]:443`, 'ESTABLISHED', 77));
    else if (at % 11 === 3) lines.push(row('TCP', `127.0.0.1:${port}`, `127.0.0.1:${port - 1}`, 'ESTABLISHED', 900));
    else if (at % 13 === 5)
      lines.push(row('TCP', '192.168.1.20:3389', `8.8.${at % 5}.9:${port}`, 'CLOSE_WAIT', 800 + (at % 2)));
    else
      lines.push(
        row(
          'TCP',
          `192.168.1.20:${port}`,
          `20.1.${at % 3}.${at % 40}:443`,
          at % 4 ? 'ESTABLISHED' : 'TIME_WAIT',
          at % 4 ? 1000 + (at % 6) : 0,
        ),
      );
  }
  return lines.join(end) + end;
}

const ODD_LINES = [
  '  TCP    192.168.1.20:50000     [ 2001:db8::5]:56099   ESTABLISHED     1188',
  '  TCP    [2001:db8::7 ]:50000    [2001:db8::5]:56099    ESTABLISHED     1188',
  ' [chrome.exe]',
  '  Dnscache',
  ' Can not obtain ownership information',
  '  TCP    1.2.3.4:5',
  '  TCP    1.2.3.400:5         4.4.4.4:1         ESTABLISHED     4',
  '  TCP    010.2.3.4:5         4.4.4.4:1         ESTABLISHED     4',
  '  TCP    10.2.3.4:50000      4.4.4.4:443       ESTABLISHED',
  '  TCP    10.2.3.4:50000      4.4.4.4:443       4711',
  '  TCP    10.2.3.4:50000      4.4.4.4:443       ESTABLISHED     InHost',
  '  TCP    10.2.3.4:50000      4.4.4.4:https     ESTABLISHED     12',
  '  TCP    10.2.3.4:50000      dns.google:443    ESTABLISHED     12',
  '  TCP    10.2.3.4:50000      0.0.0.0:443       ESTABLISHED     12',
  '  TCP    10.2.3.4:50000      9.9.9.9:0         ESTABLISHED     12',
  '  TCP    10.2.3.4:0443       9.9.9.9:0443      ESTABLISHED     012',
  '  TCP    10.2.3.4:50000      9.9.9.9:70000     ESTABLISHED     12',
  '  TCP    10.2.3.4:50000      9.9.9.9:443       ESTABLISHED     99999999999',
  '  TCP    10.2.3.4:50000      9.9.9.9:443       ABHÖREN         12',
  '  TCP    10.2.3.4:50000      9.9.9.9:443       NONSENSE        12',
  '  TCP    0.0.0.0:5000        0.0.0.0:0         NONSENSE        12',
  '  TCP    0.0.0.0:5001        0.0.0.0:0         ABHÖREN         12',
  '  TCP    [::]:5000           [::]:0            LISTENING       12',
  '  TCP    [fe80::1%12]:5000   [fe80::2%12]:443  ESTABLISHED     12   ',
  '  TCP    [0:0::0]:5000       [0:0::0]:0        LISTENING       12',
  '  TCP    [fe80::zz]:5000     [fe80::2]:443     ESTABLISHED     12',
  '  UDP    10.0.0.1:5000       20.1.1.1:443                      12',
  '  UDP    10.0.0.1:5000       *:*                               ',
  '  UDP    10.0.0.1:5000       *:*               ESTABLISHED     12',
  '  UDP    10.0.0.1:5000                                         12',
  '  TCP\t10.2.3.4:50000\t4.4.4.4:443\tESTABLISHED\t12',
  'TCP 10.2.3.4:50000 4.4.4.4:443 ESTABLISHED 12',
  '  TCP    10.2.3.4:50000    4.4.4.4:443  x  ESTABLISHED     12',
  '  TCP    10.2.3.4:50000         4.4.4.4:443            SYN_RECEIVED    12',
  '  TCP    10.2.3.4:50000         4.4.4.4:443            SYN_SENT        12',
  '  TCP    10.2.3.4:50000         4.4.4.4:443            FIN_WAIT_1      12',
  '  TCP    10.2.3.4:50000         4.4.4.4:443            FIN_WAIT_2      12',
  '  TCP    10.2.3.4:50000         4.4.4.4:443            ESTABLISHEX     12',
  'TCP Statistics for IPv4',
  '',
  '   ',
  '\u0001\u0002',
  '=== host 17 ===',
  'Aktive Verbindungen',
];

test('counts the rows of a plain listing as the line reader does, wherever chunks tear lines', async () => {
  for (const piece of [1, 7, 64, 4096, 300_000]) {
    const read = await both(listing(piece === 1 ? 60 : 700), piece);
    expect(read.bytes).toEqual(read.lines);
  }
});

test.each([
  ['LF', listing(200, '\n')],
  ['CRLF', listing(200)],
  ['CR CR LF', listing(200, '\r\r\n')],
  ['a last line without one', `${listing(200)}${row('TCP', '10.0.0.1:50000', '9.9.9.9:443', 'ESTABLISHED', 1)}`],
  ['a last line with half of one', `${listing(50)}${row('TCP', '10.0.0.1:50000', '9.9.9.9:443', 'ESTABLISHED', 1)}\r`],
])('reads line ends: %s', async (_name, text) => {
  const read = await both(text);
  expect(read.bytes).toEqual(read.lines);
});

const GERMAN = listing(300)
  .replaceAll('Active Connections', 'Aktive Verbindungen')
  .replaceAll('LISTENING', 'ABHÖREN  ')
  .replaceAll('ESTABLISHED', 'HERGESTELLT')
  .replaceAll('CLOSE_WAIT     ', 'SCHLIESSEN_WARTEN')
  .replaceAll('TIME_WAIT', 'WARTEND  ');

test.each([
  ['UTF-8', Buffer.from(GERMAN)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${GERMAN}`)],
  ['code page 1252', Buffer.from(GERMAN, 'latin1')],
  ['code page 850', Buffer.from(GERMAN.replaceAll('Ö', '\u0099'), 'latin1')],
])('reads German states in %s', async (_name, bytes) => {
  const read = await both(bytes);
  expect(read.bytes).toEqual(read.lines);
});

test('reads rows without process ids', async () => {
  const read = await both(listing(300).replaceAll(/ +\d+\r\n/g, '\r\n'));
  expect(read.bytes).toEqual(read.lines);
});

test('gives every odd line to the line reader, whatever stands before and after it', async () => {
  const plain = listing(40).split('\r\n').slice(4, -1);
  for (const odd of ODD_LINES) {
    for (const follow of ['', ' [x.exe]']) {
      const middle = follow === '' ? [odd] : [odd, follow];
      const read = await both([...HEADER, ...plain, ...middle, ...plain, odd].join('\r\n'), 333);
      expect(read.bytes).toEqual(read.lines);
    }
  }
});

test('headers further down say nothing, whatever stands around them', async () => {
  const plain = [
    row('TCP', '10.0.0.1:50000', '9.9.9.9:443', 'ESTABLISHED', 1),
    row('UDP', '0.0.0.0:123', '*:*', '', 7),
  ];
  const waiting = fc.constantFrom(1, 1, 2, 3, 150).map((times) => Array.from({ length: times }, () => HEADER).flat());
  const others = fc.constantFrom(
    ...plain,
    ...HEADER,
    ' [chrome.exe]',
    '  Dnscache',
    '   ',
    `${HEADER[1]} `,
    ` ${HEADER[3]}`,
    HEADER[3].slice(0, -1),
    'Nothing',
  );
  const lines = fc.oneof(waiting, fc.array(fc.oneof(others, fc.constantFrom(...plain)), { maxLength: 6 }));
  await fc.assert(
    fc.asyncProperty(fc.array(lines, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), async (parts, end) => {
      const read = await both([listing(60, end), ...parts.flat(), ''].join(end), 5000);
      expect(read.bytes).toEqual(read.lines);
    }),
    { numRuns: 150 },
  );
});

test('a number alone below a row is its process id, also where the head has such a line', async () => {
  const bare = '  TCP    10.2.3.4:50000      4.4.4.4:443       ESTABLISHED';
  const read = await both(['1', listing(60), bare, '1', bare, '1', ''].join('\n'), 900);
  expect(read.bytes).toEqual(read.lines);
});

test('a word that stands beside a name with port 0 says nothing of other rows', async () => {
  const odd = [
    row('TCP', '0.0.0.0:5000', 'A0.0.0.0:0', 'NONSENSE', 12),
    row('TCP', '10.2.3.4:50000', '9.9.9.9:443', 'NONSENSE', 12),
  ];
  const read = await both([...HEADER, ...listing(30).split('\r\n'), ...odd, ''].join('\r\n'), 900);
  expect(read.bytes).toEqual(read.lines);
});

test('reads what fuzzing makes of a listing as the line reader does', async () => {
  const plain = listing(30).split('\r\n');
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...plain) },
    { weight: 3, arbitrary: fc.constantFrom(...ODD_LINES) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...plain, ...ODD_LINES), fc.nat(90), fc.nat(3), fc.string({ maxLength: 3 }))
        .map(([text, at, cut, put]) => (text.slice(0, at) + put + text.slice(at + cut)).replaceAll('\n', ' ')),
    },
  );
  const head = [...HEADER, ...plain].join('\r\n');
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 40 }),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 3000 }),
      async (lines, end, piece) => {
        const read = await both([head, ...lines, ''].join(end), piece);
        expect(read.bytes).toEqual(read.lines);
      },
    ),
    { numRuns: 300 },
  );
});

test('reads every address, port and process id as the line reader does, hardly valid ones as well', async () => {
  const octet = fc.oneof(
    fc.nat(255),
    fc.nat(999),
    fc.constantFrom('00', '01', '010', '', '1e', '0', '9', '10', '99', '100'),
  );
  const quad = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
  const six = fc.constantFrom(
    '[::]',
    '[::1]',
    '[fe80::1%12]',
    '[2001:db8::5]',
    '[::ffff:1.2.3.4]',
    '[2001:db8:1:2:3:4:5:6]',
  );
  const address = fc.oneof(
    quad,
    quad,
    fc.ipV4(),
    fc.ipV6().map((text) => `[${text}]`),
    six,
    fc.constantFrom('*', '0.0.0.0'),
  );
  const number = fc.oneof(
    fc.nat(65_535),
    fc.constantFrom('0', '1023', '1024', '5000', '5001', '65536', '032', '123456', '*', ''),
  );
  const end = fc.tuple(address, number).map((parts) => parts.join(':'));
  const pid = fc.oneof(fc.nat(5_000_000), fc.constantFrom('0', '07', '4194302', '4194303', '12345678', '', '4 ', 'x'));
  const state = fc.constantFrom('ESTABLISHED', 'SYN_SENT', 'SYN_RECEIVED', 'TIME_WAIT', 'LISTENING', '');
  const lines = fc.array(fc.tuple(fc.constantFrom('TCP', 'TCP', 'UDP'), end, end, state, pid), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 500, max: 9000 }), async (rows, piece) => {
      const read = await both([listing(60), ...rows.map((cells) => row(...cells)), ''].join('\r\n'), piece);
      expect(read.bytes).toEqual(read.lines);
    }),
    { numRuns: 300 },
  );
});

test('reads more IPv6 addresses and state words than it remembers', async () => {
  const rows = Array.from({ length: 40_000 }, (_, at) => {
    const group = ((at * 7919) % 20_011).toString(16);
    const state = ['ESTABLISHED', 'TIME_WAIT', 'CLOSE_WAIT', 'LAST_ACK', 'FIN_WAIT_1', 'FIN_WAIT_2'][at % 6];
    return row(
      'TCP',
      `[2001:db8::${(at % 97).toString(16)}]:50000`,
      `[2a00:1450::${group}:1]:443`,
      state,
      4 + (at % 3),
    );
  });
  const read = await both([listing(60), ...rows, ''].join('\r\n'), 70_000);
  expect(read.bytes).toEqual(read.lines);
});

test.each([
  ['a row', `  TCP    ${'x'.repeat(2_500_000)}`],
  ['blanks', ' '.repeat(700_000)],
  ['more blanks, and an owner behind them', `${' '.repeat(5_500_000)}\r\n [x.exe]`],
])('cuts a line of megabytes and goes on: %s', async (_name, long) => {
  const read = await both([listing(20).trimEnd(), long, listing(20)].join('\r\n'), 100_000);
  expect(read.bytes).toEqual(read.lines);
});

test('names the first line of each merged flow', async () => {
  const text = listing(100);
  const { lines } = await byBytes(Buffer.from(text), 500);
  const all = text.split('\r\n');
  for (const line of lines) expect(all[line - 1]).toMatch(/^ {2}(?:TCP|UDP)/);
  expect(new Set(lines).size).toBe(lines.length);
});

test('says the same of tool, language and blind spots as the line reader', async () => {
  const bytes = Buffer.from(listing(300) + row('UDP', '10.0.0.1:50000', '20.1.1.1:443', '', 7));
  expect((await byBytes(bytes, 5000)).facts).toEqual((await byLines(bytes)).facts);
});

test('stops when told to and says that the result is partial', async () => {
  const bytes = Buffer.from(listing(2000));
  const { result } = await byBytes(bytes, 1000, { interrupt: { stopped: true } });
  expect(result.partial).toBe(true);
  expect(result.rows).toBeLessThan(2000);
});

test('refuses what it cannot read faster than lines: owner lines, names, UTF-16, other formats', () => {
  const source = inPieces(new Uint8Array(0), 1, 0);
  const opens = (text: string | Buffer) => openBulk(headOf(Buffer.from(text)), source) !== null;
  expect(opens(listing(300))).toBe(true);
  expect(opens(listing(300).replaceAll('\r\n', '\r\n [svchost.exe]\r\n'))).toBe(false);
  expect(opens(listing(300).replaceAll(':443 ', ':https '))).toBe(false);
  expect(opens(Buffer.from(`\ufeff${listing(300)}`, 'utf16le'))).toBe(false);
  expect(opens('a,b,c\n1,2,3\n'.repeat(100))).toBe(false);
});

test('gives the same answer on two threads, line numbers included', async () => {
  const folder = scratchFolder('bulk');
  const worker = join(folder, 'bulk-worker.mjs');
  await build({
    entryPoints: ['src/inputs/bulk/worker.ts'],
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  const path = join(folder, 'listing.txt');
  const parts = ODD_LINES.map((odd) => `${listing(120)}${odd}\r\n`);
  writeFileSync(path, parts.join(''));
  const bytes = readFileSync(path);
  const one = await byBytes(bytes, 5000);
  const tally = new Tally();
  const options = { worker: pathToFileURL(worker), threadsFromBytes: 1 };
  const read = (sink: FlowSink): Promise<BulkResult> => {
    const source = { ...inPieces(bytes, 5000, 5000), path, size: bytes.length };
    return new WindowsBulk(headOf(bytes.slice(0, 65_536)), options).read(source, bytes.slice(0, 5000), sink);
  };
  const result = await read(tally);
  const { connection, flows, remotes } = new Tally();
  await read({ connection, flows, addressCounts: () => {} });
  expect(sorted(remotes)).toEqual(sorted(one.remotes));
  expect(sorted(tally.counts)).toEqual(sorted(one.counts));
  expect(result.rows).toBe(one.result.rows);
  expect(await result.sha256).toBe(await one.result.sha256);
  expect(result.badLines).toEqual(one.result.badLines);
  expect(result.facts).toEqual(one.result.facts);
  const text = bytes.toString().split('\r\n');
  for (const line of tally.lines) expect(text[line - 1]).toMatch(/TCP|UDP/);
});
