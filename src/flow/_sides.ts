import type { FlowSums } from '../model/flow-group.js';
import type { Side } from './_table-peer.js';

/** Names kept per peer (DNS, SNI): enough to recognise a host, bounded against a hostile listing. */
const NAMES_KEPT = 20;

/** What rows say of a peer besides its flows. */
export type Said = Omit<FlowSums, 'longestMs'>;

/** Times, sizes and names of peers, of which few sources say any: columns, since a log says them of a hundred thousand. */
export class Sides {
  #has = new Uint8Array(64);
  /** NaN: nothing is said. */
  #first = new Float64Array(64).fill(NaN);
  #last = new Float64Array(64).fill(NaN);
  #sent = new Float64Array(64).fill(NaN);
  #received = new Float64Array(64).fill(NaN);
  readonly #names = new Map<number, string[]>();

  add(peer: number, { firstSeen, lastSeen, bytesSent, bytesReceived, names }: Said): void {
    this.#reach(peer);
    this.#has[peer] = 1;
    // Comparing with NaN is false.
    if (firstSeen !== null && !(firstSeen >= this.#first[peer])) this.#first[peer] = firstSeen;
    if (lastSeen !== null && !(lastSeen <= this.#last[peer])) this.#last[peer] = lastSeen;
    if (bytesSent !== null) this.#sent[peer] = (this.#sent[peer] || 0) + bytesSent;
    if (bytesReceived !== null) this.#received[peer] = (this.#received[peer] || 0) + bytesReceived;
    if (names.length > 0) this.#addNames(peer, names);
  }

  #addNames(peer: number, names: readonly string[]): void {
    let known = this.#names.get(peer);
    if (known === undefined) this.#names.set(peer, (known = []));
    for (const name of names) if (known.length < NAMES_KEPT && !known.includes(name)) known.push(name);
  }

  at(peer: number): Side | null {
    if (this.#has[peer] !== 1) return null;
    return {
      firstSeen: said(this.#first[peer]),
      lastSeen: said(this.#last[peer]),
      bytesSent: said(this.#sent[peer]),
      bytesReceived: said(this.#received[peer]),
      names: this.#names.get(peer) ?? NO_NAMES,
    };
  }

  #reach(peer: number): void {
    const before = this.#has.length;
    if (peer < before) return;
    const room = Math.max(before * 2, peer + 1);
    const has = new Uint8Array(room);
    has.set(this.#has);
    this.#has = has;
    this.#first = wider(this.#first, room);
    this.#last = wider(this.#last, room);
    this.#sent = wider(this.#sent, room);
    this.#received = wider(this.#received, room);
  }
}

const NO_NAMES: readonly string[] = [];

function said(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function wider(column: Float64Array, room: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(room).fill(NaN, column.length);
  copy.set(column);
  return copy;
}
