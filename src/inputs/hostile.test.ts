import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuTime } from '../../test/cpu-time.js';
import { linuxProtocol } from './_linux-row.js';
import { memorySource } from './_memory-source.js';
import { readUsers } from './_ss-row.js';
import { formats, readInput } from './index.js';

const ROOT = new URL('../../fixtures/inputs/', import.meta.url);
const units = readdirSync(ROOT).filter((name) => formats.some((format) => format.name === name));
const samples = units.flatMap((unit) =>
  readdirSync(new URL(`${unit}/`, ROOT))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => readFileSync(new URL(`${unit}/${file}`, ROOT))),
);

type Mutation = readonly [kind: 'flip' | 'cut' | 'drop' | 'join', at: number, value: number];

function mutate(bytes: Buffer, mutations: readonly Mutation[]): Buffer {
  let out = Buffer.from(bytes);
  for (const [kind, at, value] of mutations) {
    if (out.length === 0) break;
    const index = at % out.length;
    if (kind === 'flip') out[index] = value;
    else if (kind === 'cut') out = out.subarray(0, index);
    else if (kind === 'drop') out = Buffer.concat([out.subarray(0, index), out.subarray(index + (value % 40))]);
    else out = Buffer.concat([out.subarray(index), samples[value % samples.length] ?? out]);
  }
  return out;
}

const mutations = fc.array(
  fc.tuple(
    fc.constantFrom('flip' as const, 'cut' as const, 'drop' as const, 'join' as const),
    fc.nat(20_000),
    fc.nat(255),
  ),
  { minLength: 1, maxLength: 12 },
);

test('mutated captures never throw, and the counts add up', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(samples.length - 1),
      mutations,
      fc.constantFrom(3, 100, 100_000),
      async (index, changes, step) => {
        let rows = 0;
        const bytes = mutate(samples[index] ?? Buffer.alloc(0), changes);
        const summary = await readInput(memorySource('x', bytes, step), { connection: (row) => (rows += row.count) });
        expect(rows).toBeGreaterThanOrEqual(summary.rows);
        expect(summary.badLines.length).toBe(Math.min(summary.badLineCount, 1_000));
        expect(summary.format !== null || summary.rows === 0).toBe(true);
        for (const { text, line } of summary.badLines) {
          expect(text.length).toBeLessThanOrEqual(300);
          expect(line).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 400 },
  );
});

const octet = fc.nat(300);
const cell = fc.oneof(
  fc.tuple(octet, octet, octet, octet, fc.nat(70_000)).map(([a, b, c, d, port]) => `${a}.${b}.${c}.${d}:${port}`),
  fc.constantFrom('[2001:db8::1]:443', '*:*', 'host:https', '[::]:0', '[2001:db8::zz]:443', '1.2.3:80', ':80', '[::1'),
);

test('every row-like line of Windows netstat is a row or a bad line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('TCP', 'UDP'), cell, cell), { minLength: 1, maxLength: 20 }),
      async (cells) => {
        const good = '  TCP    192.168.1.20:50000     198.51.100.1:443       ESTABLISHED     900\r\n';
        const lines = cells.map(([protocol, a, b]) => `  ${protocol}    ${a}     ${b}     ESTABLISHED     12\r\n`);
        // `:80` and `1.2.3:80` as local end are what prose may hold, so only lines that begin like an address count.
        const rowLike = cells.filter(([, a]) => !a.startsWith(':')).length;
        const summary = await readInput(memorySource('x', Buffer.from(good + lines.join(''))), {
          connection: () => undefined,
        });
        expect(summary.rows + summary.badLineCount).toBe(rowLike + 1);
      },
    ),
    { numRuns: 200 },
  );
});

test('every row-like line of Linux netstat is a row or a bad line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('tcp', 'udp6', 'raw'), cell, cell), { minLength: 1, maxLength: 20 }),
      async (cells) => {
        const good = 'tcp        0      0 192.0.2.15:22           198.51.100.1:49845      ESTABLISHED 3120/sshd\n';
        const lines = cells.map(([protocol, a, b]) => `${protocol}        0      0 ${a} ${b} ESTABLISHED 3120/sshd\n`);
        const summary = await readInput(memorySource('x', Buffer.from(good + lines.join(''))), {
          connection: () => undefined,
        });
        expect(summary.rows + summary.badLineCount).toBe(cells.length + 1);
      },
    ),
    { numRuns: 200 },
  );
});

