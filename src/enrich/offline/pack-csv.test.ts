import { expect, test } from 'vitest';
import { csvRows } from './pack-csv.js';

test.each([
  [
    'plain fields',
    '1,2,AU\n3,4,CN\n',
    [
      ['1', '2', 'AU'],
      ['3', '4', 'CN'],
    ],
  ],
  [
    'CRLF and no line end at the end',
    '1,2\r\n3,4',
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  ['a comma inside quotes', '1,2,13335,"Cloudflare, Inc."\n', [['1', '2', '13335', 'Cloudflare, Inc.']]],
  [
    'doubled quotes',
    '1,2,3,"""R-TEL"" LLC"\n4,5,6,x\n',
    [
      ['1', '2', '3', '"R-TEL" LLC'],
      ['4', '5', '6', 'x'],
    ],
  ],
  [
    'a line end inside quotes',
    '"a\nb",c\r\nd,e\n',
    [
      ['a\nb', 'c'],
      ['d', 'e'],
    ],
  ],
  [
    'empty fields and empty lines',
    ',,\n\n"",x\n',
    [
      ['', '', ''],
      ['', 'x'],
    ],
  ],
  ['a quote that never closes', '1,"abc', [['1', 'abc']]],
])('%s', (_, text, rows) => {
  expect([...csvRows(text)]).toEqual(rows);
});
