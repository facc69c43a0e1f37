import type { Address } from '../address/address.js';
import { ipv6 } from '../address/ipv6.js';
import { unmapped } from '../address/unmapped.js';
import type { Connection } from '../model/connection.js';
import type { FlowGroups } from '../model/flow-group.js';
import { AddressIndex } from '../address/address-index.js';
import { Column } from './_interned.js';
import { mostFirst } from './_order.js';
import type { PeerSink } from './_read-peers.js';

/** How many rows each peer has, and nothing else. */
export class PeerCounts implements PeerSink {
  readonly #addresses = new AddressIndex();
  readonly #rows = new Column();

  get length(): number {
    return this.#addresses.length;
  }

  addListener(): void {
    // Who called makes no difference.
  }

  add(address: Address, { count }: Connection): void {
    this.count(address, count);
  }

  addGroups(arePeers: Uint8Array, groups: FlowGroups): void {
    const { length, words, areOthers, rows } = groups;
    for (let group = 0; group < length; group++) {
      if (arePeers[group] === 0) continue;
      this.count(areOthers[group] === 0 ? words[group] : unmapped(groups.remote(group)), rows[group]);
    }
  }

  count(address: number | Address, rows: number): void {
    const number = typeof address === 'number' ? this.#addresses.addIPv4(address) : this.#addresses.add(address);
    this.#rows.reach(number + 1);
    this.#rows.add(number, rows);
  }

  countRising(words: Uint32Array, rows: Uint32Array, others: Uint32Array, otherRows: Uint32Array): void {
    if (this.#addresses.addFirst(words, others)) {
      this.#rows.reach(rows.length + otherRows.length);
      this.#rows.put(0, rows);
      this.#rows.put(rows.length, otherRows);
      return;
    }
    for (let at = 0; at < words.length; at++) this.count(words[at], rows[at]);
    for (let at = 0; at < otherRows.length; at++) {
      const [w0, w1, w2, w3] = others.subarray(at * 4);
      this.count(ipv6(w0, w1, w2, w3), otherRows[at]);
    }
  }

  /** All of them, those with most rows first, ties by address. */
  ranked(): Uint32Array {
    return mostFirst(this.#addresses.sorted(), (number) => this.#rows.get(number));
  }

  addressAt(number: number): Address {
    return this.#addresses.at(number);
  }

  rowsAt(number: number): number {
    return this.#rows.get(number);
  }
}
