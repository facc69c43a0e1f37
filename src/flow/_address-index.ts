import type { Address } from '../address/address.js';
import { ipv4 } from '../address/ipv4.js';
import { ipv6 } from '../address/ipv6.js';
import { wider } from './_flows.js';
import { mix, RowIndex } from './_row-index.js';

const ENDINGS = 1 << 16;
/** Words of an address: its family, then its bits. */
const STRIDE = 5;

/**
 * Distinct addresses by number, zones left out: words in a row, since a hundred thousand objects are not small. A bulk
 * reader tells of them in their order: those that came last, each behind the one before, are not in the index yet.
 */
export class AddressIndex {
  length = 0;
  #words = new Uint32Array(64 * STRIDE);
  readonly #index = new RowIndex();
  /** How many are in the index; those after them rise. */
  #indexed = 0;
  /** Endings that addresses in the index have: while these are few, most others need not be looked for. */
  readonly #endings = new Uint8Array(ENDINGS);
  #last = -1;

  /** The number of an address, which is `length` before the call when it is new. */
  add({ family, w0, w1, w2, w3 }: Address): number {
    return this.#add(family, w0, w1, w2, w3);
  }

  /** The same of an IPv4 address, as its 32 bits. */
  addIPv4(word: number): number {
    const words = this.#words;
    const at = this.length * STRIDE;
    // Nearly all are behind the one before, and known by their ending to be new: the other words of theirs are 0 already.
    const isRising = this.length > this.#indexed && words[at - STRIDE] === 4 && words[at - 1] < word;
    if (!isRising || at === words.length || this.#endings[ending(word)] !== 0) return this.#add(4, 0, 0, 0, word);
    words[at] = 4;
    words[at + 4] = word;
    return (this.#last = this.length++);
  }

  /** Adds IPv4 addresses, of which each is behind the one before, where none is yet; false where there are some. */
  addFirst(words: Uint32Array): boolean {
    if (this.length > 0) return false;
    const own = new Uint32Array(Math.max(words.length + 1, 64) * STRIDE);
    for (let number = 0, at = 0; number < words.length; number++, at += STRIDE) {
      own[at] = 4;
      own[at + 4] = words[number];
    }
    this.#words = own;
    this.length = words.length;
    this.#last = words.length - 1;
    return true;
  }

  #add(family: number, w0: number, w1: number, w2: number, w3: number): number {
    if (this.#last >= 0 && this.#isAt(this.#last, family, w0, w1, w2, w3)) return this.#last;
    if (!this.#isBehindAll(family, w0, w1, w2, w3)) this.#indexAll();
    const known = this.#findIndexed(family, w0, w1, w2, w3);
    this.#last = known === -1 ? this.#push(family, w0, w1, w2, w3) : known;
    return this.#last;
  }

  /** All numbers in the order of `compareAddresses`. */
  sorted(): Uint32Array {
    const numbers = new Uint32Array(this.length);
    let isRising = true;
    for (let number = 0; number < numbers.length; number++) {
      numbers[number] = number;
      // Those after the indexed ones are known to rise.
      if (number > 0 && number <= this.#indexed) isRising &&= this.#compare(number - 1, number) < 0;
    }
    if (isRising) return numbers;
    // After bulk reading these are few. A plain list takes what is nearly in order.
    const indexed = [...numbers.subarray(0, this.#indexed)].sort((a, b) => this.#compare(a, b));
    return this.#amidRising(indexed, numbers.subarray(indexed.length));
  }

  /** Each of some sorted numbers put in its place among those that rise. */
  #amidRising(some: readonly number[], rising: Uint32Array): Uint32Array {
    const all = new Uint32Array(this.length);
    let [from, put] = [0, 0];
    for (const number of some) {
      const to = this.#firstBehind(number, rising, from);
      if (to > from) all.set(rising.subarray(from, to), put);
      put += to - from;
      all[put++] = number;
      from = to;
    }
    all.set(rising.subarray(from), put);
    return all;
  }

  /** Where in `rising`, from `from` on, the first address behind that of a number is. */
  #firstBehind(number: number, rising: Uint32Array, from: number): number {
    let [low, high] = [from, rising.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(rising[middle], number) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether the address is behind the last one of those that rise. */
  #isBehindAll(family: number, w0: number, w1: number, w2: number, w3: number): boolean {
    if (this.length === this.#indexed) return true;
    const words = this.#words;
    const at = (this.length - 1) * STRIDE;
    if (words[at] !== family) return words[at] < family;
    if (words[at + 1] !== w0) return words[at + 1] < w0;
    if (words[at + 2] !== w1) return words[at + 2] < w1;
    return words[at + 3] === w2 ? words[at + 4] < w3 : words[at + 3] < w2;
  }

  #indexAll(): void {
    for (; this.#indexed < this.length; this.#indexed++) {
      const { family, w0, w1, w2, w3 } = this.at(this.#indexed);
      this.#index.insert(hashOf(family, w0, w1, w2, w3), this.#indexed);
      this.#endings[ending(w3)] = 1;
    }
  }

  #findIndexed(family: number, w0: number, w1: number, w2: number, w3: number): number {
    return this.#endings[ending(w3)] === 0 ? -1 : this.#findByHash(family, w0, w1, w2, w3);
  }

  /** By itself, since what a closure holds is set up on entry. */
  #findByHash(family: number, w0: number, w1: number, w2: number, w3: number): number {
    return this.#index.find(hashOf(family, w0, w1, w2, w3), (at) => this.#isAt(at, family, w0, w1, w2, w3));
  }

  at(index: number): Address {
    const words = this.#words;
    const at = index * STRIDE;
    return words[at] === 4 ? ipv4(words[at + 4]) : ipv6(words[at + 1], words[at + 2], words[at + 3], words[at + 4]);
  }

  #compare(a: number, b: number): number {
    const words = this.#words;
    const [first, second] = [a * STRIDE, b * STRIDE];
    for (let word = 0; word < STRIDE; word++) {
      const difference = words[first + word] - words[second + word];
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #push(family: number, w0: number, w1: number, w2: number, w3: number): number {
    const index = this.length++;
    if (this.length * STRIDE > this.#words.length) this.#words = wider(this.#words);
    const words = this.#words;
    const at = index * STRIDE;
    words[at] = family;
    words[at + 1] = w0;
    words[at + 2] = w1;
    words[at + 3] = w2;
    words[at + 4] = w3;
    return index;
  }

  #isAt(index: number, family: number, w0: number, w1: number, w2: number, w3: number): boolean {
    const words = this.#words;
    const at = index * STRIDE;
    return (
      words[at + 4] === w3 &&
      words[at + 3] === w2 &&
      words[at + 2] === w1 &&
      words[at + 1] === w0 &&
      words[at] === family
    );
  }
}

function ending(word: number): number {
  return (word ^ (word >>> 16)) & (ENDINGS - 1);
}

function hashOf(family: number, w0: number, w1: number, w2: number, w3: number): number {
  return mix(mix(mix(mix(family, w0), w1), w2), w3);
}
