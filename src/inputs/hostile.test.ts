import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { linuxProtocol } from './_linux-row.js';
import { memorySource } from './_memory-source.js';
import { readUsers } from './_ss-row.js';
import { readInput } from './index.js';

const ROOT = new URL('../../fixtures/inputs/', import.meta.url);
const units = ['linux-netstat', 'ss', 'table', 'windows-netstat'];
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

test('long runs of awkward characters take linear time', async () => {
  const awkward = ['"', '{', ' ', '-', '1.', ':', '[', '(("', ',', '\t', 'users:(("', '",', '\\'];
  for (const text of awkward) {
    const run = text.repeat(Math.ceil(900_000 / text.length));
    for (const start of [
      '  TCP    192.168.1.20:1 ',
      'tcp  0  0 ',
      'tcp ESTAB 0 0 1.2.3.4:5 6.7.8.9:10 ',
      'src_ip,dst_ip,proto\n',
      '{"remote_address":"',
    ]) {
      const sample = samples[1] ?? Buffer.alloc(0);
      const started = performance.now();
      await readInput(memorySource('x', Buffer.concat([Buffer.from(start + run), sample])), {
        connection: () => undefined,
      });
      expect(performance.now() - started, `${start} ${text}`).toBeLessThan(2_000);
    }
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
