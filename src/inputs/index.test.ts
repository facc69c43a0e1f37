import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { Connection } from '../model/connection.js';
import type { InputSummary } from '../model/input.js';
import { memorySource } from './_memory-source.js';
import type { ByteSource } from './format.js';
import { firstLook, formats, readInput } from './index.js';

async function read(bytes: Uint8Array, step?: number): Promise<{ summary: InputSummary; rows: Connection[] }> {
  const rows: Connection[] = [];
  const summary = await readInput(
    memorySource('test', bytes, step),
    { connection: (row) => rows.push(row) },
    { bulk: false },
  );
  return { summary, rows };
}

const GERMAN = [
  '',
  'Aktive Verbindungen',
  '',
  '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
  '  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         900',
  '  TCP    192.168.1.20:50000     198.51.100.1:443       HERGESTELLT     900',
  '',
].join('\r\n');

function row(index: number): string {
  return `  TCP    192.168.1.20:${50_000 + index}     198.51.100.1:443       ESTABLISHED     900\r\n`;
}

test('formats are registered in alphabetical order and say what they read', async () => {
  const names = formats.map((format) => format.name);
  expect(names).toEqual([...names].sort());
  expect(names.join(' ')).toBe(
    'access-log argus aws-vpc-flow azure-nsg-flow bsd-netstat cisco-asa conntrack currports evtx firewall ' +
      'free-text har hubble iftop linux-netstat lsof metasploit nethogs nettop nfdump openvpn pcap pfirewall ' +
      'powershell proc-net psutil sockstat ss strongswan table tcpdump tcpview umbrella volatility ' +
      'windows-event-xml windows-netstat wireguard wireshark-xml zos-netstat',
  );
  for (const entry of formats) {
    const format = await entry.load();
    expect(format.name).toBe(entry.name);
    expect(format.reads.length).toBeGreaterThan(0);
  }
});

