import * as fc from 'fast-check';
import type { Address } from './address.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';

// Generators that the tests of this room share. Groups lean to 0 and ffff, where the special blocks and `::` live.

const word = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom(0, 1, 0xffff, 0x10000, 0xffffffff, 0x5efe, 0x20010db8, 0x0064ff9b, 0x7fffffff, 0x80000000),
);

/** Any unsigned 32-bit word, edges more often. */
export const anyWord = word;

/** Any IPv4 address. */
export const anyIPv4: fc.Arbitrary<Address> = word.map(ipv4);

/** Any IPv6 address without zone, long runs of zeros included. */
export const anyIPv6: fc.Arbitrary<Address> = fc
  .tuple(word, word, word, word)
  .map(([w0, w1, w2, w3]) => ipv6(w0, w1, w2, w3));

/** One valid spelling of an IPv6 address: letter case, leading zeros, compression and dotted tail as it pleases. */
export function spell(a: Address, style: { upper: boolean; padded: boolean; dotted: boolean; gap: number }): string {
  const words = [a.w0, a.w1, a.w2, a.w3].flatMap((w) => [w >>> 16, w & 0xffff]);
  const groups = words.map((group) => group.toString(16).padStart(style.padded ? 4 : 1, '0'));
  if (style.dotted) {
    const octets = [a.w3 >>> 24, (a.w3 >>> 16) & 255, (a.w3 >>> 8) & 255, a.w3 & 255];
    groups.splice(6, 2, octets.join('.'));
  }
  const text = compress(groups, words, style.gap);
  return style.upper ? text.toUpperCase() : text;
}

/** Writes the run of zero groups that starts at or behind `gap` as `::`, if there is one. */
function compress(groups: readonly string[], words: readonly number[], gap: number): string {
  const limit = groups.length === 7 ? 6 : 8;
  let from = gap;
  while (from < limit && words[from] !== 0) from++;
  let to = from;
  while (to < limit && words[to] === 0) to++;
  if (to === from) return groups.join(':');
  return `${groups.slice(0, from).join(':')}::${groups.slice(to).join(':')}`;
}

/** How `spell` may write. */
export const anyStyle = fc.record({
  upper: fc.boolean(),
  padded: fc.boolean(),
  dotted: fc.boolean(),
  gap: fc.integer({ min: 0, max: 8 }),
});

const strayCharacters = '0123456789abcdefABFg:::...%[]/ -x_\u0000\uff11\u0661'.split('');

/** A valid address text with up to three characters put in, taken out or replaced. */
export const mutatedText: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      anyIPv4.map(({ w3 }) => [w3 >>> 24, (w3 >>> 16) & 255, (w3 >>> 8) & 255, w3 & 255].join('.')),
      fc.tuple(anyIPv6, anyStyle).map(([a, style]) => spell(a, style)),
    ),
    fc.array(fc.tuple(fc.nat(50), fc.nat(1), fc.constantFrom('', ...strayCharacters)), { maxLength: 3 }),
  )
  .map(([text, edits]) => edits.reduce((t, [at, drop, put]) => t.slice(0, at) + put + t.slice(at + drop), text));
