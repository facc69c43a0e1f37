import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connection } from '../model/connection.js';
import { jsonConnection } from './_json-connection.js';
import { JsonColumns } from './_json-record.js';
import { JsonShapes } from './_json-shapes.js';
import { JsonReader } from './_table-json.js';

interface Read {
  readonly rows: Connection[];
  readonly bad: [line: number, reason: string][];
}

/** What a reader makes of a text that comes in pieces. */
function readPieces(text: string, pieces: number): Read {
  const read: Read = { rows: [], bad: [] };
  const reader = new JsonReader(
    {
      connection: (connection) => read.rows.push(connection),
      secondEnd: (connection) => read.rows.push(connection),
      badLine: (line, _text, reason) => read.bad.push([line, reason]),
    },
    false,
  );
  for (let at = 0; at < text.length; at += pieces) reader.text?.(text.slice(at, at + pieces));
  reader.end();
  return read;
}

const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('-', '', '*', null, '203.0.113.7'));
const port = fc.oneof(fc.nat(70_000), fc.constantFrom('443', 443.5, -0, 1e21, 1e-9, null, '"', true));
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\\/Date(1790000000000)\\/', 'a\\"b', '\n', '{', '}', 'x.exe'),
);
const record = fc.record(
  {
    LocalAddress: address,
    LocalPort: port,
    RemoteAddress: address,
    RemotePort: port,
    State: fc.oneof(fc.nat(12), text),
    OwningProcess: fc.nat(),
    ProcessName: text,
    CreationTime: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), text),
    Nested: fc.record({ pid: fc.nat(), other: fc.array(text, { maxLength: 2 }) }, { requiredKeys: [] }),
    protocol: fc.constantFrom('tcp', 'udp', 6, null, false),
    7: text,
  },
  { requiredKeys: ['RemoteAddress'] },
);

const records = fc.array(record, { minLength: 1, maxLength: 12 });
const indent = fc.constantFrom(0, 1, 4);

test('a record that is read by a shape is what parsing makes of it', () => {
  fc.assert(
    fc.property(records, indent, (objects, blanks) => {
      const columns = new JsonColumns();
      const shapes = new JsonShapes(columns);
      for (const object of [...objects, ...objects]) {
        const text = JSON.stringify(object, null, blanks);
        const parsed = jsonConnection(JSON.parse(text), new JsonColumns());
        const found = shapes.read(`,${text},`, 1);
        if (found === null && parsed !== null) shapes.learn(text, parsed);
        expect({ record: (found ?? parsed)?.record, by: (found ?? parsed)?.isInitiator }).toEqual({
          record: parsed?.record,
          by: parsed?.isInitiator,
        });
        expect(found?.end ?? text.length + 1).toBe(text.length + 1);
        expect(found?.lines ?? text.split('\n').length - 1).toBe(text.split('\n').length - 1);
      }
    }),
    { numRuns: 500 },
  );
});

test('records are the same wherever pieces of their text end', () => {
  fc.assert(
    fc.property(records, indent, fc.integer({ min: 1, max: 400 }), (objects, blanks, pieces) => {
      const whole = `[\n${objects.map((object) => JSON.stringify(object, null, blanks)).join(',\n')}\n]`;
      expect(readPieces(whole, pieces)).toEqual(readPieces(whole, whole.length));
    }),
  );
});

test('a broken object among others of its shape is a bad line with its number, and costs no other', () => {
  const good = '{\n  "LocalAddress": "192.168.1.20",\n  "RemoteAddress": "198.51.100.7",\n  "RemotePort": 443\n}';
  const broken = [
    good.replace('443', '4 43'),
    good.replace('443', '0443'),
    good.replace('"198.51', '"\\x198.51'),
    good.replace('100.7"', '100.7'),
  ];
  const { rows, bad } = readPieces([good, ...broken, good].join(',\n'), 1_000);
  expect(rows.map(({ line }) => line)).toEqual([1, 26]);
  expect(bad).toEqual([
    [6, 'not valid JSON'],
    [11, 'not valid JSON'],
    [16, 'not valid JSON'],
    [21, 'a JSON object with an unclosed string'],
  ]);
});

test('a name in a list of names and texts says what its text is for, whatever stood there before', () => {
  const event = (name: string) =>
    JSON.stringify({
      RemoteAddress: '198.51.100.7',
      Event: { EventData: { Data: [{ '@Name': name, '#text': '/usr/bin/example' }] } },
    });
  const { rows } = readPieces(['Note', 'Note', 'Image'].map(event).join('\n'), 1_000);
  expect(rows.map(({ process }) => process?.path ?? null)).toEqual([null, null, '/usr/bin/example']);
});