/** A good row of each format and the same row with other ends; each line of the second kind is row-like. */
const SHAPES: readonly (readonly [name: string, good: string, row: (a: string, b: string) => string])[] = [
  [
    'cisco-asa',
    'TCP outside 198.51.100.1:443 inside 10.0.0.1:50000, idle 0:00:01, bytes 1, flags UIO',
    (a, b) => `TCP outside ${a} inside ${b}, idle 0:00:01, bytes 1, flags UIO`,
  ],
  [
    'conntrack',
    'tcp 6 9 ESTABLISHED src=10.0.0.1 dst=198.51.100.1 sport=1 dport=2 [UNREPLIED] src=198.51.100.1 dst=10.0.0.1 sport=2 dport=1',
    (a, b) => `tcp 6 9 ESTABLISHED src=${a} dst=${b} sport=1 dport=2 use=1`,
  ],
  [
    'firewall',
    'all tcp 192.0.2.17:50000 -> 198.51.100.1:443       ESTABLISHED:ESTABLISHED',
    (a, b) => `all tcp ${a} -> ${b}       ESTABLISHED:ESTABLISHED`,
  ],
  [
    'lsof',
    'curl 4242 ann 5u IPv4 81234 0t0 TCP 192.0.2.17:1->198.51.100.1:443 (ESTABLISHED)',
    (a, b) => `curl 4242 ann 5u IPv4 81234 0t0 TCP ${a}->${b} (ESTABLISHED)`,
  ],
  [
    'metasploit',
    '    tcp    192.0.2.17:1  198.51.100.1:443  ESTABLISHED  0     0      4242/a.exe',
    (a, b) => `    tcp    ${a}  ${b}  ESTABLISHED  0     0      4242/a.exe`,
  ],
  [
    'pfirewall',
    '2026-03-14 09:26:53 ALLOW TCP 192.168.1.20 198.51.100.7 52310 443 0 - 0 0 0 - - - SEND',
    (a, b) => `2026-03-14 09:26:53 ALLOW TCP ${a} ${b} 52310 443 0 - 0 0 0 - - - SEND`,
  ],
  [
    'sockstat',
    'USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS\nwww nginx 1201 8 tcp4 192.0.2.17:443 198.51.100.7:50312',
    (a, b) => `www nginx 1201 8 tcp4 ${a} ${b}`,
  ],
  [
    'tcpview',
    'a.exe,1,TCP,Established,192.168.1.20,52310,198.51.100.7,443,,a.exe',
    (_, b) => `a.exe,1,TCP,Established,192.168.1.20,52310,${b},443,,a.exe`,
  ],
  [
    'volatility',
    '0x7d6124d0 TCPv4 192.168.1.20:49530 198.51.100.9:7575 CLOSED 708 a.exe',
    (a, b) => `0x7d6124d0 TCPv4 ${a} ${b} CLOSED 708 a.exe`,
  ],
  [
    'aws-vpc-flow',
    '2 123456789010 eni-1235b8ca123456789 172.31.16.139 198.51.100.7 20641 443 6 20 4249 1 2 ACCEPT OK',
    (a, b) => `2 123456789010 eni-1235b8ca123456789 ${a} ${b} 20641 443 6 20 4249 1 2 ACCEPT OK`,
  ],
  [
    'azure-nsg-flow',
    '{"flowTuples":["1487282421,198.51.100.7,10.0.0.4,51529,5358,T,I,D"]',
    (a, b) => `"1487282421,${a},${b},51529,5358,T,I,D"`,
  ],
];

test.each(SHAPES)('every row-like line of %s is a row or a bad line', async (name, good, row) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), async (cells) => {
      // A good row among three keeps the format recognised whatever the others hold.
      const lines = cells.flatMap(([a, b]) => [
        row(a, b),
        ...Array.from({ length: 1 }, () => good.split('\n').at(-1) ?? ''),
      ]);
      const text = [good, ...lines, ''].join('\n');
      const summary = await readInput(memorySource('x', Buffer.from(text)), { connection: () => undefined });
      expect([summary.format, summary.rows + summary.badLineCount]).toEqual([name, cells.length * 2 + 1]);
    }),
    { numRuns: 60 },
  );
});

