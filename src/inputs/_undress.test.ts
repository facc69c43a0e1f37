import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuTime } from '../../test/cpu-time.js';
import { formatAddress } from '../address/format.js';
import type { Connection } from '../model/connection.js';
import { memorySource } from './_memory-source.js';
import { undress } from './_undress.js';
import { readInput } from './index.js';

const LISTINGS: Readonly<Record<string, readonly string[]>> = {
  'windows-netstat': [
    '  Proto  Local Address          Foreign Address        State           PID',
    '  TCP    192.168.1.20:51544     198.51.100.7:443       ESTABLISHED     9120',
    '  TCP    192.168.1.20:51545     198.51.100.8:443       ESTABLISHED     9120',
  ],
  'linux-netstat': [
    'Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name',
    'tcp        0      0 192.168.1.20:49845      198.51.100.7:443        ESTABLISHED 3120/curl',
    'tcp        0      0 192.168.1.20:49846      198.51.100.8:443        ESTABLISHED 3120/curl',
  ],
  ss: [
    'Netid State  Recv-Q Send-Q Local Address:Port   Peer Address:Port Process',
    'tcp   ESTAB  0      0      192.168.1.20:22      198.51.100.7:443  users:(("sshd",pid=1,fd=3))',
    'tcp   ESTAB  0      0      192.168.1.20:23      198.51.100.8:443  users:(("sshd",pid=1,fd=3))',
  ],
  lsof: [
    'COMMAND   PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME',
    'curl     4242  ann    5u  IPv4  81234      0t0  TCP 192.168.1.20:52310->198.51.100.7:443 (ESTABLISHED)',
    'curl     4242  ann    6u  IPv4  81235      0t0  TCP 192.168.1.20:52311->198.51.100.8:443 (ESTABLISHED)',
  ],
  powershell: [
    'LocalAddress  LocalPort RemoteAddress  RemotePort State       AppliedSetting OwningProcess',
    '------------  --------- -------------  ---------- -----       -------------- -------------',
    '192.168.1.20  52310     198.51.100.7   443        Established Internet       900',
    '192.168.1.20  52311     198.51.100.8   443        Established Internet       900',
  ],
};
const WORN: Readonly<Record<string, (line: string, index: number) => string>> = {
  'a mail quotes it': (line) => `> ${line}`,
  'it was quoted twice': (line) => `>> ${line}`,
  'an editor numbers its lines': (line, index) => `${String(index + 9).padStart(4)}  ${line}`,
  'grep -n numbers its lines': (line, index) => `${index + 9}:${line}`,
  'it was coloured': (line) => `\u001b[32m${line}\u001b[0m`,
  'a script writes the time before': (line) => `2026-03-14 09:26:53 ${line}`,
  'a batch file writes %DATE% %TIME% before': (line) => `Sat 03/14/2026  9:26:53.07 ${line}`,
  'a German batch file writes its own': (line) => `14.03.2026  9:26:53,07 ${line}`,
  'Get-Date writes the time before': (line) => `3/14/2026 9:26:53 AM ${line}`,
  'date writes the time before': (line) => `Sat Mar 14 09:26:53 CET 2026: ${line}`,
  'a logger writes a clock time in brackets': (line) => `[09:26:53.123] ${line}`,
  'syslog carries it': (line) => `Mar 14 09:26:53 web-1 cron[77]: ${line}`,
  'docker compose names the origin': (line) => `web-1  | ${line}`,
  'pdsh names a host before each line': (line, index) => `node-${index}: ${line}`,
  'fabric names a host before each line': (line, index) => `[node-${index}] out: ${line}`,
  'somebody pasted it into a chat': (line, index) => `[10:1${index}:22] <ann> ${line}`,
  'diff shows it': (line) => `< ${line}`,
  'it is a list of strings in JSON': (line) => `    "${line.replaceAll('"', "'")}",`,
  'it is a comment of a script': (line) => `# ${line}`,
  'it is a comment of a program': (line) => `    // ${line}`,
  'a far end is set in bold': (line) => line.replace('198.51.100.8:443', '**198.51.100.8:443**'),
  'it is a list': (line) => `* ${line.trim()}`,
  'quoted and numbered': (line, index) => `> ${index + 1}: ${line}`,
  'its addresses are defanged': (line) => line.replaceAll(/(\d+\.\d+\.\d+)\.(?=\d)/g, '$1[.]'),
  'a page breaks its lines': (line) => `${line}<br />`,
  'a word processor made its blanks unbreakable': (line) => line.replaceAll(' ', '\u00a0'),
  'its far ends are coloured': (line) => line.replace(/198\.51\.100\.\d/, '\u001b[31m$&\u001b[0m'),
  'some of its addresses are defanged': (line) => line.replace('198.51.100.8', '198[.]51[.]100[.]8'),
  'each line is in a record of a container log': (line) =>
    JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: '2026-03-14T09:26:53.1Z' }),
  'each line is in a row of a collector': (line) => JSON.stringify({ Stdout: line, ClientId: 'C.1' }),
  'it is a CSV of one column': (line) => `"${line.replaceAll('"', '""')}"`,
  'a window is drawn around it': (line) => `\u2502 ${line.padEnd(120)} \u2502`,
  'a page has it': (line) => line.replaceAll('"', '&quot;').replaceAll('->', '-&gt;').replaceAll('  ', '&nbsp; '),
};
/** Columns that stand under their names, and a header that is sure by itself, bear no change within the line. */
const WITHIN = [
  'it is a list',
  'its addresses are defanged',
  'some of its addresses are defanged',
  'a page has it',
  'a far end is set in bold',
];
const CASES = Object.entries(LISTINGS).flatMap(([format, lines]) =>
  Object.entries(WORN)
    .filter(([why]) => !WITHIN.includes(why) || !['powershell', 'lsof'].includes(format))
    .map(([why, wear]) => [format, why, lines.map(wear)] as const),
);

