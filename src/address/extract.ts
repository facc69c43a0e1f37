import { isZoneCode } from './_zone.js';
import type { Address } from './address.js';
import { refangWithOrigin } from './defang.js';
import { parseAddress } from './parse.js';

export { type EndpointText, splitBsdEndpoint, splitEndpoint, splitLastColon } from './endpoint.js';
export { refang } from './defang.js';

/** An address found in free text. */
export interface FoundAddress {
  readonly address: Address;
  /** 0..65535, when one is written with it. */
  readonly port: number | null;
  /** The `/24` behind it, when one is written: then it stands for a network. */
  readonly prefixLength: number | null;
  /** Where the whole written form starts in the given text: with brackets, zone, port, prefix length, defanged marks. */
  readonly index: number;
  readonly length: number;
}

/** A find in the refanged text: `from` to `to`. */
interface Find extends Pick<FoundAddress, 'address' | 'port' | 'prefixLength'> {
  readonly from: number;
  readonly to: number;
}

/** Longest text that can be an IPv6 address with a port behind its dotted tail. */
const MAX_TEXT = 51;
const DOT = 46;
const COLON = 58;

/**
 * Finds the addresses in free text, defanged ones too, in linear time. Numbers that go on (`1.2.3.4.5`), words
 * (`v1.2.3.4`, `1.2.3.4.example`), clock times and hardware addresses are none. A bare `::` counts only in brackets.
 */
export function* extractAddresses(text: string): Generator<FoundAddress, void, undefined> {
  const { text: plain, origin } = refangWithOrigin(text);
  for (const find of scan(plain)) {
    const { address, port, prefixLength } = find;
    const index = origin === null ? find.from : origin[find.from];
    const end = origin === null ? find.to : endInOriginal(origin, find.to);
    yield { address, port, prefixLength, index, length: end - index };
  }
}

/** The end of the last character, so that marks which follow are not swallowed. */
function endInOriginal(origin: Uint32Array, to: number): number {
  return origin[to];
}

