import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { anyIPv6, anyStyle, spell } from '../address/_samples.js';
import type { Address } from '../address/address.js';
import { classify, isGlobal } from '../address/classify.js';
import { compareAddresses } from '../address/compare.js';
import { unmapped } from '../address/unmapped.js';
import { ipv4 } from '../address/ipv4.js';
import { ipv6 } from '../address/ipv6.js';
import { drive } from '../inputs/_driver.js';
import { openDecoder } from '../inputs/_encoding.js';
import { memorySource } from '../inputs/_memory-source.js';
import type { BulkOptions, BulkResult } from '../inputs/bulk/bulk-reader.js';
import { openTableBulk } from '../inputs/bulk/index.js';
import { TableBulk } from '../inputs/bulk/table-bulk.js';
import { planOf } from '../inputs/bulk/table-plan.js';
import { TableScan } from '../inputs/bulk/table-scan.js';
import type { ByteSource, Head } from '../inputs/format.js';
import { table } from '../inputs/table.js';
import type { Connection } from '../model/connection.js';
import type { FlowSink } from '../model/flow-group.js';
import type { InputSummary } from '../model/input.js';
import { PeerCounts } from './_peer-counts.js';
import { PeerTable } from './peer-table.js';
import type { PeerSink } from './_read-peers.js';
import { formatAddress } from '../address/format.js';

/** All of what is read here: a listener that comes later turns directions round only where rows are not merged yet. */
const HEAD = 1_048_576;

function headOf(bytes: Uint8Array): Head {
  const first = bytes.subarray(0, HEAD);
  const decoder = openDecoder(first);
  void decoder.prepare(first);
  const text = decoder.decode(first);
  return { bytes: first, text, lines: text.split(/\r*\n|\r/), encoding: decoder.encoding, name: 'test' };
}

/** A sink as `investigate` makes one, and what it has been given. */
class Seen<Table extends PeerSink> implements FlowSink {
  readonly table: Table;
  readonly aside = new Map<string, number>();
  readonly keptClasses: readonly string[];
  hasPrograms = false;
  /** Counted addresses that are not where their kind or their order puts them. */
  misplaced = 0;

  constructor(table: Table, keptClasses: readonly string[]) {
    this.table = table;
    this.keptClasses = keptClasses;
  }

  get addressCounts(): FlowSink['addressCounts'] {
    if (this.table.count === undefined) return undefined;
    return ({ others, ...counts }) => {
      this.#addRising(counts, Array.from(counts.words, ipv4));
      const words = Array.from(others.rows, (_, at) => others.words.subarray(at * 4, at * 4 + 4));
      this.#addRising(
        others,
        words.map(([w0, w1, w2, w3]) => ipv6(w0, w1, w2, w3)),
      );
    };
  }

  #addRising({ rows, globals }: { rows: Uint32Array; globals: number }, addresses: readonly Address[]): void {
    for (const [at, address] of addresses.entries()) {
      const isRising = at === 0 || at === globals || compareAddresses(addresses[at - 1], address) < 0;
      if (isGlobal(address) !== at < globals || !isRising || rows[at] === 0) this.misplaced++;
      this.#add(address, rows[at]);
    }
  }

  #add(address: Address, rows: number): void {
    if (this.#isKept(address)) this.table.count?.(address, rows);
    else this.#count(classify(address).class, rows);
  }

  connection = (connection: Connection): void => {
    const { process } = connection;
    this.hasPrograms ||= process !== null && (process.name !== null || process.path !== null);
    if (connection.state === 'listening' && connection.protocol.startsWith('tcp')) this.table.addListener(connection);
    const { address, isAny, name } = connection.remote;
    if (address === null) this.#count(isAny ? 'any' : `name ${name}`, connection.count);
    else if (this.#isKept(unmapped(address))) this.table.add(unmapped(address), connection, 0);
    else this.#count(classify(unmapped(address)).class, connection.count);
  };

  flows: FlowSink['flows'] = (groups) => {
    const peers = Uint8Array.from({ length: groups.length }, (_, group) => {
      const address = unmapped(groups.remote(group));
      if (this.#isKept(address)) return 1;
      this.#count(classify(address).class, groups.rows[group]);
      return 0;
    });
    this.table.addGroups(peers, groups, 0);
  };

  starts: FlowSink['starts'] = (starts) => this.table.addStarts?.(starts);

  #isKept(address: Parameters<typeof classify>[0]): boolean {
    const { isGlobal, class: kind } = classify(address);
    return isGlobal || this.keptClasses.includes(kind);
  }

  #count(what: string, rows: number): void {
    this.aside.set(what, (this.aside.get(what) ?? 0) + rows);
  }
}

