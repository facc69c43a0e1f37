import type { Address } from './address.js';
import { compareAddresses } from './compare.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import { parseAddress } from './parse.js';

/** A block of addresses of one family, both ends included, without zones. */
export interface Prefix {
  readonly first: Address;
  readonly last: Address;
  /** CIDR length: 0..32 or 0..128; -1 for a range `a-b` that is no single CIDR block. */
  readonly length: number;
  /** True when bits behind the length were set in the text (`10.0.0.1/8`); they have been cleared in `first`. */
  readonly hostBits: boolean;
}

/**
 * Reads `10.0.0.0/8`, `2001:db8::/32`, a range `10.0.0.1-10.0.0.9` (spaces around the dash allowed)
 * or one address. Null for anything else: zones, netmasks, mixed families, a range that runs backwards.
 */
export function parsePrefix(text: string): Prefix | null {
  const slash = text.indexOf('/');
  if (slash >= 0) return parseCidr(text, slash);
  const dash = text.indexOf('-');
  if (dash >= 0) return parseRange(text.slice(0, dash), text.slice(dash + 1));
  const address = parsePlain(text);
  return address && { first: address, last: address, length: bits(address), hostBits: false };
}

/** True when the address lies in the block. An IPv4-mapped address is IPv6 here: unwrap it first. */
export function prefixContains(prefix: Prefix, a: Address): boolean {
  return (
    a.family === prefix.first.family && compareAddresses(a, prefix.first) >= 0 && compareAddresses(a, prefix.last) <= 0
  );
}

function parseCidr(text: string, slash: number): Prefix | null {
  const address = parsePlain(text.slice(0, slash));
  const length = parseLength(text.slice(slash + 1));
  if (address === null || text[slash - 1] === ' ' || length < 0 || length > bits(address)) return null;
  const { first, last } = block(address, length);
  return { first, last, length, hostBits: compareAddresses(first, address) !== 0 };
}

function parseRange(from: string, to: string): Prefix | null {
  const first = parsePlain(from);
  const last = parsePlain(to);
  if (first === null || last === null || first.family !== last.family) return null;
  if (compareAddresses(first, last) > 0) return null;
  return { first, last, length: blockLength(first, last), hostBits: false };
}

function parsePlain(text: string): Address | null {
  const address = parseAddress(text);
  return address === null || address.zone !== null ? null : address;
}

/** One to three digits without a leading zero, spaces behind them ignored; else -1. */
function parseLength(padded: string): number {
  const text = padded.replace(/ +$/, '');
  if (text.length === 0 || text.length > 3 || (text.length > 1 && text.startsWith('0'))) return -1;
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    length = length * 10 + digit;
  }
  return length;
}

function bits(address: Address): number {
  return address.family === 4 ? 32 : 128;
}

function block(a: Address, length: number): { first: Address; last: Address } {
  if (a.family === 4) return { first: ipv4(a.w3 & mask(length)), last: ipv4(a.w3 | ~mask(length)) };
  const [m0, m1, m2, m3] = [mask(length), mask(length - 32), mask(length - 64), mask(length - 96)];
  return {
    first: ipv6(a.w0 & m0, a.w1 & m1, a.w2 & m2, a.w3 & m3),
    last: ipv6(a.w0 | ~m0, a.w1 | ~m1, a.w2 | ~m2, a.w3 | ~m3),
  };
}

/** The top `length` bits of a word; JavaScript shifts by 32 are shifts by 0, so both ends are spelt out. */
function mask(length: number): number {
  if (length <= 0) return 0;
  return length >= 32 ? -1 : -1 << (32 - length);
}

function blockLength(first: Address, last: Address): number {
  const w = [first.w0 ^ last.w0, first.w1 ^ last.w1, first.w2 ^ last.w2, first.w3 ^ last.w3];
  const words = first.family === 4 ? w.slice(3) : w;
  const at = words.findIndex((word) => word !== 0);
  const length = at < 0 ? words.length * 32 : at * 32 + Math.clz32(words[at]);
  const whole = block(first, length);
  const isBlock = compareAddresses(whole.first, first) === 0 && compareAddresses(whole.last, last) === 0;
  return isBlock ? length : -1;
}
