import type { Address } from '../../address/address.js';
import { AddressIndex } from '../../address/address-index.js';
import { classify, isGlobal, isGlobalIPv4, isNowhereGlobalIPv4, isWhollyGlobalIPv4 } from '../../address/classify.js';
import { ipv4 } from '../../address/ipv4.js';
import { unmapped } from '../../address/unmapped.js';

// What an address is: see kernel/far-ends.ts.
const GLOBAL = 1;
const KEPT = 2;
const OTHER = 4;
const ASK = 8;

/** Those that are no IPv4 ones, as another thread has them: four words each, and whether it is a global one. */
export interface OtherAddresses {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly areGlobal: readonly boolean[];
}

/** What the far ends of a table are. IPv4 ones are told by their words, the few others have numbers here. */
export class FarAddresses {
  /** Those that are no IPv4 ones, by number. */
  readonly #others = new AddressIndex();
  readonly #areGlobal: boolean[] = [];
  readonly #keptClasses: readonly string[];
  readonly #global: number;

  /** `keptClasses`: rows of these, besides global ones, are told; of others only their number is. Null: of all others. */
  constructor(keptClasses: readonly string[] | null) {
    this.#keptClasses = keptClasses ?? [];
    this.#global = keptClasses === null ? GLOBAL : GLOBAL | KEPT;
  }

  /** What all IPv4 words with this first byte are, or that it is to be asked of each. */
  reachOfFirst(first: number): number {
    if (isWhollyGlobalIPv4(first)) return this.#global;
    return this.#keptClasses.length === 0 && isNowhereGlobalIPv4(first) ? 0 : ASK;
  }

  reachOf(word: number): number {
    return isGlobalIPv4(word) ? this.#global : this.#isKeptClass(ipv4(word)) ? KEPT : 0;
  }

  #isKeptClass(address: Address): boolean {
    return this.#keptClasses.length > 0 && this.#keptClasses.includes(classify(address).class);
  }

  /** What an address stands for: an IPv4 word, or the number of another one. */
  told(address: Address): { readonly word: number; readonly reach: number } {
    const plain = unmapped(address);
    const isPeer = isGlobal(plain);
    const isKept = isPeer ? (this.#global & KEPT) !== 0 : this.#isKeptClass(plain);
    const reach = ((plain === address ? isPeer : isGlobal(address)) ? GLOBAL : 0) | (isKept ? KEPT : 0);
    return plain.family === 4
      ? { word: plain.w3, reach }
      : { word: this.#numberOf(plain, isPeer), reach: reach | OTHER };
  }

  /** The address of a word, or of the number of another one. */
  at(word: number, isOther: boolean): Address {
    return isOther ? this.#others.at(word) : ipv4(word);
  }

  /** Whether the address with a number is a global one. */
  isGlobal(number: number): boolean {
    return this.#areGlobal[number];
  }

  #numberOf({ w0, w1, w2, w3 }: Pick<Address, 'w0' | 'w1' | 'w2' | 'w3'>, isPeer: boolean): number {
    const number = this.#others.addWords(6, w0, w1, w2, w3);
    if (number === this.#areGlobal.length) this.#areGlobal.push(isPeer);
    return number;
  }

  /** All of them, for another thread. */
  part(): OtherAddresses {
    return { words: this.#others.words(), areGlobal: this.#areGlobal };
  }

  /** Takes in those of another thread; returns their numbers here. */
  merge({ words, areGlobal }: OtherAddresses): Uint32Array {
    const numbers = new Uint32Array(areGlobal.length);
    for (let other = 0, at = 0; other < numbers.length; other++, at += 4) {
      const [w0, w1, w2, w3] = [words[at], words[at + 1], words[at + 2], words[at + 3]];
      numbers[other] = this.#numberOf({ w0, w1, w2, w3 }, areGlobal[other]);
    }
    return numbers;
  }

  /** How many there are. */
  get length(): number {
    return this.#others.length;
  }

  /** All by number in the order of addresses. */
  inOrder(): Uint32Array {
    return this.#others.sorted();
  }

  /** The place of each in that order. */
  ranks(): Uint32Array {
    const inOrder = this.inOrder();
    const ranks = new Uint32Array(inOrder.length);
    for (let rank = 0; rank < ranks.length; rank++) ranks[inOrder[rank]] = rank;
    return ranks;
  }
}
