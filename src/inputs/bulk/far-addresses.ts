import type { Address } from '../../address/address.js';
import { classify, isGlobal, isGlobalIPv4, isNowhereGlobalIPv4, isWhollyGlobalIPv4 } from '../../address/classify.js';
import { ipv4 } from '../../address/ipv4.js';
import { ipv6 } from '../../address/ipv6.js';
import { unmapped } from '../../address/unmapped.js';

// What an address is: see kernel/far-ends.ts.
const GLOBAL = 1;
const KEPT = 2;
const OTHER = 4;
const ASK = 8;

/** Letters of an address that is no IPv4 one: sixteen bits each, so that such texts are in the order of addresses. */
const LETTERS = 8;

/** What the far ends of a table are. IPv4 ones are told by their words, the few others have numbers here. */
export class FarAddresses {
  /** Those that are no IPv4 ones, by number. */
  readonly #others: string[] = [];
  readonly #numbers = new Map<string, number>();
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
      : { word: this.#numberOf(lettersOf(plain)), reach: reach | OTHER };
  }

  /** The address of a word, or of the number of another one. */
  at(word: number, isOther: boolean): Address {
    return isOther ? addressOf(this.#others[word]) : ipv4(word);
  }

  #numberOf(letters: string): number {
    let number = this.#numbers.get(letters);
    if (number === undefined) {
      number = this.#others.push(letters) - 1;
      this.#numbers.set(letters, number);
    }
    return number;
  }

  /** All of them as one text, for another thread. */
  part(): string {
    return this.#others.join('');
  }

  /** Takes in those of another thread; returns their numbers here. */
  merge(part: string): Uint32Array {
    const numbers = new Uint32Array(part.length / LETTERS);
    for (let other = 0; other < numbers.length; other++)
      numbers[other] = this.#numberOf(part.slice(other * LETTERS, (other + 1) * LETTERS));
    return numbers;
  }

  /** How many of them are no IPv4 ones. */
  get length(): number {
    return this.#others.length;
  }

  /** Those by number in the order of addresses. */
  inOrder(): number[] {
    // By sixteen bits each, not by what a language makes of them.
    return [...this.#others].sort().map((letters) => this.#numberOf(letters));
  }

  /** The place of each in that order. */
  ranks(): Uint32Array {
    const ranks = new Uint32Array(this.#others.length);
    for (const [rank, number] of this.inOrder().entries()) ranks[number] = rank;
    return ranks;
  }
}

function lettersOf({ w0, w1, w2, w3 }: Address): string {
  const low = 0xffff;
  return String.fromCharCode(w0 >>> 16, w0 & low, w1 >>> 16, w1 & low, w2 >>> 16, w2 & low, w3 >>> 16, w3 & low);
}

function addressOf(letters: string): Address {
  const word = (at: number): number => (letters.charCodeAt(at) << 16) | letters.charCodeAt(at + 1);
  return ipv6(word(0), word(2), word(4), word(6));
}
