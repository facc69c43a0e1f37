import { expect, test } from 'vitest';
import { memorySource } from './_memory-source.js';
import { rawLines } from './raw-lines.js';

const read = (bytes: Uint8Array, ...wanted: number[]) => rawLines(memorySource('x', bytes, 3), new Set(wanted));

test('lines come by their numbers, whatever ends them, and what is not there is absent', async () => {
  expect([...(await read(Buffer.from('one\r\ntwo\r\n\r\nfour'), 1, 2, 4, 9))]).toEqual([
    [1, 'one'],
    [2, 'two'],
    [4, 'four'],
  ]);
  expect((await read(Buffer.from(''), 1)).size).toBe(0);
});

test('UTF-16 and code pages read as the listing does', async () => {
  const wide = Buffer.from('\ufeffProtokoll  Größe\r\nzwei\r\n', 'utf16le');
  expect([...(await read(wide, 1, 2)).values()]).toEqual(['Protokoll  Größe', 'zwei']);
});

test('a line without an end is cut', async () => {
  const [line = ''] = [...(await read(Buffer.from('x'.repeat(5_000)), 1)).values()];
  expect(line).toBe(`${'x'.repeat(500)}…`);
});
