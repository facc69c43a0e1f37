import type { Address } from './address.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import { mix, RowIndex } from './row-index.js';
import { widened } from './widened.js';

const ENDINGS = 1 << 16;
const FEWEST = 64;

/**
 * Distinct addresses by number, zones left out: columns of words, since a hundred thousand objects are not small. A bulk
 * reader tells of them in their order: those that came last, each behind the one before, are not in the index yet.
 */
export class AddressIndex {
  length = 0;
  #families = new Uint8Array(FEWEST);
  /** The bits of each, an IPv4 address in the last of them. */
  #w0 = new Uint32Array(FEWEST);
  #w1 = new Uint32Array(FEWEST);
  #w2 = new Uint32Array(FEWEST);
  #w3 = new Uint32Array(FEWEST);
  readonly #index = new RowIndex();
  /** How many are in the index; those after them rise. */
  #indexed = 0;
  /** Endings that addresses in the index have: while these are few, most others need not be looked for. */
  readonly #endings = new Uint8Array(ENDINGS);
  #last = -1;

  /** The number of an address, which is `length` before the call when it is new. */
  add({ family, w0, w1, w2, w3 }: Address): number {
    return this.addWords(family, w0, w1, w2, w3);
  }

  /** The same of an IPv4 address, as its 32 bits. */
  addIPv4(word: number): number {
    const at = this.length;
    // Nearly all are behind the one before, and known by their ending to be new: the other words of theirs are 0 already.
    const isRising = at > this.#indexed && this.#families[at - 1] === 4 && this.#w3[at - 1] < word;
    if (!isRising || at === this.#w3.length || this.#endings[ending(word)] !== 0)
      return this.addWords(4, 0, 0, 0, word);
    this.#families[at] = 4;
    this.#w3[at] = word;
    return (this.#last = this.length++);
  }

  /**
   * Adds IPv4 addresses and then IPv6 ones, four words each, of which each is behind the one before, where none is yet; false
   * where there are some.
   */
  addFirst(words: Uint32Array, words6: Uint32Array): boolean {
    if (this.length > 0) return false;
    const [fours, sixes] = [words.length, words6.length >> 2];
    this.#widen(fours + sixes);
    this.#families.fill(4, 0, fours);
    this.#families.fill(6, fours, fours + sixes);
    this.#w3.set(words);
    for (let at = 0, number = fours; at < words6.length; number++) {
      this.#w0[number] = words6[at++];
      this.#w1[number] = words6[at++];
      this.#w2[number] = words6[at++];
      this.#w3[number] = words6[at++];
    }
    this.length = fours + sixes;
    this.#last = this.length - 1;
    return true;
  }

  /** The same of its family and bits. */
  addWords(family: number, w0: number, w1: number, w2: number, w3: number): number {
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
    const at = this.length - 1;
    if (this.#families[at] !== family) return this.#families[at] < family;
    if (this.#w0[at] !== w0) return this.#w0[at] < w0;
    if (this.#w1[at] !== w1) return this.#w1[at] < w1;
    return this.#w2[at] === w2 ? this.#w3[at] < w3 : this.#w2[at] < w2;
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
    const w3 = this.#w3[index];
    return this.#families[index] === 4 ? ipv4(w3) : ipv6(this.#w0[index], this.#w1[index], this.#w2[index], w3);
  }

  #compare(a: number, b: number): number {
    return (
      this.#families[a] - this.#families[b] ||
      this.#w0[a] - this.#w0[b] ||
      this.#w1[a] - this.#w1[b] ||
      this.#w2[a] - this.#w2[b] ||
      this.#w3[a] - this.#w3[b]
    );
  }

  #push(family: number, w0: number, w1: number, w2: number, w3: number): number {
    const index = this.length++;
    if (index === this.#w3.length) this.#widen(index * 4);
    this.#families[index] = family;
    this.#w0[index] = w0;
    this.#w1[index] = w1;
    this.#w2[index] = w2;
    this.#w3[index] = w3;
    return index;
  }

  /** Room for so many. */
  #widen(room: number): void {
    if (room <= this.#w3.length) return;
    const families = new Uint8Array(room);
    families.set(this.#families);
    this.#families = families;
    this.#w0 = widened(this.#w0, room);
    this.#w1 = widened(this.#w1, room);
    this.#w2 = widened(this.#w2, room);
    this.#w3 = widened(this.#w3, room);
  }

  #isAt(index: number, family: number, w0: number, w1: number, w2: number, w3: number): boolean {
    return (
      this.#w3[index] === w3 &&
      this.#w2[index] === w2 &&
      this.#w1[index] === w1 &&
      this.#w0[index] === w0 &&
      this.#families[index] === family
    );
  }
}

function ending(word: number): number {
  return (word ^ (word >>> 16)) & (ENDINGS - 1);
}

function hashOf(family: number, w0: number, w1: number, w2: number, w3: number): number {
  return mix(mix(mix(mix(family, w0), w1), w2), w3);
}
