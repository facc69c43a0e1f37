import { isHexCode, isRunCode } from './_run-code.js';
import { isZoneCode } from './_zone.js';
import type { Address } from './address.js';
import { splitEndpoint } from './endpoint.js';
import { parseAddress } from './parse.js';

/** An address in a text: the written form goes from `from` up to `to`. */
export interface Find {
  readonly address: Address;
  readonly port: number | null;
  readonly prefixLength: number | null;
  readonly from: number;
  readonly to: number;
}

const DOT = 46;
const COLON = 58;

/** Longest text that can be an IPv6 address with a port behind it. */
const MAX_TEXT = 51;

/** Looks for an address in the run of word characters, dots and colons between `from` and `to`. */
export function findInRun(text: string, from: number, to: number): Find | null {
  return (text[from - 1] === '[' ? bracketed(text, from, to) : null) ?? bare(text, from, to);
}

/** `[address]` or `[address%zone]`; ss writes the zone outside, `[fe80::1]%eth0:546`. */
function bracketed(text: string, from: number, to: number): Find | null {
  const close = skipZone(text, to);
  if (text[close] !== ']' || to - from > MAX_TEXT) return null;
  const inside = text.slice(from, close);
  const end = withoutPunctuation(text, close + 1, skipZone(text, close + 1));
  const zoned = end > close + 1 ? parseAddress(inside + text.slice(close + 1, end)) : null;
  if (zoned !== null) return withTail(text, zoned, from - 1, end);
  const address = parseAddress(inside);
  return address && withTail(text, address, from - 1, close + 1);
}

function bare(text: string, from: number, to: number): Find | null {
  const end = withoutPunctuation(text, from, to);
  if (end - from <= MAX_TEXT) {
    const zoneEnd = end === to ? withoutPunctuation(text, to, skipZone(text, to)) : end;
    const zoned = zoneEnd > end ? read(text.slice(from, zoneEnd)) : null;
    if (zoned !== null) return withTail(text, zoned, from, zoneEnd);
    const address = read(text.slice(from, end));
    if (address !== null) return withTail(text, address, from, end);
  }
  return labelled(text, from, end);
}

/**
 * A run that is no address as a whole: `1.2.3.4:443`, `tcp:1.2.3.4:443`, `ip4:1.2.3.4`, `ip6:2001:db8::1`.
 * Prefers IPv6 after the last label that can be no part of one, then the first dotted piece between colons.
 */
function labelled(text: string, from: number, to: number): Find | null {
  let afterLabel = from;
  let dotted: Find | null = null;
  for (let start = from, end = from; start < to; start = end + 1) {
    end = nextColon(text, start, to);
    const address = end - start <= 15 ? read(text.slice(start, end)) : null;
    if (address !== null) dotted ??= withTail(text, address, start, end);
    else if (!isGroup(text, start, end)) afterLabel = end + 1;
  }
  return afterLast(text, afterLabel, to) ?? dotted;
}

function afterLast(text: string, from: number, to: number): Find | null {
  if (from >= to || to - from > MAX_TEXT) return null;
  const piece = text.slice(from, to);
  const whole = read(piece);
  const host = whole === null ? splitEndpoint(piece).host : piece;
  const address = whole ?? read(host);
  return address && withTail(text, address, from, from + host.length);
}

function nextColon(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) !== COLON) at++;
  return at;
}

function isGroup(text: string, from: number, to: number): boolean {
  if (to - from > 4) return false;
  for (let at = from; at < to; at++) if (!isHexCode(text.charCodeAt(at))) return false;
  return true;
}

/** The strict parser, minus what in prose is likelier something else: `::`, `a::b` and eight-byte hardware addresses. */
function read(text: string): Address | null {
  const address = parseAddress(text);
  if (address === null || address.family === 4) return address;
  return /\d/.test(text) && !/^(?:[0-9a-f]{2}:){7}[0-9a-f]{2}$/i.test(text) ? address : null;
}

/** A sentence's full stop or colon after an address is not part of it; `::` is. */
function withoutPunctuation(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && text.charCodeAt(end - 1) === DOT) end--;
  if (end - from < 2 || text.charCodeAt(end - 1) !== COLON) return end;
  return text.charCodeAt(end - 2) === COLON && text.charCodeAt(end - 3) !== COLON ? end : end - 1;
}

function skipZone(text: string, at: number): number {
  if (text[at] !== '%') return at;
  let end = at + 1;
  while (end < text.length && isZoneCode(text.charCodeAt(end))) end++;
  return end > at + 1 ? end : at;
}

/** Adds the port or prefix length written right behind the address. */
function withTail(text: string, address: Address, from: number, to: number): Find {
  const mark = text[to];
  const digits = mark === ':' || mark === '/' ? digitsAt(text, to + 1) : '';
  const end = to + 1 + digits.length;
  const value = digits === '' || goesOn(text, end) ? Number.POSITIVE_INFINITY : Number(digits);
  const port = mark === ':' && value <= 65535 ? value : null;
  const prefixLength = mark === '/' && value <= (address.family === 4 ? 32 : 128) ? value : null;
  return { address, port, prefixLength, from, to: port === null && prefixLength === null ? to : end };
}

function digitsAt(text: string, from: number): string {
  let end = from;
  while (end < from + 6 && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return text.slice(from, end);
}

/** True when a letter or digit follows, at once or after one dot. */
function goesOn(text: string, at: number): boolean {
  const code = text.charCodeAt(at) === DOT ? text.charCodeAt(at + 1) : text.charCodeAt(at);
  return isRunCode(code) && code !== COLON && code !== DOT;
}
