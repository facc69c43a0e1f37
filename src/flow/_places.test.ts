import { expect, test } from 'vitest';
import { Places } from './_places.js';

test.each([
  ['beside it', 'case/tasklist.csv', 'case/netstat.txt', true],
  ['beside another', 'case/a/tasklist.csv', 'case/b/netstat.txt', false],
  ['in another folder of the same computer', 'case/c/process/ps.txt', 'case/c/network/ss.txt', true],
  ['in another folder of another computer', 'case/c/process/ps.txt', 'case/b/netstat.txt', false],
  ['above all of them', 'case/hosts', 'case/b/netstat.txt', false],
  ['where no listing is', 'elsewhere/ps.txt', 'case/b/netstat.txt', true],
  ['in an archive', 'case/z.zip!p/tasklist.csv', 'case/z.zip!n/netstat.txt', true],
  ['in another archive', 'case/z.zip!p/tasklist.csv', 'case/b/netstat.txt', false],
  ['beside an archive', 'zips/tasklist.csv', 'zips/y.zip!n/netstat.txt', true],
  ['in the same file', 'case/all.txt#tasklist', 'case/all.txt', true],
  ['in another listing of the same file', 'case/all.txt#tasklist', 'case/all.txt#ss', true],
  ['in another file', 'case/all.txt#tasklist', 'case/netstat.txt', false],
  ['of Windows', 'D:\\case\\e\\p\\tasklist.csv', 'D:\\case\\e\\n\\netstat.txt', true],
])('a companion %s', (_, companion, listing, isNear) => {
  const places = new Places([
    'case/netstat.txt',
    'case/all.txt',
    'case/a/ss.txt',
    'case/b/netstat.txt',
    'case/c/network/ss.txt',
    'case/z.zip!n/netstat.txt',
    'zips/y.zip!n/netstat.txt',
    'D:\\case\\e\\n\\netstat.txt',
    'D:\\case\\f\\n\\netstat.txt',
  ]);
  expect(places.isNear(companion, listing)).toBe(isNear);
});

test('a name of nothing but separators takes no time', () => {
  const name = '/'.repeat(300_000);
  expect(new Places([name]).isNear(`${name}x`, name)).toBe(true);
});
