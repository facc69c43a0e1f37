import type { Address } from '../../address/address.js';
import { compareAddresses } from '../../address/compare.js';
import { parseAddress } from '../../address/parse.js';
import type { TokenArena } from './token-arena.js';

const BLANK = 0x20;
const NO_BREAK_SPACE = 0xa0;
const NONE = { w0: 0, w1: 0 };

/** The IPv6 address that the bytes between brackets are, if every row may name it; else null. */
export function tokenAddress(bytes: Uint8Array, start: number, end: number): Address | null {
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    // Blanks part cells, also where an address could have some around it.
    if (byte <= BLANK || byte === NO_BREAK_SPACE) return null;
    text += String.fromCharCode(byte);
  }
  const address = parseAddress(text);
  if (address?.family !== 6) return null;
  // Zero written otherwise is a wildcard that a scanner doesn't know as one.
  const isZero = (address.w0 | address.w1 | address.w2 | address.w3) === 0;
  return isZero && text !== '::' ? null : address;
}

/** The addresses that tokens stand for, each parsed once. */
export class TokenAddresses {
  readonly #tokens: TokenArena;
  readonly #addresses: (Address | null | undefined)[] = [];
  #order = new Uint32Array(0);
  /** Of each address its first bits, as many as a number holds. */
  #firstBits = new Float64Array(0);
  #ranks = new Uint32Array(0);

  constructor(tokens: TokenArena) {
    this.#tokens = tokens;
  }

  /** Keeps what a token was read as. */
  keep(token: number, address: Address): void {
    this.#addresses[token] = address;
  }

  at(token: number): Address | null {
    return (this.#addresses[token] ??= parseAddress(this.#tokens.text(token)));
  }

  /** For each token the place of its address in order; tokens of one address share it. */
  ranks(): Uint32Array<ArrayBuffer> {
    if (this.#ranks.length === this.#tokens.length) return this.#ranks;
    const order = this.order();
    const bits = this.#firstBits;
    const ranks = new Uint32Array(order.length);
    for (let at = 1; at < order.length; at++) {
      const [before, token] = [order[at - 1], order[at]];
      const isSame = bits[before] === bits[token] && this.#compare(before, token) === 0;
      ranks[token] = ranks[before] + (isSame ? 0 : 1);
    }
    this.#ranks = ranks;
    return ranks;
  }

  /** All tokens by address. */
  order(): Uint32Array<ArrayBuffer> {
    const { length } = this.#tokens;
    if (this.#order.length === length) return this.#order;
    const bits = new Float64Array(length);
    for (let token = 0; token < length; token++) {
      const { w0, w1 } = this.at(token) ?? NONE;
      bits[token] = w0 * 2 ** 21 + (w1 >>> 11);
    }
    this.#firstBits = bits;
    this.#order = Uint32Array.from(bits.keys()).sort((a, b) => bits[a] - bits[b] || this.#compare(a, b));
    return this.#order;
  }

  #compare(a: number, b: number): number {
    const [first, second] = [this.at(a), this.at(b)];
    return first === null || second === null ? a - b : compareAddresses(first, second);
  }
}
