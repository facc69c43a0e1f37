import { describe, expect, test } from 'vitest';
import { cpuTime } from '../../test/cpu-time.js';
import { formatAddress } from '../address/format.js';
import type { Connection } from '../model/connection.js';
import type { InputSummary } from '../model/input.js';
import { memorySource } from './_memory-source.js';
import { several } from './_several.js';
import type { ByteSource } from './format.js';
import { type CompanionReading, readInputs } from './index.js';

const netstat = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    192.168.1.20:50100     198.51.100.1:443       ESTABLISHED     1200
  TCP    192.168.1.20:50101     198.51.100.2:443       ESTABLISHED     3300
`;
const tasklist = `
Image Name                     PID Session Name        Session#    Mem Usage
========================= ======== ================ =========== ============
System                           4 Services                   0        144 K
drive.exe                     1200 Console                    1     84,144 K
odd.exe                       3300 Console                    1     12,144 K
`;
const powershell = `
LocalAddress LocalPort RemoteAddress RemotePort State       AppliedSetting OwningProcess
------------ --------- ------------- ---------- -----       -------------- -------------
192.168.1.20 50102     198.51.100.3  443        Established Internet       1200
192.168.1.20 50103     198.51.100.4  443        Established Internet       1200
`;
const ss = `
State   Recv-Q   Send-Q     Local Address:Port       Peer Address:Port   Process
ESTAB   0        0           192.168.1.20:42424      198.51.100.5:443
ESTAB   0        0           192.168.1.20:42426      198.51.100.6:443
`;

const CONNECTION: Connection = {
  protocol: 'tcp',
  local: null,
  remote: { address: null, port: null, name: null, isAny: true, cut: null },
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
};

async function read(text: string | Buffer) {
  const inputs: InputSummary[] = [];
  const companions: CompanionReading[] = [];
  const rows: { remote: string; line: number; input: number }[] = [];
  const connection = ({ remote, line }: Connection): void =>
    void rows.push({
      remote: remote.address === null ? '' : formatAddress(remote.address),
      line,
      input: inputs.length,
    });
  const companion = (reading: CompanionReading): void => void companions.push(reading);
  const source = memorySource('all.txt', Buffer.from(text));
  for await (const summary of readInputs(source, { connection }, { companion })) inputs.push(summary);
  return { inputs, companions, rows };
}

test('rows of another listing are no bad lines, behind those that are kept neither', async () => {
  const summary = (await read(netstat)).inputs[0];
  const lines = Array.from({ length: 1254 }, () => 'tcp 10.0.0.1:50000 198.51.100.9:443');
  const bad = (of: readonly string[]): Pick<InputSummary, 'badLines' | 'badLineCount'> => {
    const all = of.flatMap((text, at) => (text === '' ? [] : [{ line: at + 1, text, reason: 'no row' }]));
    return { badLines: all.slice(0, 1000), badLineCount: all.length };
  };
  const first = { ...summary, ...bad(lines) };
  const left = { all: lines, lines, rows: new Set<number>() };
  const { first: cured } = await several(first, left, (source, sink, isWanted) => {
    if (isWanted(summary.format ?? '')) return Promise.resolve({ ...summary, ...bad(textOf(source).split('\n')) });
    if (!isWanted('ss')) return Promise.resolve({ ...summary, format: null });
    for (let line = 1; line <= 1250; line++) sink.connection({ ...CONNECTION, line });
    return Promise.resolve({ ...summary, format: 'ss' });
  });
  expect([cured.badLines.map(({ line }) => line), cured.badLineCount]).toEqual([[1251, 1252, 1253, 1254], 4]);
});

function textOf(source: ByteSource): string {
  const buffer = new Uint8Array(200_000);
  return Buffer.from(buffer.subarray(0, source.read(buffer))).toString();
}

describe('what several commands printed into one file', () => {
  test.each([
    ['netstat first', [netstat, tasklist, powershell, ss]],
    ['ss first', [ss, powershell, tasklist, netstat]],
    ['the process list last', [powershell, netstat, ss, tasklist]],
  ])('is read whole, with the line numbers of the file: %s', async (_, parts) => {
    const text = parts.join('');
    const { inputs, companions, rows } = await read(text);
    expect(rows.map(({ remote }) => remote).sort()).toEqual([1, 2, 3, 4, 5, 6].map((host) => `198.51.100.${host}`));
    const lines = text.split('\n');
    for (const { remote, line } of rows) expect(lines[line - 1]).toContain(remote);
    expect(new Set(inputs.map(({ format }) => format))).toEqual(new Set(['powershell', 'ss', 'windows-netstat']));
    expect(inputs.flatMap(({ badLines }) => badLines)).toEqual([]);
    expect(new Set(inputs.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(companions.map(({ summary: { name, entries, badLines } }) => ({ name, entries, badLines }))).toEqual([
      { name: 'all.txt#tasklist', entries: 3, badLines: [] },
    ]);
  });

  test('companions after one another are told apart', async () => {
    const cache = `