test.each([
  ['utf-8', Buffer.from(GERMAN)],
  ['utf-8-bom', Buffer.from(`\ufeff${GERMAN}`)],
  ['utf-16le', Buffer.from(`\ufeff${GERMAN}`, 'utf16le')],
  ['utf-16le', Buffer.from(GERMAN, 'utf16le')],
  ['utf-16be', Buffer.from(`\ufeff${GERMAN}`, 'utf16le').swap16()],
  ['utf-16be', Buffer.from(GERMAN, 'utf16le').swap16()],
  ['cp850', iconv.encode(GERMAN, 'cp850')],
  ['windows-1252', iconv.encode(GERMAN, 'windows-1252')],
])('a German capture in %s keeps its states, also byte by byte', async (encoding, bytes) => {
  for (const step of [undefined, 7]) {
    const { summary, rows } = await read(bytes, step);
    expect(summary).toMatchObject({ encoding, language: 'de', rows: 2, badLineCount: 0, format: 'windows-netstat' });
    expect(rows.map(({ state }) => state)).toEqual(['listening', 'established']);
    expect(summary.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

test.each([
  ['cp866', 'ru', 'Активные подключения', 'Имя    Локальный адрес        Внешний адрес          Состояние       PID'],
  [
    'windows-1251',
    'ru',
    'Активные подключения',
    'Имя    Локальный адрес        Внешний адрес          Состояние       PID',
  ],
  ['gbk', 'zh-CN', '活动连接', '协议  本地地址          外部地址        状态           PID'],
  ['big5', 'zh-TW', '使用中連線', '協定  本機位址               外部位址               狀態            PID'],
  ['euc-kr', 'ko', '활성 연결', '프로토콜  로컬 주소           외부 주소              상태            PID'],
  ['shift_jis', 'ja', 'アクティブな接続', 'プロトコル  ローカル アドレス          外部アドレス        状態'],
  ['cp850', 'pt', 'Conexões ativas', 'Proto  Endereço local         Endereço externo       Estado           PID'],
  ['cp852', 'pl', 'Aktywne połączenia', 'Protokół  Adres lokalny          Obcy adres             Stan'],
])('the code page %s is told by header words (%s)', async (encoding, language, title, header) => {
  const text = `\r\n${title}\r\n\r\n  ${header}\r\n${row(1)}${row(2)}`;
  const { summary } = await read(iconv.encode(text, encoding));
  expect(summary).toMatchObject({ encoding, language, rows: 2, badLineCount: 0 });
});

test('a code page that nothing speaks for is assumed, and that is said', async () => {
  const text = Buffer.concat([
    Buffer.from(row(1)),
    Buffer.from(' [caf'),
    Buffer.from([0x82]),
    Buffer.from('.exe]\r\n'),
  ]);
  const { summary, rows } = await read(text);
  expect(summary.encoding).toBe('cp850');
  expect(rows[0]?.process?.name).toBe('café.exe');
  expect(summary.blindSpots.map(({ id }) => id)).toContain('encoding-assumed');
});

test('bytes beyond ASCII that come after the first chunk still decide the code page', async () => {
  const ascii = Array.from({ length: 5_000 }, (_, index) => row(index % 10_000)).join('');
  const { summary, rows } = await read(Buffer.concat([Buffer.from(ascii), iconv.encode(GERMAN, 'cp850')]));
  expect(summary).toMatchObject({ encoding: 'cp850', rows: 5_002, badLineCount: 0, language: 'de' });
  expect(rows[5_000]?.state).toBe('listening');
});

test('UTF-16 appended to an ASCII capture is still read', async () => {
  const { summary } = await read(Buffer.concat([Buffer.from(row(1)), Buffer.from(row(2), 'utf16le')]));
  expect(summary).toMatchObject({ rows: 2, badLineCount: 0 });
});

test.each(['\n', '\r\n', '\r\r\n', '\r'])('line ends %j number lines alike', async (end) => {
  const { rows } = await read(Buffer.from(['', row(1).trimEnd(), row(2).trimEnd(), ''].join(end)));
  expect(rows.map(({ line }) => line)).toEqual([2, 3]);
});

test('an empty input has a reason and no rows', async () => {
  const { summary } = await read(Buffer.alloc(0));
  expect(summary).toMatchObject({ format: null, rows: 0, badLineCount: 0, tool: 'unrecognised' });
  expect(summary.blindSpots.map(({ id }) => id)).toEqual(['empty']);
  expect(summary.sha256).toBe(createHash('sha256').digest('hex'));
});

test('binary data is told as such, and hashed whole', async () => {
  const bytes = Buffer.from(Array.from({ length: 600_000 }, (_, index) => (index * 7919) % 251));
  const { summary } = await read(bytes);
  expect(summary).toMatchObject({ format: null, rows: 0, badLineCount: 0, encoding: 'binary' });
  expect(summary.blindSpots.map(({ id }) => id)).toEqual(['not-text']);
  expect(summary.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('bytes without a pattern and without NULs are no text in some code page', async () => {
  let [seed, at] = [7, 0];
  const bytes = Buffer.alloc(3_000).map(() => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 16 || 1);
  while ((at = bytes.indexOf(0, at)) >= 0) bytes[at] = 1;
  const { summary } = await read(bytes);
  expect(summary).toMatchObject({ format: null, encoding: 'binary' });
});

test.each([
  ['7z\xbc\xaf\x27\x1c\0\x04', 'a 7-Zip archive, which is not read here: unpack it'],
  ['BZh91AY&SY\x01\x02\x03', 'packed with bzip2'],
  ['SQLite format 3\0\x10\0', 'an SQLite database, which is not read here: export its table'],
  ['\x30\0\0\0LfLe\x01\0\0\0', 'an event log of Windows XP'],
])('a file that is no listing is called what it is: %j', async (start, what) => {
  const { summary } = await read(Buffer.from(start + '\x01\x90\xff'.repeat(200), 'latin1'));
  expect(summary).toMatchObject({ format: null, rows: 0, badLineCount: 0 });
  expect(summary.blindSpots.map(({ says }) => says)).toEqual([expect.stringContaining(what)]);
});

test('text that is no listing gives no rows and no flood of bad lines', async () => {
  const { summary } = await read(Buffer.from('Dear all,\nTCP is great, see 10.4.2 and 12:30:45.\n'.repeat(1_000)));
  expect(summary).toMatchObject({ format: null, rows: 0, badLineCount: 0 });
  expect(summary.blindSpots.map(({ id }) => id)).toEqual(['unrecognised']);
});

test('a listing after a long preamble is found', async () => {
  const { summary, rows } = await read(Buffer.from('some systeminfo line\r\n'.repeat(40_000) + row(1)));
  expect(summary).toMatchObject({ format: 'windows-netstat', rows: 1 });
  expect(rows[0]?.line).toBe(40_001);
});

test.each([0, 1])('the first connection far into a log of events is read, JSON indented by %i', async (indent) => {
  const started = {
    EventID: 1,
    UtcTime: '2026-03-14 09:26:53.123',
    Image: 'C:\\a\\b.exe',
    CommandLine: 'x'.repeat(300),
  };
  const connected = { EventID: 3, Protocol: 'tcp', SourceIp: '192.168.1.20', DestinationIp: '198.51.100.7' };
  const text = JSON.stringify([...Array.from({ length: 2_000 }, () => started), connected], null, indent);
  const { summary, rows } = await read(Buffer.from(text), 65_536);
  expect(summary).toMatchObject({ format: 'table', rows: 1, badLineCount: 0 });
  expect(rows[0]?.line).toBe(text.slice(0, text.lastIndexOf('{')).split('\n').length);
});

test('the middle of a long file of XML that nobody reads is no text with addresses', async () => {
  const field = '<field name="ip.src" show="198.51.100.7"/>\n';
  const { summary } = await read(
    Buffer.from(`<?xml version="1.0"?>\n<dump>\n${field.repeat(20_000)}</dump>\n`),
    65_536,
  );
  expect(summary).toMatchObject({ format: null, rows: 0 });
});

test('a line without end costs bounded memory and is one bad line', async () => {
  const chunk = Buffer.alloc(262_144, 'x');
  let left = 400;
  let first = true;
  const source: ByteSource = {
    name: 'huge',
    size: null,
    path: null,
    read(buffer) {
      if (first) {
        first = false;
        return Buffer.from(row(1)).copy(buffer);
      }
      left -= 1;
      if (left < 0) return left === -1 ? Buffer.from(`\n${row(2)}`).copy(buffer) : 0;
      return chunk.copy(buffer);
    },
  };
  const before = process.memoryUsage().rss;
  const summary = await readInput(source, { connection: () => undefined }, { bulk: false });
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  expect(summary).toMatchObject({ rows: 2, badLineCount: 1 });
  expect(summary.badLines[0]).toMatchObject({ line: 2, reason: 'line longer than 1,048,576 characters' });
  expect(summary.badLines[0]?.text.length).toBe(300);
});

test('bad lines are counted all but kept bounded', async () => {
  const { summary } = await read(
    Buffer.from(row(1) + '  TCP    192.168.1.5:1      198.51.100.999:443     ESTABLISHED     1\r\n'.repeat(3_000)),
  );
  expect(summary).toMatchObject({ rows: 1, badLineCount: 3_000 });
  expect(summary.badLines.length).toBe(1_000);
});

test('control characters of bad lines do not get through', async () => {
  const { summary } = await read(Buffer.from(`${row(1)}  TCP    192.168.1.5:1      \u001b[31m198.51.100.999:443\r\n`));
  expect(summary.badLines[0]?.text).not.toContain('\u001b');
});

test('two captures in one file are read through', async () => {
  const { summary } = await read(Buffer.from(GERMAN + GERMAN));
  expect(summary).toMatchObject({ rows: 4, badLineCount: 0 });
});

const LONG = 3_000;
const WINDOWS = [
  '  TCP    192.168.1.20:51544     198.51.100.47:443      ESTABLISHED     9120',
  '  UDP    0.0.0.0:5353           *:*                                    2204',
];
const PREAMBLES: readonly (readonly [string, string])[] = [
  [
    'a process list',
    `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${'root           1  0.0  0.1 169396 13088 ?        Ss   10:00   0:01 /sbin/init --dns 8.8.8.8\n'.repeat(LONG)}`,
  ],
  ['a name cache', '    A (Host) Record . . . : 8.8.4.9\n    Record Name . . . . . : example.net\n'.repeat(LONG)],
  ['prose with addresses', 'We saw 8.8.8.8 there, see below.\n'.repeat(4 * LONG)],
];

test.each(PREAMBLES)(
  'a listing behind %s that is longer than a first look is read, and only the listing',
  async (_, before) => {
    const { reading, source } = await firstLook(
      memorySource('x', Buffer.from(`${before}\n${WINDOWS.join('\n')}\n`), 40_000),
    );
    expect(reading).toBe(null);
    const rows: (number | null)[] = [];
    const summary = await readInput(source, { connection: (row) => rows.push(row.remote.port) });
    expect([summary.format, summary.rows, rows]).toEqual(['windows-netstat', 2, [443, null]]);
  },
);

const STARTED =
  '{"kind":"start","process_id":4212,"process":{"id":1,"path":"C:\\\\a.exe","status":"ok","signer":"A"}}\n';
const PROGRAMS = '{"Id":4212,"ProcessName":"updater","Path":"C:\\\\a.exe","Handles":200,"SI":1}\n';
const REACHED =
  '{"kind":"reach","local_ip":"192.168.1.20","local_port":51544,"remote_ip":"198.51.100.47","remote_port":443}\n';

test.each([
  [
    'what some records say of programs is spread over the log',
    `${STARTED}{"path":"x"}\n${REACHED}${PROGRAMS}{"n":1}\n`,
  ],
  ['its first connection stands behind a list of programs', PROGRAMS.repeat(LONG) + REACHED],
])('a log of programs and of connections is read as a log: %s', async (_, text) => {
  const { reading, source } = await firstLook(memorySource('x', Buffer.from(text)));
  expect(reading).toBe(null);
  const rows: (number | null)[] = [];
  const summary = await readInput(source, { connection: (row) => rows.push(row.remote.port) });
  expect([summary.format, rows]).toEqual(['table', [443]]);
});

test('text with addresses that nothing follows is read to its end, however long', async () => {
  const text = 'We saw 8.8.8.8 there.\n'.repeat(300_000);
  const summary = await readInput(memorySource('x', Buffer.from(text)), { connection: () => undefined });
  expect([summary.format, summary.rows]).toEqual(['free-text', 300_000]);
});

test('a listing far behind other text is found in a file that nobody named, a text alone is not', async () => {
  const log = '03-14 09:26:53.123  1000  1500  1600 I ActivityManager: nothing of 198.51.100.9\n'.repeat(70_000);
  const netstat =
    '------ NETSTAT (netstat -nW) ------\nProto Recv-Q Send-Q Local Address           Foreign Address         State\n' +
    'tcp        0      0 192.0.2.33:43210        198.51.100.7:443        ESTABLISHED\n';
  const read = (text: string): Promise<InputSummary> =>
    readInput(
      { ...memorySource('bugreport.txt', Buffer.from(text)), isFound: true, isAmongOthers: true },
      { connection: () => undefined },
    );
  expect(await read(log + netstat)).toMatchObject({ format: 'linux-netstat', rows: 1 });
  expect(await read(log)).toMatchObject({ format: null, rows: 0 });
});
