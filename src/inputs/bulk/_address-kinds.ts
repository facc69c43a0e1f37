import { classify, isGlobalIPv4 } from '../../address/classify.js';
import { ipv4 } from '../../address/ipv4.js';
import { parseAddress } from '../../address/parse.js';
import { unmapped } from '../../address/unmapped.js';
import { grown } from './_grown.js';

const GLOBAL = 1;
const KEPT = 2;
/** Words of kept classes that are remembered. */
const REMEMBERED = 1 << 16;

/** What kind of address IPv4 words and tokens are: asked of every row. */
export class AddressKinds {
  readonly #keptClasses: readonly string[];
  readonly #keptWords = new Map<number, boolean>();
  #ofTokens = new Uint8Array(1 << 8);

  /** `keptClasses`: rows of these, besides global ones, are told; of others only their number is. */
  constructor(keptClasses: readonly string[]) {
    this.#keptClasses = keptClasses;
  }

  /** Remembers what a new token is. */
  addToken(token: number, text: string): void {
    if (token >= this.#ofTokens.length) this.#ofTokens = grown(this.#ofTokens);
    const address = parseAddress(text);
    if (address === null) return;
    const plain = classify(unmapped(address));
    const isKept = plain.isGlobal || this.#keptClasses.includes(plain.class);
    this.#ofTokens[token] = (classify(address).isGlobal ? GLOBAL : 0) | (isKept ? KEPT : 0);
  }

  isGlobal(word: number, isToken: boolean): boolean {
    return isToken ? (this.#ofTokens[word] & GLOBAL) !== 0 : isGlobalIPv4(word);
  }

  isKept(word: number, isToken: boolean): boolean {
    if (isToken) return (this.#ofTokens[word] & KEPT) !== 0;
    return isGlobalIPv4(word) || (this.#keptClasses.length > 0 && this.#isKeptWord(word));
  }

  #isKeptWord(word: number): boolean {
    let isKept = this.#keptWords.get(word);
    if (isKept === undefined) {
      isKept = this.#keptClasses.includes(classify(ipv4(word)).class);
      if (this.#keptWords.size < REMEMBERED) this.#keptWords.set(word, isKept);
    }
    return isKept;
  }
}
