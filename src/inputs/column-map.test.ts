import { utils, write } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { formatAddress } from '../address/format.js';
import type { Connection } from '../model/connection.js';
import type { InputSummary } from '../model/input.js';
import { memorySource } from './_memory-source.js';
import { parseColumnMap } from './column-map.js';
import { readInputs } from './index.js';

const LINES = [
  ['When', 'Ext. IP', 'Ext Port', 'App'],
  ['x', '198.51.100.7', '443', 'a.exe'],
];

async function read(name: string, bytes: Uint8Array, map: string) {
  const inputs: InputSummary[] = [];
  const rows: Connection[] = [];
  const sink = { connection: (row: Connection) => void rows.push(row) };
  const source = memorySource(name, bytes);
  for await (const input of readInputs(source, sink, { columns: parseColumnMap([map]) })) inputs.push(input);
  return { inputs, rows };
}

const sheet = utils.book_new();
utils.book_append_sheet(sheet, utils.aoa_to_sheet(LINES), 'A');

test.each<[string, string | Buffer]>([
  ['x.csv', LINES.map((cells) => cells.join(',')).join('\n')],
  ['x.tsv', LINES.map((cells) => cells.join('\t')).join('\n')],
  ['x.txt', `Exported by Ann\n\n${LINES.map((cells) => cells.join(';')).join('\n')}`],
  ['x.ndjson', '{"When":"x","Ext. IP":"198.51.100.7","Ext Port":443,"App":"a.exe"}\n'.repeat(2)],
  ['x.json', '{"rows":[{"ext":{"ip":"198.51.100.7","port":443},"App":"a.exe"}]}'],
  ['x.xlsx', write(sheet, { type: 'buffer' })],
])('the columns that the user names are read from %s, whatever their case', async (name, content) => {
  const { rows } = await read(name, Buffer.from(content), 'remote=EXT IP,port=ext port,process=app');
  const [{ remote, process }] = rows;
  expect(remote.address === null ? null : formatAddress(remote.address)).toBe('198.51.100.7');
  expect([remote.port, process?.name]).toEqual([443, 'a.exe']);
});

test('what the user says goes before what a name says', async () => {
  const text = 'remote_address,nat_address,remote_port\n10.0.0.1,198.51.100.7,443\n';
  const { rows } = await read('x.csv', Buffer.from(text), 'remote=nat_address');
  expect(rows.map(({ remote }) => remote.address?.w3)).toEqual([0xc6336407]);
});

test('a column can be all there is of a table', async () => {
  expect((await read('x.csv', Buffer.from('wohin\n198.51.100.7\n198.51.100.8\n'), 'remote=Wohin')).rows.length).toBe(2);
});

test.each<[string, string | Buffer]>([
  ['x.csv', LINES.map((cells) => cells.join(',')).join('\n')],
  ['x.json', '[{"When":1,"Ext. IP":"198.51.100.7","Ext Port":"443","App":""}]'],
  ['x.xlsx', write(sheet, { type: 'buffer' })],
])('a column that is not in %s is told with those that are', async (name, content) => {
  const { inputs, rows } = await read(name, Buffer.from(content), 'remote=Ext. IP,port=Porrt');
  expect(rows).toEqual([]);
  expect(inputs.at(-1)).toMatchObject({ format: null });
  expect(inputs.at(-1)?.blindSpots.at(-1)?.says).toBe(
    'It has no column Porrt; its columns are: When, Ext. IP, Ext Port, App.',
  );
});

test('a listing that needs no columns is read as ever', async () => {
  const row = 'tcp        0      0 192.0.2.15:49845        198.51.100.123:443      ESTABLISHED 3120/curl\n';
  expect((await read('x', Buffer.from(row.repeat(3)), 'remote=x')).inputs[0].format).toBe('linux-netstat');
});

test.each([
  ['remote', 'a meaning and a column are wanted'],
  ['remote=', 'a meaning and a column are wanted'],
  ['remot=x', 'remot is no meaning of a column'],
  ['constructor=x', 'constructor is no meaning of a column'],
  ['port=x', 'names no far end'],
])('--map %s is refused', (text, why) => {
  expect(() => parseColumnMap([text])).toThrow(why);
});