Windows IP Configuration

    cdn.example.org
    ----------------------------------------
    Record Name . . . . . : cdn.example.org
    Record Type . . . . . : 1
    Time To Live  . . . . : 86
    Data Length . . . . . : 4
    Section . . . . . . . : Answer
    A (Host) Record . . . : 198.51.100.1

    www.example.net
    ----------------------------------------
    Record Name . . . . . : www.example.net
    Record Type . . . . . : 1
    Time To Live  . . . . : 12
    Data Length . . . . . : 4
    Section . . . . . . . : Answer
    A (Host) Record . . . : 198.51.100.2
`;
    for (const text of [`${netstat}${tasklist}${cache}`, `${tasklist}${cache}${netstat}`]) {
      const { companions, rows } = await read(text);
      expect(rows).toHaveLength(2);
      expect(companions.map(({ summary: { name, badLines } }) => ({ name, badLines }))).toEqual([
        { name: 'all.txt#tasklist', badLines: [] },
        { name: 'all.txt#dns-cache', badLines: [] },
      ]);
    }
  });

  test('rows of another format are no bad lines of the first', async () => {
    const linux = 'tcp  0  0 192.168.1.20:42424 198.51.100.5:443 ESTABLISHED\n'.repeat(3);
    const { inputs, rows } = await read(
      `${netstat}\nProto Recv-Q Send-Q Local Address Foreign Address State\n${linux}`,
    );
    expect(rows).toHaveLength(5);
    expect(inputs.reduce((sum, { badLineCount }) => sum + badLineCount, 0)).toBe(0);
  });

  test('a listing alone stays one input, whatever else stands around it', async () => {
    const prose = 'See ticket 4711 for 3 more, opened 2026-03-14.\n'.repeat(20);
    const { inputs, companions } = await read(`${prose}${netstat}${prose}`);
    expect(inputs.map(({ name, rows }) => [name, rows])).toEqual([['all.txt', 2]]);
    expect(companions).toEqual([]);
  });

  test('UTF-16 too', async () => {
    const text = `\ufeff${netstat}${ss}`.replaceAll('\n', '\r\n');
    const { rows } = await read(Buffer.from(text, 'utf16le'));
    expect(rows.map(({ line }) => line).sort((a, b) => a - b)).toEqual([5, 6, 9, 10]);
  });

  test('a long file is given row by row', async () => {
    const row = '  TCP    192.168.1.20:50100     198.51.100.1:443       ESTABLISHED     1200\r\n';
    const { inputs, rows } = await read(`${netstat}${row.repeat(30_000)}${ss}`);
    expect(rows).toHaveLength(30_002);
    expect(inputs).toHaveLength(1);
  });

  test.each(['\r', ':', '@', ' ', '1:', 'a@', '1 2 3 4\n', '@@@@ 1 2 3\n', 'C:\\', '\n1 a b\n\n'])(
    'long runs of %j behind a listing take linear time',
    async (text) => {
      for (const step of [4_000, 1_900_000]) {
        const run = `${text.repeat(Math.ceil(step / text.length))}\n`.repeat(Math.floor(1_900_000 / step));
        const taken = cpuTime();
        const { rows } = await read(`${netstat}${run}`);
        expect(taken()).toBeLessThan(3_000);
        expect(rows.length).toBeGreaterThanOrEqual(2);
      }
    },
  );
});
