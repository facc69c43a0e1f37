import type { Address } from '../../address/address.js';
import { classify, isGlobalIPv4, isNowhereGlobalIPv4, isWhollyGlobalIPv4 } from '../../address/classify.js';
import { compareAddresses } from '../../address/compare.js';
import { ipv4 } from '../../address/ipv4.js';
import { parseAddress } from '../../address/parse.js';
import { unmapped } from '../../address/unmapped.js';

// What an address is: see kernel/far-ends.ts.
const GLOBAL = 1;
const KEPT = 2;
const OTHER = 4;
const ASK = 8;

/** What the far ends of a table are. IPv4 ones are told by their words, the few others have numbers here. */
export class FarAddresses {
  /** Those that are no IPv4 ones, by number. */
  readonly others: Address[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #keptClasses: readonly string[];

  /** `keptClasses`: rows of these, besides global ones, are told; of others only their number is. */
  constructor(keptClasses: readonly string[]) {
    this.#keptClasses = keptClasses;
  }

  /** What all IPv4 words with this first byte are, or that it is to be asked of each. */
  reachOfFirst(first: number): number {
    if (isWhollyGlobalIPv4(first)) return GLOBAL | KEPT;
    return this.#keptClasses.length === 0 && isNowhereGlobalIPv4(first) ? 0 : ASK;
  }

  reachOf(word: number): number {
    return isGlobalIPv4(word) ? GLOBAL | KEPT : this.#keptClasses.includes(classify(ipv4(word)).class) ? KEPT : 0;
  }

  /** What an address as it is written stands for: an IPv4 word, or the number of another one. */
  read(text: string): { readonly word: number; readonly reach: number } {
    const address = parseAddress(text);
    if (address === null) return { word: 0, reach: 0 };
    const plain = unmapped(address);
    const { isGlobal, class: kind } = classify(plain);
    const reach = (classify(address).isGlobal ? GLOBAL : 0) | (isGlobal || this.#keptClasses.includes(kind) ? KEPT : 0);
    return plain.family === 4 ? { word: plain.w3, reach } : { word: this.numberOf(plain), reach: reach | OTHER };
  }

  /** The address of a word, or of the number of another one. */
  at(word: number, isOther: boolean): Address {
    return isOther ? this.others[word] : ipv4(word);
  }

  numberOf(address: Address): number {
    const { w0, w1, w2, w3 } = address;
    const text = `${w0} ${w1} ${w2} ${w3}`;
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.others.push(address) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }

  /** The place of each in the order of addresses. */
  ranks(): Uint32Array {
    const ranks = new Uint32Array(this.others.length);
    const inOrder = Array.from(ranks.keys()).sort((a, b) => compareAddresses(this.others[a], this.others[b]));
    for (const [rank, number] of inOrder.entries()) ranks[number] = rank;
    return ranks;
  }
}