/** Cuts the text into runs of word characters, dots and colons, and looks at each once. */
function* scan(text: string): Generator<Find, void, undefined> {
  for (let at = 0; at < text.length; ) {
    if (!isRunCode(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const from = at;
    let signs = 0;
    for (let code = text.charCodeAt(at); isRunCode(code); code = text.charCodeAt(++at)) {
      if (code === DOT || code === COLON) signs++;
    }
    if (signs < 2 || isTied(text, from, at)) continue;
    const find = text[from - 1] === '[' ? bracketed(text, from, at) : bare(text, from, at);
    if (find === null) continue;
    yield find;
    at = Math.max(at, find.to);
  }
}

/** Letters, digits, `_`, dot, colon and their full-width twins: characters that a number or a word goes on with. */
function isRunCode(code: number): boolean {
  if (code >= 48 && code <= 58) return true;
  if (code < 128) return code === DOT || code === 95 || ((code | 32) >= 97 && (code | 32) <= 122);
  return (code >= 0xff10 && code <= 0xff19) || code === 0xff0e || (code >= 0xff21 && code <= 0xff5a && code !== 0xff3b);
}

/** `lib-1.2.3.4` and `1.2.3.4-beta` are names of things; `1.2.3.4-1.2.3.9` is a range. */
function isTied(text: string, from: number, to: number): boolean {
  const dashBefore = text[from - 1] === '-' && isLetter(text.charCodeAt(from - 2));
  return dashBefore || (text[to] === '-' && isLetter(text.charCodeAt(to + 1)));
}

function isLetter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122 && code < 128;
}

/** `[address]`, `[address%zone]`, each with `%zone` (ss), `:port` or `/length` behind it; `from` is after the bracket. */
function bracketed(text: string, from: number, to: number): Find | null {
  const zoneEnd = skipZone(text, to);
  if (text[zoneEnd] !== ']') return bare(text, from, to);
  const address = read(text.slice(from, zoneEnd), true);
  if (address === null) return labelled(text, from, to);
  const outerZone = skipZone(text, zoneEnd + 1);
  const zone = outerZone > zoneEnd + 2 && address.family === 6 ? text.slice(zoneEnd + 2, outerZone) : address.zone;
  return withTail(text, { ...address, zone }, from - 1, zone === address.zone ? zoneEnd + 1 : outerZone);
}

function bare(text: string, from: number, to: number): Find | null {
  const end = withoutPunctuation(text, from, to);
  const zoneEnd = end === to ? withoutPunctuation(text, end, skipZone(text, to)) : end;
  const address = end - from <= MAX_TEXT ? read(text.slice(from, zoneEnd), false) : null;
  if (address !== null) return withTail(text, address, from, zoneEnd);
  return labelled(text, from, end);
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

/**
 * A run that is no address as a whole: `ip4:1.2.3.4`, `1.2.3.4:443`, `tcp:1.2.3.4:443`, `ip6:2001:db8::1`.
 * Takes the first dotted piece between colons, else what follows the last label that cannot be a group.
 */
function labelled(text: string, from: number, to: number): Find | null {
  let afterLabel = from;
  for (let start = from; start < to; ) {
    const colon = text.indexOf(':', start);
    const end = colon < 0 || colon > to ? to : colon;
    const address = end - start <= 15 ? read(text.slice(start, end), false) : null;
    if (address !== null) return withTail(text, address, start, end);
    if (!isGroup(text, start, end)) afterLabel = end + 1;
    start = end + 1;
  }
  return sixth(text, from, afterLabel, to);
}

function sixth(text: string, from: number, start: number, to: number): Find | null {
  const piece = to - start <= MAX_TEXT && to > start ? text.slice(start, to) : '';
  if (piece === '') return null;
  const address = start > from ? read(piece, false) : null;
  if (address !== null) return withTail(text, address, start, to);
  // `::ffff:1.2.3.4:443`: after a dotted tail a colon can only be the port's.
  const colon = text.lastIndexOf(':', to - 1);
  if (colon <= start || text.lastIndexOf('.', colon) < text.lastIndexOf(':', colon - 1)) return null;
  const mapped = read(text.slice(start, colon), false);
  return mapped && withTail(text, mapped, start, colon);
}

function isGroup(text: string, from: number, to: number): boolean {
  if (to - from > 4) return false;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (!(code >= 48 && code <= 57) && !((code | 32) >= 97 && (code | 32) <= 102)) return false;
  }
  return true;
}

/** The strict parser, minus what in free text is more likely something else. */
function read(text: string, isBracketed: boolean): Address | null {
  const address = parseAddress(text);
  if (address === null || address.family === 4 || isBracketed) return address;
  return /\d/.test(text) && !/^(?:[0-9a-f]{2}:){7}[0-9a-f]{2}$/i.test(text) ? address : null;
}

/** Adds the port or prefix length written right behind the address. */
function withTail(text: string, address: Address, from: number, to: number): Find {
  const mark = text[to];
  const number = mark === ':' || mark === '/' ? digitsAt(text, to + 1) : '';
  const value = Number(number);
  const end = to + 1 + number.length;
  const isWhole = number !== '' && !isRunOn(text, end);
  const isPort = isWhole && mark === ':' && value <= 65535;
  const isLength = isWhole && mark === '/' && value <= (address.family === 4 ? 32 : 128);
  const tail = isPort || isLength ? end : to;
  return { address, port: isPort ? value : null, prefixLength: isLength ? value : null, from, to: tail };
}

function digitsAt(text: string, at: number): string {
  let end = at;
  while (end < at + 6 && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return text.slice(at, end);
}

/** True when a letter or digit follows, at once or after a dot. */
function isRunOn(text: string, at: number): boolean {
  const code = text.charCodeAt(at) === DOT ? text.charCodeAt(at + 1) : text.charCodeAt(at);
  return isRunCode(code) && code !== COLON && code !== DOT;
}