test('every row-like line of a BSD netstat is a row or a bad line', async () => {
  const dotted = cell.map((text) => text.replace(/:(?=[^:]*$)/, '.'));
  await fc.assert(
    fc.asyncProperty(fc.array(dotted, { minLength: 1, maxLength: 20 }), async (cells) => {
      const good = 'tcp4       0      0  192.0.2.17.52310       198.51.100.7.443       ESTABLISHED';
      const lines = cells.map((remote) => `tcp4       0      0  192.0.2.17.52310       ${remote}       ESTABLISHED`);
      const text = [good, ...lines, ''].join('\n');
      const summary = await readInput(memorySource('x', Buffer.from(text)), { connection: () => undefined });
      expect([summary.format, summary.rows + summary.badLineCount]).toEqual(['bsd-netstat', cells.length + 1]);
    }),
    { numRuns: 100 },
  );
});

const AWKWARD = ['"', '{', ' ', '\n', '-', '1.', ':', '[', '(("', ',', '\t', 'users:(("', '",', '\\', 'a=1 ', '-> '];

test.each(AWKWARD)('long runs of %j take linear time', async (text) => {
  const run = text.repeat(Math.ceil(900_000 / text.length));
  for (const start of [
    'tcp4 0 0 1.2.3.4.5 6.7.8.9.10 ',
    'TCP outside 198.51.100.7:443 inside 192.168.1.20:52310, ',
    'TCP outside ',
    'all tcp 192.0.2.17:50000 -> 198.51.100.1:443 ',
    'all tcp 192.0.2.17:50000 (',
    '%ASA-6-302013: Built outbound TCP connection 1 for ',
    '%SEC-6-IPACCESSLOGP: list 101 denied tcp ',
    'filterlog[1]: 5,,,1,em0,match,block,in,4,',
    'RT_FLOW: session created 192.0.2.17/1->198.51.100.1/443 ',
    'Source: 192.0.2.17; SPort: 1; ',
    'tcp 6 431999 ESTABLISHED src=1.2.3.4 dst=5.6.7.8 ',
    'curl 1 ann 5u IPv4 1 0t0 TCP 1.2.3.4:5->',
    'p1\nn1.2.3.4:5->',
    '    tcp    1.2.3.4:5  ',
    '   0: 0100007F:0277 00000000:0000 0A ',
    'a b 1 2 tcp4 1.2.3.4:5',
    'a.exe,1,TCP,Listen,1.2.3.4,5,',
    'Process Name : x\nRemote Address : 1.2.3.4 ',
    '0x7d42ba90 TCPv4 1.2.3.4 5 6.7.8.9 10 ',
    'LocalAddress RemoteAddress\n------------ -------------\n1.2.3.4 ',
    '<Objs><Obj><S N="LocalAddress">1.2.3.4</S>',
    '{"flowTuples":["1773480413,1.2.3.4,',
    '2026-03-14 09:26:53 ALLOW TCP ',
    '2 123456789010 eni-1 1.2.3.4 5.6.7.8 ',
    '8.8.8.8 ',
    '  TCP    192.168.1.20:1 ',
    'tcp  0  0 ',
    'tcp ESTAB 0 0 1.2.3.4:5 6.7.8.9:10 ',
    'src_ip,dst_ip,proto\n',
    '{"remote_address":"',
  ]) {
    const sample = samples[1] ?? Buffer.alloc(0);
    const taken = cpuTime();
    await readInput(memorySource('x', Buffer.concat([Buffer.from(start + run), sample])), {
      connection: () => undefined,
    });
    expect(taken(), `${start} ${text}`).toBeLessThan(2_000);
  }
});

test('ss users end where a number field follows the closing quote', () => {
  expect(readUsers('users:(("a",pid=1,fd=2),("b),("c",pid=3,fd=4))')).toEqual([
    { name: 'a', pid: 1 },
    { name: 'b),("c', pid: 3 },
  ]);
  expect(readUsers('users:(("unclosed')).toEqual([]);
});

test('protocol names lose the family but ICMPv6 stays', () => {
  expect(['tcp6', 'udpl', 'udplite6', 'raw6', 'icmp6', 'tcp46', 'unix'].map(linuxProtocol)).toEqual([
    'tcp',
    'udplite',
    'udplite',
    'raw',
    'icmp6',
    null,
    null,
  ]);
});
