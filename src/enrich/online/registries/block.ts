import type { Address } from '../../../address/address.js';
import { compareAddresses } from '../../../address/compare.js';
import { formatAddress } from '../../../address/format.js';
import { ipv4 } from '../../../address/ipv4.js';
import { parseAddress } from '../../../address/parse.js';
import { parsePrefix } from '../../../address/prefix.js';

/** A registered block, both ends included. */
export interface Block {
  readonly first: Address;
  readonly last: Address;
}

/**
 * An address as registries write it: `108.000.000.000` is decimal (ARIN's old RDAP), `62.239.237.0/32` is one address
 * (RIPE's). Null when it is none.
 */
function registryAddress(text: string): Address | null {
  const plain = text.trim().replace(/\/\d{1,3}$/, '');
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(plain);
  if (octets === null) return parseAddress(plain);
  const [a, b, c, d] = octets.slice(1).map(Number);
  return Math.max(a, b, c, d) > 255 ? null : ipv4(((a << 24) | (b << 16) | (c << 8) | d) >>> 0);
}

/** `a - b`, `a/len`, and what LACNIC shortens: `200.57.128/19`. A remark in parentheses is left out. */
export function readBlock(text: string): Block | null {
  const plain = text.replace(/\(.*$/, '').trim();
  const [from, to] = plain.split(/\s+-\s+|-/);
  if (to !== undefined) return blockOf(from, to);
  const prefix = parsePrefix(filledUp(plain));
  return prefix === null ? null : { first: prefix.first, last: prefix.last };
}

/** A block by its ends. Null when they are no two addresses of one family in this order. */
export function blockOf(from: string, to: string): Block | null {
  const [first, last] = [registryAddress(from), registryAddress(to)];
  if (first === null || last === null || first.family !== last.family) return null;
  return compareAddresses(first, last) <= 0 ? { first, last } : null;
}

function filledUp(text: string): string {
  const [, octets, length] = /^([\d.]+)(\/\d+)$/.exec(text) ?? [];
  if (octets === undefined) return text;
  const parts = octets.split('.').filter((part) => part !== '');
  while (parts.length < 4) parts.push('0');
  return `${parts.map(Number).join('.')}${length}`;
}

export function isIn({ first, last }: Block, address: Address): boolean {
  return (
    address.family === first.family && compareAddresses(first, address) <= 0 && compareAddresses(address, last) <= 0
  );
}

/** Size as a number: 2^128 is only about right, which is enough to compare. */
export function sizeOf({ first, last }: Block): number {
  const words = [last.w0 - first.w0, last.w1 - first.w1, last.w2 - first.w2, last.w3 - first.w3];
  return words.reduce((size, word) => size * 2 ** 32 + word, 0) + 1;
}

/** The block as one CIDR where it is one. */
export function cidrOf({ first, last }: Block): string | null {
  const range = parsePrefix(`${formatAddress(first)}-${formatAddress(last)}`);
  return range === null || range.length < 0 ? null : `${formatAddress(first)}/${range.length}`;
}