/** All that anybody can ask but the rows, of which merged ones are told by their first. */
function contentsOf({ table, aside }: Seen<PeerTable>): unknown {
  const peers = Array.from(table.byAddress(), (number) => {
    const { text, ports, processes, states, directions, connections, flows, names, hosts, timing, ...more } =
      table.at(number);
    const { firstSeen, lastSeen, bytesSent, bytesReceived } = more;
    const times = { firstSeen, lastSeen, bytesSent, bytesReceived, timing };
    const told = flows.map((flow) => ({ ...flow, process: flow.process === null ? null : processes[flow.process] }));
    const lists = { ports: sorted(ports), processes: sorted(processes), states, directions, flows: sorted(told) };
    return {
      text,
      connections,
      names: sorted(names),
      hosts,
      ...lists,
      ...times,
    };
  });
  return { peers, aside: Object.fromEntries(aside) };
}

/** Rows by peer, and those that have none. */
function rowsOf({ table, aside }: Seen<PeerTable>): unknown {
  const peers = Array.from(table.byAddress(), (number) => {
    const { text, connections } = table.at(number);
    return [text, connections];
  });
  return { peers: sorted(peers), aside: Object.fromEntries(aside) };
}

/** The same where nothing else was read. */
function rowsAloneOf({ table, aside }: Seen<PeerCounts>): unknown {
  const peers = Array.from(table.ranked(), (number) => [formatAddress(table.addressAt(number)), table.rowsAt(number)]);
  return { peers: sorted(peers), aside: Object.fromEntries(aside) };
}

/** Ports of one peer with as many connections stand in the order of their rows, and merged rows come last. */
function sorted(items: readonly unknown[]): string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}

/** What is said of the input besides its rows. */
type Told = Omit<InputSummary, 'name' | 'sha256' | 'format' | 'encoding' | 'nameOnlyPeers' | 'truncatedPeers'>;

interface Reading {
  readonly contents: unknown;
  readonly rows: unknown;
  readonly told: Told;
  readonly sha256: string;
  readonly misplaced: number;
}

async function byLines(bytes: Uint8Array, kept: readonly string[] = []): Promise<Reading> {
  const seen = new Seen(new PeerTable(), kept);
  const loaders = { text: [[{ load: () => table }], []], binary: [] };
  const summary = await drive(memorySource('test', bytes), seen, loaders, { bulk: false });
  const { rows, badLines, badLineCount, hasPrograms, partial, tool, language, os, blindSpots, sha256 } = summary;
  const told = { rows, badLines, badLineCount, hasPrograms, partial, tool, language, os, blindSpots };
  return { contents: contentsOf(seen), rows: rowsOf(seen), told, sha256, misplaced: 0 };
}

interface Way {
  readonly kept?: readonly string[];
  readonly source?: () => ByteSource;
  readonly options?: BulkOptions;
}

async function byCells(bytes: Uint8Array, way: Way = {}): Promise<Reading> {
  const seen = new Seen(new PeerTable(), way.kept ?? []);
  const result = await readInto(seen, bytes, way);
  const { facts, rows, badLines, badLineCount, partial } = result;
  const hasPrograms = result.hasPrograms === true || seen.hasPrograms;
  const told = { rows, badLines, badLineCount, hasPrograms, partial, ...facts };
  const alone = new Seen(new PeerCounts(), way.kept ?? []);
  await readInto(alone, bytes, way);
  const { misplaced } = alone;
  return { contents: contentsOf(seen), rows: rowsAloneOf(alone), told, sha256: await result.sha256, misplaced };
}

