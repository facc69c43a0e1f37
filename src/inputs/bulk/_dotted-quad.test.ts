import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../address/parse.js';
import { digits, digits4 } from './_digits.js';
import { DottedQuad, RepeatedQuad } from './_dotted-quad.js';
import { gapMasks, isGap, WIDEST_GAP } from './_gap.js';

const PART = fc.oneof(fc.nat(300).map(String), fc.constantFrom('', '00', '01', '1000', 'a', '-1', '25 '));
const QUAD = fc.array(PART, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));

function viewOf(text: string): { bytes: Buffer; view: DataView } {
  const bytes = Buffer.alloc(text.length + 32, ' ');
  bytes.write(text);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

test('reads exactly the quads that the address parser reads', () => {
  const repeated = new RepeatedQuad();
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), QUAD), fc.constantFrom(':', ' ', ''), (text, end) => {
      const { bytes, view } = viewOf(text + end);
      const address = text.includes(' ') || end !== ':' ? null : parseAddress(text);
      const quad = new DottedQuad();
      const word = quad.read(bytes, 0);
      expect(quad.end).toBe(address === null ? -1 : text.length + 1);
      for (let time = 0; time < 2; time++) {
        const again = repeated.read(bytes, view, 0);
        expect(repeated.end).toBe(quad.end);
        const wanted = address === null ? [0, 0] : [address.w3, address.w3];
        expect([word >>> 0, again >>> 0]).toEqual(wanted);
      }
    }),
    { numRuns: 3000 },
  );
});

test('reads up to four digits at once and up to seven one by one', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{0,9}[^0-9]?$/), (text) => {
      const { bytes, view } = viewOf(text);
      const run = /^\d*/.exec(text)?.[0] ?? '';
      const first = run.slice(0, 4);
      expect(digits4(view.getInt32(0, true))).toBe(first === '' ? 0 : (Number(first) << 3) | first.length);
      const isPlain = /^(?:0|[1-9]\d{0,6})$/.test(run);
      expect(digits(bytes, 0)).toBe(isPlain ? (Number(run) << 4) | run.length : -1);
    }),
  );
});

test('tells a gap of blanks from one with anything else in it', () => {
  const masks = gapMasks();
  for (let gap = 1; gap <= WIDEST_GAP; gap++) {
    for (let other = 0; other < 32; other++) {
      const { bytes, view } = viewOf('x'.repeat(32 - gap) + ' '.repeat(gap));
      if (other >= 32 - gap) bytes[other] = 0x2e;
      expect(isGap(view, 32, gap, masks)).toBe(other < 32 - gap);
    }
  }
});
