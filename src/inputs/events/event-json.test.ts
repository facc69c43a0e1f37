import { expect, test } from 'vitest';
import type { Connection } from '../../model/connection.js';
import { memorySource } from '../_memory-source.js';
import { readInput } from '../index.js';

const sysmon = {
  UtcTime: '2026-03-14 09:26:53.100',
  ProcessId: 900,
  Image: 'C:\\Tools\\example.exe',
  Protocol: 'tcp',
  Initiated: true,
  SourceIp: '192.168.1.20',
  SourcePort: 51_544,
  DestinationIp: '198.51.100.7',
  DestinationPort: 443,
};
const filtered = {
  ProcessID: '900',
  Application: '\\device\\harddiskvolume1\\tools\\example.exe',
  Direction: '%%14593',
  SourceAddress: '192.168.1.20',
  SourcePort: '51544',
  DestAddress: '198.51.100.7',
  DestPort: '443',
  Protocol: '6',
};
const bind = { ProcessId: '4', SourceAddress: '0.0.0.0', SourcePort: '500', Protocol: '17' };
const time = '2026-03-14T09:26:53.100Z';

function dumped(id: unknown, data: object): object {
  const system = {
    EventID: id,
    TimeCreated: { '#attributes': { SystemTime: time } },
    Computer: 'PC-17',
    Execution: { '#attributes': { ProcessID: 4 } },
  };
  return { Event: { System: system, EventData: data } };
}

function velociraptor(id: number, data: object): object {
  const system = {
    EventID: { Value: id },
    TimeCreated: { SystemTime: Date.parse(time) / 1000 },
    Computer: 'PC-17',
    Execution: { ProcessID: 4 },
  };
  return { System: system, EventData: data, Message: '' };
}

function winlogbeat(id: number, data: object): object {
  const winlog = { event_id: id, computer_name: 'PC-17', process: { pid: 4 }, event_data: data };
  return { '@timestamp': time, event: { code: String(id) }, winlog };
}

test.each([
  ['evtx_dump', [dumped(3, sysmon), dumped({ '#text': 5156 }, filtered), dumped(5158, bind)]],
  ['Velociraptor', [velociraptor(3, sysmon), velociraptor(5156, filtered), velociraptor(5158, bind)]],
  ['Winlogbeat', [winlogbeat(3, sysmon), winlogbeat(5156, filtered), winlogbeat(5158, bind)]],
  ['Chainsaw', [{ document: { data: dumped(3, sysmon) } }, { document: { data: dumped(5156, filtered) } }]],
  [
    'Mordor',
    [
      { ...sysmon, EventID: 3, Hostname: 'PC-17' },
      { ...filtered, EventID: 5156, Hostname: 'PC-17', EventTime: time },
      { ...bind, EventID: 5158 },
    ],
  ],
])('%s writes connection events in a shape that is read', async (_, events) => {
  const rows: Connection[] = [];
  const text = events.map((event) => JSON.stringify(event)).join('\n');
  const summary = await readInput(memorySource('x', Buffer.from(text)), { connection: (row) => rows.push(row) });
  expect(summary).toMatchObject({ format: 'table', rows: 2, badLineCount: 0 });
  for (const row of rows) {
    expect(row).toMatchObject({ direction: 'outbound', host: 'PC-17', time: Date.parse(time), remote: { port: 443 } });
    expect(row.process).toMatchObject({ name: 'example.exe', pid: 900 });
  }
});