function readInto(seen: Seen<PeerSink>, bytes: Uint8Array, { source, options }: Way): Promise<BulkResult> {
  const head = headOf(bytes);
  const plan = planOf(head, seen.addressCounts !== undefined);
  if (plan === null) throw new Error('no table that is read by cells');
  return new TableBulk(plan, head, options).read(source?.() ?? memorySource('test', bytes), new Uint8Array(0), seen);
}

const ADDRESSES = [
  '20.1.2.3',
  '20.1.2.3',
  '20.1.2.4',
  '91.3.7.200',
  '10.1.1.7',
  '192.168.1.20',
  '127.0.0.1',
  '224.0.0.251',
  '2a00:1450::5',
  '2A00:1450:0::5',
  '::ffff:20.1.2.3',
  '::ffff:10.1.1.7',
  'fe80::1',
  '2001:db8:5:6::1f',
];
const ODD_ADDRESSES = [
  '',
  '-',
  '0.0.0.0',
  '::',
  '*',
  '020.1.2.3',
  '20.1.2',
  '20.1.2.256',
  '20.1.2.3:443',
  '[2a00:1450::5]',
  'fe80::1%eth0',
  'host.example',
  ' 20.1.2.3',
  '1.2.3.4.5',
  'aa:bb:cc:dd:ee:ff',
  '20.1.2.3\u0000',
  '20.1.2.3\r',
  '"20.1.2.3"',
  '2a00:1450::5::',
];
const PORTS = ['443', '80', '22', '8080', '3389', '1500', '33000', '50123', '65535', '0'];
const ODD_PORTS = ['', '-', '65536', '0443', 'https', '443.0', '-1', '4 43', '1e3'];
const TIMES = [
  '1767225600.010000',
  '1767225600.999999',
  '1767225612.345678',
  // Halves of a millisecond fall to either side.
  '1767225600.000500',
  '1767225613.234500',
  '2026-01-01T00:00:00.010Z',
  '2026-01-01T00:00:59.999Z',
  '2026-01-01 00:00:07.500Z',
  '2026-01-01T00:01:07.500Z',
  '1767225601',
  '1767225600123',
  '1767312000.5',
  '2026-01-01T00:00:00Z',
  '2026-02-28 23:59:59.287',
  '2024-02-29T12:30:01.0195Z',
  '1999-12-31 00:00:60',
  '2026-01-01T00:00:00.010000+0000',
  '2026-01-01T00:00:00-05:30',
];
const ODD_TIMES = [
  // As the usual ones before them, up to one byte.
  '2026-01-01T00:00:0:.010Z',
  '2026-01-01T00:00:00,010Z',
  '2026-01-01T00:00:00.010z',
  '2026-01-01T00:00:0/.0/0Z',
  '2026-01-01T00:00:00.0100',
  '1767225600.01000x',
  '17672256x0.010000',
  '1767225x00.010000',
  '00000000\u000000.010000',
  '',
  '-',
  '2026-13-01T00:00:00',
  '1767225600.',
  '.5',
  '12',
  '2026-01-01T00:00:00+2:00',
  '2026-01-01T00:00+0200',
  '1e9',
  '9'.repeat(17),
  'soon',
];
const DURATIONS = ['0.000100', '1.5', '791.377000', '3600', '30000', '-', ''];
const COUNTS = ['0', '1', '812', '99999999', '123456789', '12345678901234', '-', ''];
const ODD_COUNTS = ['00', '007', '01234567', ':', '1/', '1,024', '-5', '1e3', '12.0', '1234567890123456'];

/** One of the usual values, now and then an odd one. */
function cell(usual: readonly string[], odd: readonly string[] = []): fc.Arbitrary<string> {
  const all = [{ arbitrary: fc.constantFrom(...usual), weight: 30 }];
  return odd.length === 0 ? all[0].arbitrary : fc.oneof(...all, { arbitrary: fc.constantFrom(...odd), weight: 1 });
}

