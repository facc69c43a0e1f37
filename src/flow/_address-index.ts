import type { Address } from '../address/address.js';
import { ipv4 } from '../address/ipv4.js';
import { ipv6 } from '../address/ipv6.js';
import { Column } from './_interned.js';
import { mix, RowIndex } from './_row-index.js';

/** Distinct addresses by number, zones left out: words in columns, since a hundred thousand objects are not small. */
export class AddressIndex {
  readonly #family = new Column();
  readonly #words = [new Column(), new Column(), new Column(), new Column()] as const;
  readonly #index = new RowIndex();
  #last = -1;

  get length(): number {
    return this.#family.length;
  }

  /** The number of an address, which is `length` before the call when it is new. */
  add(address: Address): number {
    if (this.#last >= 0 && this.#isAt(this.#last, address)) return this.#last;
    const hash = mix(mix(mix(mix(address.family, address.w0), address.w1), address.w2), address.w3);
    const known = this.#find(hash, address);
    this.#last = known === -1 ? this.#push(hash, address) : known;
    return this.#last;
  }

  #find(hash: number, address: Address): number {
    return this.#index.find(hash, (at) => this.#isAt(at, address));
  }

  at(index: number): Address {
    const [w0, w1, w2, w3] = this.#words;
    return this.#family.get(index) === 4
      ? ipv4(w3.get(index))
      : ipv6(w0.get(index), w1.get(index), w2.get(index), w3.get(index));
  }

  /** The order of `compareAddresses`. */
  compare(a: number, b: number): number {
    const family = this.#family.get(a) - this.#family.get(b);
    if (family !== 0) return family;
    for (const word of this.#words) {
      const difference = word.get(a) - word.get(b);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #push(hash: number, address: Address): number {
    const [w0, w1, w2, w3] = this.#words;
    w0.push(address.w0);
    w1.push(address.w1);
    w2.push(address.w2);
    w3.push(address.w3);
    const index = this.#family.push(address.family);
    this.#index.insert(hash, index);
    return index;
  }

  #isAt(index: number, { family, w0, w1, w2, w3 }: Address): boolean {
    const words = this.#words;
    return (
      words[3].get(index) === w3 &&
      words[2].get(index) === w2 &&
      words[1].get(index) === w1 &&
      words[0].get(index) === w0 &&
      this.#family.get(index) === family
    );
  }
}
