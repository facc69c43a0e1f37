import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connection } from '../model/connection.js';
import { memorySource } from './_memory-source.js';
import { readInput } from './index.js';

function event(id: number, data: Readonly<Record<string, string>>, provider = 'Microsoft-Windows-Sysmon'): string {
  const values = Object.entries(data).map(([name, value]) => `<Data Name='${name}'>${value}</Data>`);
  return (
    `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${provider}'/>` +
    `<EventID>${id}</EventID><TimeCreated SystemTime='2026-03-14T09:26:53.1000000Z'/><Computer>PC-17</Computer></System>` +
    `<EventData>${values.join('')}</EventData></Event>`
  );
}

const connection = event(3, {
  UtcTime: '2026-03-14 09:26:53.100',
  ProcessId: '900',
  Image: 'C:\\Tools\\R&amp;D.exe',
  Protocol: 'udp',
  Initiated: 'true',
  SourceIp: '192.168.1.20',
  SourcePort: '51544',
  DestinationIp: '198.51.100.7',
  DestinationPort: '443',
});

async function read(text: string, step?: number) {
  const rows: Connection[] = [];
  const source = memorySource('x.xml', Buffer.from(text), step);
  const summary = await readInput(source, { connection: (row) => rows.push(row) });
  return { rows, summary };
}

test.each([
  ['one after the other', `${connection}\r\n${connection}`],
  ['on one line', connection + connection],
  [
    'in a document',
    `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<Events>${connection}\n${connection}</Events>`,
  ],
])('events %s are read', async (_, text) => {
  for (const step of [7, 100_000]) {
    const { rows, summary } = await read(text, step);
    expect(summary).toMatchObject({ format: 'windows-event-xml', rows: 2, badLineCount: 0 });
    expect(rows[0]).toMatchObject({
      protocol: 'udp',
      host: 'PC-17',
      direction: 'outbound',
      process: { name: 'R&D.exe', pid: 900 },
    });
  }
});

test('a torn event is counted and costs no other', async () => {
  const { summary } = await read(
    `${connection}\n${connection.slice(0, 300)}\n${connection}\n${connection.slice(0, 200)}`,
  );
  expect(summary.rows).toBe(2);
  expect(summary.badLines.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    '2 an event that is not closed',
    '4 an event that is not closed',
  ]);
});

test('entities of a document type are not expanded', async () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
  const { rows } = await read(`${bomb}<Events>${connection.replace('C:\\Tools\\', '&b;')}</Events>`);
  expect(rows[0]?.process?.name).not.toContain('aaaa');
});

test('changed text never throws or hangs', async () => {
  const text = `<Events>\n${connection}\n${event(1, { ProcessId: '900', CommandLine: 'x' })}\n${connection}</Events>`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(fc.nat(text.length), fc.constantFrom('<', '>', '&', '"', "'", '</Event>', '<Event ', '\0', ']]>')),
      ),
      async (changes) => {
        let changed = text;
        for (const [at, piece] of changes) changed = changed.slice(0, at) + piece + changed.slice(at + 1);
        expect((await read(changed)).summary.rows).toBeLessThanOrEqual(8);
      },
    ),
    { numRuns: 200 },
  );
});