const zeekCells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  ts: cell(TIMES, ODD_TIMES),
  uid: fc.constant('CHhAvVGS1DHFjwGM9'),
  'id.orig_h': cell(ADDRESSES, ODD_ADDRESSES),
  'id.orig_p': cell(PORTS, ODD_PORTS),
  'id.resp_h': cell(ADDRESSES, ODD_ADDRESSES),
  'id.resp_p': cell(PORTS, ODD_PORTS),
  proto: cell(['tcp', 'tcp', 'udp', 'icmp'], ['', '-', 'TCP', 'arp', 'odd protocol that is longer than any']),
  service: cell(['ssl', 'dns', '-', 'http']),
  duration: cell(DURATIONS, ['-1.0', '1e3', '0:00:05']),
  orig_bytes: cell(COUNTS, ODD_COUNTS),
  resp_bytes: cell(COUNTS, ODD_COUNTS),
  conn_state: cell(['SF', 'S0', 'REJ', 'RSTO', 'OTH'], ['', '-', 'NEW']),
  history: cell(['ShADadFf', 'S']),
};
const ODD_LINES = [
  '',
  '#close\t2026-01-01-00-00-00',
  '#fields\tts\tid.resp_h\tid.orig_h\tproto',
  '#types\ttime\taddr',
  'Summary of it',
  '1767225600.010000\tCtorn',
  '\t'.repeat(20),
  '\u0000\u0001\u0002',
  'ключ',
  '"',
];

function tableOf(
  cells: Readonly<Record<string, fc.Arbitrary<string>>>,
  delimiter: string,
  head: string[],
  mark: string,
) {
  return fc
    .record({
      names: fc.shuffledSubarray(Object.keys(cells), { minLength: Object.keys(cells).length }),
      rows: fc.array(fc.record(cells), { minLength: 1, maxLength: 60 }),
      odd: fc.array(fc.tuple(fc.nat(59), fc.constantFrom(...ODD_LINES)), { maxLength: 4 }),
      end: fc.constantFrom('\n', '\r\n', '\r\r\n'),
      isTorn: fc.boolean(),
    })
    .map(({ names, rows, odd, end, isTorn }) => {
      const lines = rows.map((row) => names.map((name) => row[name]).join(delimiter));
      for (const [at, text] of odd) lines.splice(at, 0, text);
      const text = [...head, `${mark}${names.join(delimiter)}`, ...lines, ''].join(end);
      return Buffer.from(isTorn ? text.slice(0, text.length - 9) : text);
    });
}

const KEPT = ['private', 'shared-cgnat', 'link-local', 'unique-local'];
const RUNS = { numRuns: 100 };

/** Spelt in any way, and now and then with something wrong. */
const spelt6 = fc
  .record({
    address: fc.oneof(
      { weight: 3, arbitrary: anyIPv6 },
      {
        weight: 5,
        arbitrary: fc
          .tuple(
            fc.constantFrom(0x2001_0470, 0x2400_cb00, 0x2606_4700, 0x2a00_1450),
            fc.nat(3),
            fc.nat(3),
            fc.nat(0x3_0003),
          )
          .map(([w0, w1, w2, w3]) => ipv6(w0, w1, w2, w3)),
      },
    ),
    style: anyStyle,
    wrong: fc.option(fc.tuple(fc.nat(40), fc.constantFrom(':', '::', '0', 'g', '%1', '.1', '')), { freq: 8 }),
  })
  .map(({ address, style, wrong }) => {
    const text = spell(address, style);
    return wrong === null ? text : text.slice(0, wrong[0]) + wrong[1] + text.slice(wrong[0] + 1);
  });

test('IPv6 addresses are the same by cells as by lines, however they are spelt', async () => {
  const cells = { ...zeekCells, 'id.orig_h': fc.constantFrom('10.1.1.7', 'fe80::1'), 'id.resp_h': spelt6 };
  const log = tableOf(cells, '\t', ['#separator \\x09', '#path\tconn'], '#fields\t');
  await fc.assert(
    fc.asyncProperty(log, fc.constantFrom(7, 100_000), async (bytes, step) => {
      expect(await byCells(bytes, { kept: KEPT, source: () => memorySource('test', bytes, step) })).toEqual(
        await byLines(bytes, KEPT),
      );
    }),
    RUNS,
  );
}, 120_000);

