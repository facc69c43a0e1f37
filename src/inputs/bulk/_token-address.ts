import type { Address } from '../../address/address.js';
import { compareAddresses } from '../../address/compare.js';
import { parseAddress } from '../../address/parse.js';
import type { TokenArena } from './token-arena.js';

/** Whether the bytes between brackets are an IPv6 address that every row may name. */
export function isTokenAddress(bytes: Uint8Array, start: number, end: number): boolean {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]);
  if (text === '::') return true;
  const address = parseAddress(text);
  // Zero written otherwise is a wildcard that a scanner doesn't know as one.
  return address?.family === 6 && (address.w0 | address.w1 | address.w2 | address.w3) !== 0;
}

/** The addresses that tokens stand for, each parsed once. */
export class TokenAddresses {
  readonly #tokens: TokenArena;
  readonly #addresses: (Address | null | undefined)[] = [];

  constructor(tokens: TokenArena) {
    this.#tokens = tokens;
  }

  at(token: number): Address | null {
    return (this.#addresses[token] ??= parseAddress(this.#tokens.text(token)));
  }

  /** For each token the place of its address in order; tokens of one address share it. */
  ranks(): Uint32Array {
    const ranks = new Uint32Array(this.#tokens.length);
    let before: Address | null = null;
    let rank = 0;
    for (const token of Array.from(ranks.keys()).sort((a, b) => this.#compare(a, b))) {
      const address = this.at(token);
      if (before === null || address === null || compareAddresses(before, address) !== 0) rank++;
      ranks[token] = rank;
      before = address;
    }
    return ranks;
  }

  #compare(a: number, b: number): number {
    const [first, second] = [this.at(a), this.at(b)];
    return first === null || second === null ? a - b : compareAddresses(first, second);
  }
}