function rowsOf(lines: readonly string[]): readonly string[] {
  return [...lines.filter((line) => line.includes('198.51.100.')), 'that is all there is'];
}

/** One string holds the whole listing. */
const PACKED: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  'a tool keeps the output in a string of JSON': (lines) =>
    JSON.stringify({ command: 'x -a', stdout: `\r\nsome title\r\n${lines.join('\r\n')}\r\n`, rc: 0 }),
  'an answer of a service carries nothing but its rows': (lines) =>
    JSON.stringify(
      { resources: [{ complete: true, stdout: `${rowsOf(lines).join('\n')}\n`, stderr: '' }], errors: [] },
      null,
      2,
    ),
  'Python printed nothing but its rows': (lines) => `{'complete': True, 'stdout': '${rowsOf(lines).join('\\n')}\\n'}`,
  'it is an array of strings, a line each': (lines) => JSON.stringify(lines, null, 2),
  'Python printed a list of its lines prettily': (lines) => `[${lines.map((line) => `'${line}'`).join(',\n ')}]`,
  'a playbook prints it between its headings': (lines) =>
    `PLAY [all] ***\n\nTASK [debug] ***\nok: [web-1] => {\n    "out.stdout_lines": [\n${lines.map((line) => `        ${JSON.stringify(line)}`).join(',\n')}\n    ]\n}\n\nPLAY RECAP ***\nweb-1 : ok=2 changed=1`,
  'a notebook keeps its output': (lines) =>
    JSON.stringify({ cells: [{ outputs: [{ name: 'stdout', text: lines.map((line) => `${line}\n`) }] }] }, null, 1),
  'a tool writes JSON with indents': (lines) => JSON.stringify({ host: 'a', results: [lines.join('\n')] }, null, 2),
  'Python printed its bytes': (lines) => `b'some title of it\\n${lines.join('\\n')}\\n'`,
  'Python printed a list of its lines': (lines) =>
    `[${['some title of it', ...lines].map((line) => `'${line}'`).join(', ')}]`,
  'a page has it on one line': (lines) => `<html><body><p>Hi</p><div>${lines.join('<br />')}</div></body></html>`,
};
const PACKED_CASES = Object.entries(LISTINGS).flatMap(([format, lines]) =>
  Object.entries(PACKED)
    .filter(([why]) => format !== 'powershell' || !/page|nothing but/.test(why))
    .map(([why, pack]) => [format, why, [pack(lines)]] as const),
);