test('Zeek logs give the same peers by cells as by lines, whatever the order of their fields and the state of their lines', async () => {
  const log = tableOf(zeekCells, '\t', ['#separator \\x09', '#path\tconn'], '#fields\t');
  await fc.assert(
    fc.asyncProperty(log, fc.boolean(), fc.constantFrom(7, 100, 100_000), async (bytes, keepPrivate, step) => {
      const kept = keepPrivate ? KEPT : [];
      const source = () => memorySource('test', bytes, step);
      expect(await byCells(bytes, { kept, source })).toEqual(await byLines(bytes, kept));
    }),
    RUNS,
  );
}, 120_000);

const socketCells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  Time: cell(TIMES, ODD_TIMES),
  host: cell(['pc-1', 'pc-2', '']),
  Process: cell(
    ['chrome.exe', 'C:\\Windows\\System32\\svchost.exe', '', 'Müller.exe', 'a b'],
    ['x'.repeat(300), '[Time Wait]', '12/sshd'],
  ),
  PID: cell(['4', '1028', '', '0'], ['1,028', '0x10', '12.0', '-']),
  Protocol: cell(['TCP', 'UDP', 'tcp6', '6']),
  'Local Address': cell(ADDRESSES, ODD_ADDRESSES),
  'Local Port': cell(PORTS, ODD_PORTS),
  'Remote Address': cell(ADDRESSES, ODD_ADDRESSES),
  'Remote Port': cell(PORTS, ODD_PORTS),
  'Remote Host': cell(['', 'www.example.com', 'https://a.example/x?y', 'b.example.'], ['20.1.2.3', '-']),
  State: cell(['ESTABLISHED', 'SYN_SENT', 'SYN_RECEIVED', 'TIME_WAIT', ''], ['LISTENING', '5', 'NONSENSE']),
  Direction: cell(['', '', 'outbound', 'inbound'], ['listen', 'sideways']),
  sent: cell(COUNTS, ODD_COUNTS),
  received: cell(COUNTS, ODD_COUNTS),
};

