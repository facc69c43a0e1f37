import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ipv4 } from '../../address/ipv4.js';
import { ipv6 } from '../../address/ipv6.js';
import { parsePrefix } from '../../address/prefix.js';
import { blockLength, blockText } from './_block-text.js';
import { cidrBlocks4, cidrBlocks6 } from './_cidr-blocks.js';
import { csvFields } from './_csv-fields.js';
import { isoDay, labelText, percent, portNumber } from './_fields.js';

test('days are read from every form that publishers write, and from nothing else', () => {
  expect(isoDay('2026-08-22')).toBe('2026-08-22');
  expect(isoDay('2026-08-22 03:00:29 UTC')).toBe('2026-08-22');
  expect(isoDay('2026-08-22T23:59:59.000Z')).toBe('2026-08-22');
  expect(isoDay('Sat, 22 Aug 2026 03:00:29 +0200')).toBe('2026-08-22');
  expect(isoDay('1790000000')).toBe('2026-09-21');
  expect(isoDay(1_790_000_000)).toBe('2026-09-21');
  for (const none of ['', 'None', '2026-02-30', '22.08.2026', '2026-8-2', null, {}, Number.NaN, -1]) {
    expect(isoDay(none)).toBeNull();
  }
});

test('labels lose what could write to a terminal, and are bounded', () => {
  expect(labelText('Cobalt\u001b[31m Strike\u202e')).toBe('Cobalt [31m Strike');
  expect(labelText('x'.repeat(1000))).toHaveLength(160);
  for (const none of ['', ' ', 'None', '-', '\u0007', 7, null]) expect(labelText(none)).toBeNull();
});

test('ports and percentages out of range are none, or brought into range', () => {
  expect([portNumber('443'), portNumber(' 443 '), portNumber(65_535)]).toEqual([443, 443, 65_535]);
  for (const none of ['0', '65536', '4e2', '-1', '', null, 1.5]) expect(portNumber(none)).toBeNull();
  expect([percent('75'), percent(100), percent(250), percent(-1)]).toEqual([0.75, 1, 1, 0]);
  for (const none of ['', 'high', null, Number.NaN]) expect(percent(none)).toBeNull();
});

test('quoted fields may follow a space, hold separators and doubled quotes, and never end', () => {
  expect(csvFields('"a", "b,c" , d,"e ""f""",')).toEqual(['a', 'b,c', 'd', 'e "f"', '']);
  expect(csvFields('a;"b;c"', ';')).toEqual(['a', 'b;c']);
  expect(csvFields('"never closed, x')).toEqual(['never closed, x']);
});

test('a block is written as parsePrefix reads it, and the blocks of a range cover it exactly', () => {
  const word = fc.nat(0xffff_ffff);
  fc.assert(
    fc.property(word, word, (a, b) => {
      const first = Math.min(a, b);
      const last = Math.max(a, b);
      expect(parsePrefix(blockText(ipv4(first), ipv4(last)))).toMatchObject({ first: ipv4(first), last: ipv4(last) });
      let at = first;
      let blocks = 0;
      cidrBlocks4(first, last, (start, length) => {
        expect(start).toBe(at);
        at += 2 ** (32 - length);
        blocks++;
      });
      expect(at).toBe(last + 1);
      expect(blocks === 1).toBe(blockLength(ipv4(first), ipv4(last)) >= 0);
    }),
  );
  const sizes: number[] = [];
  cidrBlocks6(1n, (1n << 128n) - 2n, (_w0, _w1, _w2, _w3, length) => sizes.push(length));
  expect(sizes).toHaveLength(254);
  expect(blockText(ipv6(0x2001_0db8, 0, 0, 0), ipv6(0x2001_0db8, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff))).toBe(
    '2001:db8::/32',
  );
});