test.each([...CASES, ...PACKED_CASES])('%s is read although %s', async (format, _why, lines) => {
  const peers: (string | null)[] = [];
  const sink = {
    connection: ({ remote }: { remote: { address: Parameters<typeof formatAddress>[0] | null } }) =>
      void peers.push(remote.address === null ? null : formatAddress(remote.address)),
  };
  const summary = await readInput(memorySource('x.txt', Buffer.from(`${lines.join('\r\n')}\r\n`)), sink);
  expect([summary.format, summary.badLineCount, peers]).toEqual([format, 0, ['198.51.100.7', '198.51.100.8']]);
});

test.each([
  ['quoted', (line: string) => `> ${line}`],
  ['numbered', (line: string, index: number) => `${index + 1}: ${line}`],
  ['with a host before', (line: string) => `web-1: ${line}`],
  ['in a frame', (line: string) => `\u2502 ${line.padEnd(90)} \u2502`],
])('netstat -b keeps its owners %s', async (_how, wear) => {
  const lines = [
    'Active Connections',
    '  Proto  Local Address          Foreign Address        State',
    '  TCP    192.168.1.20:51544     198.51.100.7:443       ESTABLISHED',
    ' [example.exe]',
    '  TCP    192.168.1.20:51545     198.51.100.8:443       ESTABLISHED',
    '  CryptSvc',
    ' [svchost.exe]',
  ];
  const programs: (string | null | undefined)[] = [];
  const sink = { connection: (row: Connection) => void programs.push(row.process?.name) };
  await readInput(memorySource('x.txt', Buffer.from(lines.map(wear).join('\r\n'))), sink);
  expect(programs).toEqual(['example.exe', 'svchost.exe']);
});

test.each(['nethogs/trace', 'zos-netstat/short', 'sockstat/openbsd-fstat'])(
  '%s is read although a question has it as code',
  async (path) => {
    const text = readFileSync(new URL(`../../fixtures/inputs/${path}.txt`, import.meta.url), 'utf8');
    const asked = `What is this?\n\n${text.replaceAll(/^/gm, '    ')}\n\nIs 192.0.2.1 bad?\n`;
    const rows = async (listing: string): Promise<unknown[]> => {
      const lines: string[] = [];
      const source = memorySource('x.txt', Buffer.from(listing));
      const { format } = await readInput(source, {
        connection: ({ remote }) => void lines.push(JSON.stringify(remote)),
      });
      return [format, lines];
    };
    expect(await rows(asked)).toEqual(await rows(text));
  },
);

test('a column of numbers is no numbering: its header has none', () => {
  expect([...undress(['id\tremote', '1\t198.51.100.7', '2\t198.51.100.8'])]).toEqual([]);
  expect([...undress(['1 a', '1 b'])].some(({ isForeign }) => isForeign)).toBe(false);
});

test('plain listings wear nothing', () => {
  for (const lines of Object.values(LISTINGS)) expect([...undress(lines)]).toEqual([]);
});

test('a firewall log that grep named its file before keeps its own times', async () => {
  const lines = [443, 80].map(
    (port) => `pfirewall.log:2026-03-14 09:26:53 ALLOW TCP 192.168.1.20 198.51.100.7 5 ${port} 0 - 0 0 0 - - - SEND`,
  );
  const times: (number | null)[] = [];
  const summary = await readInput(memorySource('x', Buffer.from(lines.join('\n'))), {
    connection: (row) => times.push(row.time),
  });
  expect([summary.format, times]).toEqual(['pfirewall', [1773480413000, 1773480413000]]);
});

test('any line is undressed in bounded time and never throws', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 })), (lines) => {
      for (const dress of undress(lines)) for (const line of lines) expect(typeof dress.off(line)).toBe('string');
    }),
  );
  const taken = cpuTime();
  for (const piece of [
    '> ',
    '|',
    ' ',
    '1 ',
    '[.]',
    '\u001b[',
    '\u001b[1',
    'a: ',
    '<br ',
    '\\n',
    "', '",
    '\u00a0',
    '1:',
    'Mar ',
    '""',
    '"\\',
    '{"log":"',
    '\u2502',
    ' [a.exe',
  ])
    for (const dress of undress([piece.repeat(4_900)])) dress.off(piece.repeat(4_900));
  expect(taken()).toBeLessThan(1_000);
});
