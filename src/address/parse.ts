import { readDotted } from './_dotted.js';
import { isZone, MAX_ZONE } from './_zone.js';
import type { Address } from './address.js';

const SPACE = 32;
const DOT = 46;
const COLON = 58;

/** Longest IPv6 text: six groups of four digits and a dotted tail (RFC 4291 section 2.2). */
const MAX_IPV6_TEXT = 45;

/** Groups of the address being read. One buffer for all calls: parsing is synchronous and allocates only its result. */
const groups = new Uint16Array(8);

/** Value of each ASCII code as a hex digit, or -1. A processor guesses branches and cannot guess digit or letter. */
const HEX_DIGITS = new Int8Array(128).fill(-1);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  HEX_DIGITS[digit.charCodeAt(0)] = value;
  HEX_DIGITS[digit.toUpperCase().charCodeAt(0)] = value;
}

/**
 * The one strict parser: an IPv4 or IPv6 address, or null. It never guesses.
 * IPv4 is four decimal octets without leading zeros. IPv6 is RFC 4291 text, upper or lower case,
 * with an optional dotted tail and an optional `%zone` (RFC 4007). Spaces (U+0020) around it are ignored.
 * Ports, brackets, prefix lengths and defanged dots are taken off in `extract` and `prefix`, not here.
 */
export function parseAddress(text: string): Address | null {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === SPACE) start++;
  while (end > start && text.charCodeAt(end - 1) === SPACE) end--;
  const word = readDotted(text, start, end);
  if (word >= 0) return { family: 4, w0: 0, w1: 0, w2: 0, w3: word, zone: null };
  return parseIPv6(text, start, end);
}

function parseIPv6(text: string, start: number, end: number): Address | null {
  if (end - start > MAX_IPV6_TEXT + 1 + MAX_ZONE) return null;
  const percent = text.indexOf('%', start);
  const stop = percent < 0 ? end : Math.min(percent, end);
  if (stop - start < 2 || stop - start > MAX_IPV6_TEXT) return null;
  const zone = stop < end ? text.slice(stop + 1, end) : null;
  if (zone !== null && !isZone(zone)) return null;
  if (!readGroups(text, start, stop)) return null;
  return { family: 6, w0: pair(0), w1: pair(2), w2: pair(4), w3: pair(6), zone };
}

function pair(index: number): number {
  return ((groups[index] << 16) | groups[index + 1]) >>> 0;
}

/** Reads every group between `start` and `end` into `groups`. */
function readGroups(text: string, start: number, end: number): boolean {
  let at = start;
  let count = 0;
  let gap = -1;
  if (text.charCodeAt(at) === COLON) {
    if (text.charCodeAt(at + 1) !== COLON) return false;
    gap = 0;
    at += 2;
  }
  while (at < end) {
    const groupStart = at;
    let value = 0;
    let digit = 0;
    while (at < end && (digit = hexDigit(text.charCodeAt(at))) >= 0) {
      value = (value << 4) | digit;
      at++;
    }
    if (at < end && text.charCodeAt(at) === DOT) return readTail(text, groupStart, end, count, gap);
    if (at === groupStart || at - groupStart > 4 || count === 8) return false;
    groups[count++] = value;
    if (at === end) break;
    if (text.charCodeAt(at) !== COLON || ++at === end) return false;
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return false;
      gap = count;
      at++;
    }
  }
  return fillGap(count, gap);
}

function readTail(text: string, start: number, end: number, count: number, gap: number): boolean {
  const word = readDotted(text, start, end);
  if (word < 0 || count > 6) return false;
  groups[count] = word >>> 16;
  groups[count + 1] = word & 0xffff;
  return fillGap(count + 2, gap);
}

/** Spreads `::` to the zeros it stands for: at least one group, so eight groups and a gap are too many. */
function fillGap(count: number, gap: number): boolean {
  if (gap < 0) return count === 8;
  if (count === 8) return false;
  const moved = count - gap;
  for (let i = 1; i <= moved; i++) groups[8 - i] = groups[count - i];
  for (let i = gap; i < 8 - moved; i++) groups[i] = 0;
  return true;
}

/** Value of an ASCII hex digit, or -1. */
function hexDigit(code: number): number {
  return code < 128 ? HEX_DIGITS[code] : -1;
}
