import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress } from '../address/format.js';
import type { Connection } from '../model/connection.js';
import { memorySource } from './_memory-source.js';
import { networkEvent, sampleChunk, sampleLog } from './events/_sample-log.js';
import { readInput } from './index.js';

async function read(bytes: Uint8Array, step?: number) {
  const rows: Connection[] = [];
  const summary = await readInput(memorySource('x.evtx', bytes, step), { connection: (row) => rows.push(row) });
  return { rows, summary };
}

function remote(row: Connection | undefined): string | null {
  return row?.remote.address == null ? null : formatAddress(row.remote.address);
}

const started = {
  id: 1,
  data: { ProcessId: '900', Image: 'x', CommandLine: 'example.exe --go', ParentImage: 'C:\\p.exe', User: 'PC-17\\ada' },
};
const asked = {
  id: 22,
  data: {
    UtcTime: '2026-03-14 09:26:50.000',
    ProcessId: '900',
    QueryName: 'far.example',
    QueryResults: 'type:  5 alias.example;::ffff:198.51.100.7;',
  },
};

test('a Sysmon connection has its ends, program, command line and the name that was asked for', async () => {
  const { rows, summary } = await read(
    sampleLog([sampleChunk([started, asked, networkEvent('198.51.100.7')], 1)]),
    1000,
  );
  expect(summary).toMatchObject({ format: 'evtx', rows: 1, badLineCount: 0, os: 'windows', hasPrograms: true });
  expect(remote(rows[0])).toBe('198.51.100.7');
  expect(rows[0]).toMatchObject({
    protocol: 'tcp',
    direction: 'outbound',
    host: 'PC-17',
    remoteNames: ['far.example'],
    line: 3,
    time: Date.UTC(2026, 2, 14, 9, 26, 53, 100),
    process: {
      name: 'example.exe',
      path: 'C:\\Tools\\example.exe',
      pid: 900,
      user: 'PC-17\\ada',
      commandLine: 'example.exe --go',
      parent: 'C:\\p.exe',
    },
  });
});

test('a name that another process asked for is not believed for long', async () => {
  const late = { ...asked, data: { ...asked.data, ProcessId: '1', UtcTime: '2026-03-14 07:00:00.000' } };
  const { rows } = await read(sampleLog([sampleChunk([late, networkEvent('198.51.100.7')], 1)]));
  expect(rows[0]?.remoteNames).toEqual([]);
});

test('a Security 5156 event is a connection, a 5158 bind is none', async () => {
  const provider = 'Microsoft-Windows-Security-Auditing';
  const data = {
    ProcessID: '820',
    Application: '\\device\\harddiskvolume1\\windows\\system32\\svchost.exe',
    Direction: '%%14592',
    SourceAddress: '192.168.1.20',
    SourcePort: '3389',
    DestAddress: '198.51.100.9',
    DestPort: '50123',
    Protocol: '6',
  };
  const chunk = sampleChunk(
    [
      { id: 5156, provider, data },
      { id: 5158, provider, data },
    ],
    10,
  );
  const { rows, summary } = await read(sampleLog([chunk]));
  expect(summary.rows).toBe(1);
  expect(remote(rows[0])).toBe('198.51.100.9');
  expect(rows[0]).toMatchObject({ direction: 'inbound', line: 10, process: { name: 'svchost.exe', pid: 820 } });
});

test('every chunk is read, whatever the header says, also behind a gap and in a torn file', async () => {
  const chunk = (first: number) => sampleChunk([networkEvent('198.51.100.7'), networkEvent('198.51.100.8')], first);
  const whole = sampleLog([chunk(1), chunk(3), Buffer.alloc(65_536), chunk(7)]);
  const { summary } = await read(whole);
  expect(summary.rows).toBe(6);
  expect(summary.blindSpots.find(({ id }) => id === 'events-lost')?.says).toContain('2 events');
  const torn = await read(whole.subarray(0, 4096 + 65_536 + 4000));
  expect(torn.summary.rows).toBe(4);
  expect(torn.summary.badLines.map(({ reason }) => reason)).toEqual(['the file ends inside a chunk']);
});

test('a chunk alone, carved from a disk, is read', async () => {
  expect((await read(sampleChunk([networkEvent('198.51.100.7')], 5))).summary.rows).toBe(1);
});

test('a chunk whose header is older than its records gives them all', async () => {
  const chunk = sampleChunk([networkEvent('198.51.100.7'), networkEvent('198.51.100.8')], 1);
  for (const at of [16, 32]) chunk.writeBigUInt64LE(1n, at);
  chunk.writeUInt32LE(600, 48);
  expect((await read(sampleLog([chunk]))).summary.rows).toBe(2);
});

test('a damaged record is counted and costs no other', async () => {
  const chunk = sampleChunk(
    [networkEvent('198.51.100.7'), networkEvent('198.51.100.8'), networkEvent('198.51.100.9')],
    1,
  );
  const second = chunk.indexOf('**', chunk.readUInt32LE(516) + 512 - 2);
  chunk.fill(0xff, second, second + 24);
  const { summary } = await read(sampleLog([chunk]));
  expect(summary.rows).toBe(2);
  expect(summary.badLines.map(({ reason }) => reason)).toEqual(['1 of the 3 events of a chunk are lost']);
});

test('a log without connections says what would have them', async () => {
  const { summary } = await read(sampleLog([sampleChunk([started], 1)]));
  expect(summary).toMatchObject({ format: 'evtx', rows: 0 });
  expect(summary.blindSpots[0]?.id).toBe('no-connection-events');
});

test('flipped bytes never throw or hang', async () => {
  const log = sampleLog([sampleChunk([started, asked, networkEvent('198.51.100.7'), networkEvent('198.51.100.8')], 1)]);
  const end = log.lastIndexOf('**') + 1000;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 4096, max: end }), fc.nat(255)), { minLength: 1, maxLength: 20 }),
      async (flips) => {
        const bytes = Buffer.from(log);
        for (const [at, value] of flips) bytes[at] = value;
        const { summary } = await read(bytes);
        expect(summary.rows).toBeLessThanOrEqual(4);
      },
    ),
    { numRuns: 300 },
  );
});
