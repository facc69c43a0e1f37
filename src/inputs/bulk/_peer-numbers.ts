import type { Address } from '../../address/address.js';
import { ipv4 } from '../../address/ipv4.js';
import { parseAddress } from '../../address/parse.js';
import { unmapped } from '../../address/unmapped.js';
import { grown } from './_grown.js';
import { SeededHash } from './_seeded-hash.js';
import type { TokenArena } from './token-arena.js';

/** Numbers of remote addresses, however they are written; without an object for each. */
export class PeerNumbers {
  length = 0;
  readonly #tokens: TokenArena;
  readonly #hash = new SeededHash();
  /** Of each its IPv4 word; of others the address. */
  #words = new Uint32Array(1 << 10);
  readonly #others = new Map<number, Address>();
  readonly #ofTexts = new Map<string, number>();
  /** IPv4 ones by their words: a number and one. */
  #slots = new Uint32Array(1 << 11);

  constructor(tokens: TokenArena) {
    this.#tokens = tokens;
  }

  /** The number of an address, which is made if there is none. */
  of(word: number, isToken: boolean): number {
    if (!isToken) return this.#ofWord(word);
    const address = unmapped(parseAddress(this.#tokens.text(word)) ?? ipv4(0));
    if (address.family === 4) return this.#ofWord(address.w3);
    const text = `${address.w0} ${address.w1} ${address.w2} ${address.w3}`;
    let number = this.#ofTexts.get(text);
    if (number === undefined) {
      number = this.#add(0);
      this.#ofTexts.set(text, number);
      this.#others.set(number, address);
    }
    return number;
  }

  at(number: number): Address {
    return this.#others.get(number) ?? ipv4(this.#words[number]);
  }

  #ofWord(word: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = this.#hash.of(word, 0, 0) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask)
      if (this.#words[slots[slot] - 1] === word) return slots[slot] - 1;
    const number = this.#add(word);
    slots[slot] = number + 1;
    if (this.length * 2 > slots.length) this.#widen();
    return number;
  }

  #widen(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (const number of this.#slots) {
      if (number === 0) continue;
      let slot = this.#hash.of(this.#words[number - 1], 0, 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }

  #add(word: number): number {
    if (this.length === this.#words.length) this.#words = grown(this.#words);
    this.#words[this.length] = word;
    return this.length++;
  }
}
