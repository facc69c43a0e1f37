import type { Address } from '../../address/address.js';
import { classify, isGlobal, isGlobalIPv4, isNowhereGlobalIPv4, isWhollyGlobalIPv4 } from '../../address/classify.js';
import { ipv4 } from '../../address/ipv4.js';
import { unmapped } from '../../address/unmapped.js';

// What an address is: see kernel/far-ends.ts.
const GLOBAL = 1;
const KEPT = 2;
const OTHER = 4;
const ASK = 8;

/** What the far ends of a table are. IPv4 ones are told by their words, others by a number. */
export class FarAddresses {
  /** What networks are that are global as a whole. */
  readonly globalReach: number;
  readonly #keptClasses: readonly string[];
  readonly #global: number;

  /** `keptClasses`: rows of these, besides global ones, are told; of others only their number is. Null: of all others. */
  constructor(keptClasses: readonly string[] | null) {
    this.#keptClasses = keptClasses ?? [];
    this.#global = keptClasses === null ? GLOBAL : GLOBAL | KEPT;
    this.globalReach = this.#global | OTHER;
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

  /** What an address stands for: an IPv4 word, or what `numberOf` says of another one. */
  told(
    address: Address,
    numberOf: (other: Address, isGlobal: boolean) => number,
  ): { readonly word: number; readonly reach: number } {
    const plain = unmapped(address);
    const isPeer = isGlobal(plain);
    const isKept = isPeer ? (this.#global & KEPT) !== 0 : this.#isKeptClass(plain);
    const reach = ((plain === address ? isPeer : isGlobal(address)) ? GLOBAL : 0) | (isKept ? KEPT : 0);
    return plain.family === 4 ? { word: plain.w3, reach } : { word: numberOf(plain, isPeer), reach: reach | OTHER };
  }
}
