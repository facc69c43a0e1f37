import { utils, write, type WorkBook } from '@e965/xlsx';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connection } from '../../model/connection.js';
import type { InputSummary } from '../../model/input.js';
import { memorySource } from '../_memory-source.js';
import { readInputs } from '../index.js';
import { zipFile } from './_sample-archive.js';

const HEADER = ['Time', 'Process', 'Local Address', 'Local Port', 'Remote Address', 'Remote Port', 'State'];
const ROW = [new Date(Date.UTC(2026, 2, 14, 9, 26, 53)), 'curl.exe', '192.168.1.20', 51_544, '198.51.100.7', 443, 'x'];

async function read(bytes: Uint8Array) {
  const inputs: InputSummary[] = [];
  const rows: Connection[] = [];
  const sink = { connection: (row: Connection) => void rows.push(row) };
  for await (const input of readInputs(memorySource('book.xlsx', bytes), sink)) inputs.push(input);
  return { inputs, rows };
}

function bytesOf(book: WorkBook, bookType: 'xlsx' | 'xlsm' = 'xlsx', bookSST = true): Buffer {
  return write(book, { type: 'buffer', bookType, bookSST, compression: true, cellDates: false });
}

function bookOf(sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>): WorkBook {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet(
        rows.map((row) => [...row]),
        { UTC: true },
      ),
      name,
    );
  }
  return book;
}

test.each([true, false])('a sheet is read like a table, dates and all (shared texts: %s)', async (shared) => {
  const book = bookOf({ Notes: [['written by hand']], 'Case 7': [['Exported for the case'], [], HEADER, ROW, ROW] });
  const { inputs, rows } = await read(bytesOf(book, 'xlsx', shared));
  expect(inputs.map(({ name, format, rows: count }) => [name, format, count])).toEqual([
    ['book.xlsx!Case 7', 'table', 2],
    ['book.xlsx', 'xlsx', 0],
  ]);
  expect(inputs[1].tool).toBe('workbook, 2 sheets: 1 read, 1 no listings');
  expect(rows[0]).toMatchObject({ line: 4, process: { name: 'curl.exe' }, local: { port: 51_544 } });
  expect(rows[0].remote).toMatchObject({ port: 443 });
  expect(new Date(rows[0].time ?? 0).toISOString()).toBe('2026-03-14T09:26:53.000Z');
});

test('a listing pasted into column A is read as what it is', async () => {
  const listing = [
    ['  Proto  Local Address          Foreign Address        State           PID'],
    ['  TCP    192.168.1.20:51544     198.51.100.7:443       ESTABLISHED     9120'],
    [' [curl.exe]'],
  ];
  const { inputs, rows } = await read(bytesOf(bookOf({ A: listing }), 'xlsm'));
  expect(inputs[0]).toMatchObject({ format: 'windows-netstat', rows: 1 });
  expect(rows[0].process?.name).toBe('curl.exe');
});

test('cells with commas, quotes and line ends stay in their columns', async () => {
  const hard = [...ROW];
  hard[1] = 'a, "b"\nc.exe';
  const { rows } = await read(bytesOf(bookOf({ A: [HEADER, hard] })));
  expect(rows[0].process?.name).toBe('a, "b" c.exe');
  expect(rows[0].remote.port).toBe(443);
});

test('sparse rows keep the row numbers of the sheet', async () => {
  const sheet = utils.aoa_to_sheet([HEADER]);
  utils.sheet_add_aoa(sheet, [ROW.slice(1)], { origin: 'B90' });
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, 'A');
  expect((await read(bytesOf(book))).rows.map(({ line }) => line)).toEqual([90]);
});

test('a sheet that is a bomb or damaged costs nothing and is said', async () => {
  const workbook = '<workbook><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>';
  const part = (name: string, text: string | Buffer) => ({ name, content: Buffer.from(text) });
  const bomb = zipFile([
    part('xl/workbook.xml', workbook),
    part('xl/worksheets/sheet1.xml', Buffer.alloc(60_000_000, 'a')),
  ]);
  const before = process.memoryUsage().rss;
  const { inputs, rows } = await read(bomb);
  expect(rows).toEqual([]);
  expect(inputs.at(-1)?.partial).toBe(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  const torn = zipFile([part('xl/workbook.xml', workbook), part('xl/worksheets/sheet1.xml', '<sheetData><row><c>')]);
  expect((await read(torn)).inputs.at(-1)).toMatchObject({ format: null });
});

test('flipped bytes never throw', async () => {
  const bytes = bytesOf(bookOf({ A: [HEADER, ...Array.from({ length: 30 }, () => ROW)] }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1 }), async (flips) => {
      const changed = Buffer.from(bytes);
      for (const [at, value] of flips) changed[at] = value;
      const { inputs, rows } = await read(changed);
      expect(rows.length).toBe(inputs.reduce((sum, input) => sum + input.rows, 0));
    }),
    { numRuns: 100 },
  );
});