/** Some writers quote every cell, some the ones that need it; now and then one does it wrongly. */
function quotedWith(delimiter: string) {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const ways: readonly ((text: string) => string)[] = [
    (text) => text,
    quoted,
    (text) => (/[",;\n]/.test(text) ? quoted(text) : text),
    (text) => quoted(`${text}${delimiter}`),
    (text) => ` "${text}"`,
    (text) => `"${text}`,
    (text) => `${text}"`,
    (text) => quoted(`${text}"${text}`),
    (text) => quoted(`${text}\n${text}`),
    (text) => `"${text}" `,
  ];
  return fc
    .record({
      usual: fc.constantFrom(0, 1, 2),
      odd: fc.array(fc.tuple(fc.nat(900), fc.nat(ways.length - 1)), { maxLength: 6 }),
    })
    .map(({ usual, odd }) => {
      const byCell = new Map(odd);
      let number = 0;
      return (text: string): string => ways[byCell.get(number++) ?? usual](text);
    });
}

function csvOf(cells: typeof socketCells, delimiter: string) {
  return fc
    .record({
      names: fc.shuffledSubarray(Object.keys(cells), { minLength: Object.keys(cells).length }),
      rows: fc.array(fc.record(cells), { minLength: 1, maxLength: 60 }),
      odd: fc.array(fc.tuple(fc.nat(59), fc.constantFrom(...ODD_LINES, '---', 'Summary')), { maxLength: 3 }),
      write: quotedWith(delimiter),
      end: fc.constantFrom('\n', '\r\n'),
    })
    .map(({ names, rows, odd, write, end }) => {
      const lines = rows.map((row) => names.map((name) => write(row[name])).join(delimiter));
      for (const [at, text] of odd) lines.splice(at, 0, text);
      return Buffer.from([names.join(delimiter), ...lines, ''].join(end));
    });
}

test('wide tables with empty columns between those that count give the same peers by cells as by lines', async () => {
  const wide = fc
    .record({
      gaps: fc.array(fc.nat(16), { minLength: 15, maxLength: 15 }),
      rows: fc.array(fc.record(socketCells), { minLength: 1, maxLength: 40 }),
      short: fc.array(fc.tuple(fc.nat(39), fc.nat(120)), { maxLength: 3 }),
    })
    .map(({ gaps, rows, short }) => {
      const cut = new Map(short);
      const line = (cells: readonly string[], at: number): string => {
        const wide = cells.flatMap((text, cell) => [...Array.from({ length: gaps[cell] }, () => ''), text]);
        return wide.slice(0, cut.get(at) ?? wide.length).join('\t');
      };
      const names = Object.keys(socketCells);
      return Buffer.from(`${[line(names, -1), ...rows.map((row, at) => line(Object.values(row), at))].join('\n')}\n`);
    });
  await fc.assert(
    fc.asyncProperty(
      wide.filter((bytes) => planOf(headOf(bytes)) !== null),
      async (bytes) => {
        expect(await byCells(bytes)).toEqual(await byLines(bytes));
      },
    ),
    RUNS,
  );
}, 120_000);

test.each([',', ';', '\t'])(
  'tables of sockets with %j between their cells give the same peers by cells as by lines',
  async (delimiter) => {
    await fc.assert(
      fc.asyncProperty(csvOf(socketCells, delimiter), fc.constantFrom(7, 100_000), async (bytes, step) => {
        expect(await byCells(bytes, { source: () => memorySource('test', bytes, step) })).toEqual(await byLines(bytes));
      }),
      RUNS,
    );
  },
  120_000,
);

const flowCells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  timestamp: zeekCells.ts,
  src_ip: zeekCells['id.orig_h'],
  src_port: zeekCells['id.orig_p'],
  dest_ip: zeekCells['id.resp_h'],
  dest_port: zeekCells['id.resp_p'],
  proto: cell(['TCP', 'UDP', '17'], ['ARP']),
  direction: cell(['', 'egress', 'ingress']),
  bytes_in: cell(COUNTS, ODD_COUNTS),
  event_type: cell(['flow', 'netflow', 'dns', 'alert']),
  src_host: cell(['', 'a.example']),
  dest_host: cell(['', 'b.example', 'c.example']),
};

test('tables of flows give the same peers by cells as by lines', async () => {
  await fc.assert(
    fc.asyncProperty(csvOf(flowCells, ','), async (bytes) => {
      expect(await byCells(bytes)).toEqual(await byLines(bytes));
    }),
    RUNS,
  );
}, 120_000);

/** A JSON value of a text: as a number where it looks like one, with what writers do to texts and lists. */
function valueOf(text: string, way: number): string {
  const isNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text);
  if (way === 1) return 'null';
  if (way === 2) return `[${JSON.stringify(text)}, "more"]`;
  if (way === 3) return JSON.stringify(text).replace(/[a-z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
  if (way === 4) return '{"inner": [1, {"a": "}"}], "remoteAddress": "9.8.7.6"}';
  if (way === 5) return isNumber ? `${text}e0` : '-0.50';
  return isNumber && way !== 6 ? text : JSON.stringify(text);
}

const SEPARATORS = [
  [',', ':'],
  [', ', ': '],
  [' ,  ', ' :'],
] as const;

function recordsOf(cells: Readonly<Record<string, fc.Arbitrary<string>>>) {
  const keys = Object.keys(cells);
  return fc
    .record({
      names: fc.shuffledSubarray(keys, { minLength: keys.length }),
      rows: fc.array(fc.record(cells), { minLength: 2, maxLength: 60 }),
      without: fc.array(fc.constantFrom(...keys), { maxLength: 3 }),
      odd: fc.array(fc.tuple(fc.nat(700), fc.nat(6)), { maxLength: 8 }),
      lines: fc.array(fc.tuple(fc.nat(59), fc.constantFrom(...ODD_RECORDS)), { maxLength: 4 }),
      separators: fc.constantFrom(...SEPARATORS),
      end: fc.constantFrom('\n', '\r\n', ',\n', ' \n'),
    })
    .map(({ names, rows, without, odd, lines, separators: [between, after], end }) => {
      const ways = new Map(odd);
      let number = 0;
      const records = rows.map((row, at) => {
        // Writers leave out what is not known, in some rows.
        const kept = names.filter((name) => at % 3 !== 1 || !without.includes(name));
        const pairs = kept.map((name) => `"${name}"${after}${valueOf(row[name], ways.get(number++) ?? 0)}`);
        return `{${pairs.join(between)}}`;
      });
      for (const [at, text] of lines) records.splice(at + 1, 0, text);
      return Buffer.from(records.join(end) + end);
    });
}

const ODD_RECORDS = [
  '',
  '[',
  ']',
  '{}',
  '{"a":1',
  '{"id.resp_h":"20.1.2.3","id.orig_h":"10.1.1.7","id.resp_h":"20.1.2.4"}',
  '{"remoteAddress":"20.1.2.3","remotePort":443,"1":2}',
  '{"remote_address":"20.1.2.3","remote_port":0443}',
  '{"remoteAddress":"20.1.2.3","remotePort":01}',
  '{"connections":[{"remoteAddress":"20.1.2.3"},{"remoteAddress":"20.1.2.4"}]}',
  '{"columns":{"remoteAddress":"20.1.2.3","name":"a"},"name":"pack"}',
  '{"remoteAddress":"20.1.2.3","state":tru}',
  '{"remoteAddress":"20.1.2.3","process":"a\tb"}',
  '"text"',
  '12',
];

/** Keys that are the same for longer than is compared at once, and values of any length that nobody reads. */
const REMARKS = Object.fromEntries(
  ['first', 'second', 'third'].map((end) => [
    `what somebody wrote of it for those who come later ${end}`,
    fc.oneof(cell(['', '7', '-0.25', 'a\\b', 'a"b', 'é', '\u0001']), fc.string({ maxLength: 40 })),
  ]),
);

test.each([
  ['Zeek', zeekCells],
  ['sockets', socketCells],
  ['flows', flowCells],
])(
  'JSON records of %s give the same peers by cells as by lines',
  async (_, cells) => {
    await fc.assert(
      fc.asyncProperty(recordsOf({ ...cells, ...REMARKS }), fc.constantFrom(7, 100_000), async (bytes, step) => {
        const head = headOf(bytes);
        const plan = planOf(head);
        // Alerts that name one end are not read by cells, nor is anything without rows: see `openTableBulk`.
        fc.pre(plan !== null && TableScan.tryHead(plan, head).reader.hasSoles !== true);
        const seen = await byCells(bytes, { source: () => memorySource('test', bytes, step) });
        fc.pre(seen.told.rows > 0);
        expect(seen).toEqual(await byLines(bytes));
      }),
      RUNS,
    );
  },
  120_000,
);

/** A file as big as one likes: of all kinds of cells, mostly plain ones. */
function bigLog(rows: number, cellsOf: (sample: Record<string, string>) => string, cells: typeof zeekCells): string {
  return fc
    .sample(fc.record(cells), { numRuns: rows, seed: 7 })
    .map((sample) => `${cellsOf(sample)}\n`)
    .join('');
}

const ZEEK_NAMES = Object.keys(zeekCells);
const ZEEK = `#path\tconn\n#fields\t${ZEEK_NAMES.join('\t')}\n${bigLog(4000, (row) => ZEEK_NAMES.map((name) => row[name]).join('\t'), zeekCells)}`;
const CSV_NAMES = Object.keys(flowCells);
const CSV = `${CSV_NAMES.join(',')}\n${bigLog(4000, (row) => CSV_NAMES.map((name) => `"${row[name]}"`).join(','), flowCells)}`;
const NDJSON = bigLog(4000, (row) => JSON.stringify(row), zeekCells);
/**
 * More peers and flows than memory is made for at first and than have early places, one with more flows and starts than are
 * told together, and more far ends that are only counted than have places of their own; some of all come again.
 */
const MANY = `#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_bytes\tconn_state\n${Array.from(
  { length: 60_000 },
  (_, row) => {
    const number = (row * 7919) % 13_003;
    const v6 = row % 7 === 0;
    const others = v6 ? `2a00:1450::${number.toString(16)}` : `20.${number >> 8}.${number & 255}.1`;
    const aside = v6 ? `fe80::${number.toString(16)}` : `10.${number >> 8}.${number & 255}.1`;
    const far = row % 4 === 1 ? aside : others;
    const [address, port] = row % 4 === 0 ? ['91.3.7.200', (row >> 2) + 1] : [far, (row % 3) + 443];
    const ends = `10.1.${row & 255}.7\t50000\t${address}\t${port}`;
    return `${1767225600 + row}.010000\t${ends}\ttcp\t${row}\t${row % 5 === 0 ? 'S0' : 'SF'}\n`;
  },
).join('')}`;
/** A cell whose quotes are open over the middle of the file: the other thread must not take its lines for rows. */
const OPEN_CELL = `${CSV.slice(0, CSV.length / 2)}"\n,"${'10.1.1.7,\n'.repeat(5)}",\n${CSV.slice(CSV.length / 2)}`;

test('a long log gives the same peers by cells as by lines', async () => {
  const bytes = Buffer.from(MANY);
  expect(await byCells(bytes)).toEqual(await byLines(bytes));
});

test.runIf(availableParallelism() > 1).each([
  ['Zeek', ZEEK],
  ['A long log of Zeek', MANY],
  ['CSV', CSV],
  ['CSV with an open cell', OPEN_CELL],
  ['NDJSON', NDJSON],
])('%s gives the same peers on two threads, bad lines with the same numbers', async (_, text) => {
  const folder = scratchFolder('table');
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
  const path = join(folder, 'table.txt');
  const bytes = Buffer.from(text);
  writeFileSync(path, bytes);
  const source = () => ({ ...memorySource('test', bytes, 5000), path });
  const options = { worker: pathToFileURL(worker), threadsFromBytes: 1 };
  expect(await byCells(bytes, { source, options })).toEqual(await byLines(bytes));
});

test.each([
  ['Zeek', ZEEK],
  ['CSV', CSV],
  ['NDJSON', NDJSON],
])('most rows of %s are read by cells', (_, text) => {
  const head = headOf(Buffer.from(text));
  const plan = planOf(head);
  const scan = plan === null ? null : TableScan.tryHead(plan, head);
  expect(scan?.sums.rows).toBeGreaterThan(100);
  expect(scan?.scanner.oddLines).toBeLessThan((scan?.sums.rows ?? 0) / 2);
});

test('is claimed only where it is quicker: plain tables, for a sink that takes groups', () => {
  const opens = (text: string, sink: FlowSink): boolean => openTableBulk(headOf(Buffer.from(text)), sink) !== null;
  expect(opens(ZEEK, new Seen(new PeerTable(), []))).toBe(true);
  expect(opens(ZEEK, { connection: () => {} })).toBe(false);
  expect(opens(ZEEK.replace('#path\tconn', '#path\tdns'), new Seen(new PeerTable(), []))).toBe(false);
  expect(opens(`remoteAddress,port\n${'host.example,443\n'.repeat(500)}`, new Seen(new PeerTable(), []))).toBe(false);
  expect(opens('{"a": [1, 2]}\n'.repeat(500), new Seen(new PeerTable(), []))).toBe(false);
  const flow = '{"ts":1767225600.5,"id.orig_h":"10.1.1.7","id.resp_h":"20.1.2.3","proto":"tcp"}\n'.repeat(100);
  const alert = '{"rule":{"description":"sshd: brute force"},"data":{"srcip":"198.51.100.7"}}\n';
  expect(opens(flow, new Seen(new PeerTable(), []))).toBe(true);
  expect(opens(flow + alert, new Seen(new PeerTable(), []))).toBe(false);
});
