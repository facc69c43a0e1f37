import { type GroupSums, SUMS_OF_GROUP } from '../model/flow-group.js';
import { NOBODY } from './_flows.js';
import type { Side } from './_table-peer.js';

/** Names kept per peer (DNS, SNI): enough to recognise a host, bounded against a hostile listing. */
const NAMES_KEPT = 20;
/** Numbers of a peer, side by side: first and last time, bytes sent and received. NaN: nothing is said. */
const STRIDE = 4;
const LAST = 1;
const SENT = 2;
const RECEIVED = 3;

/** Times, sizes and names of peers, of which few sources say any: columns, since a log says them of a hundred thousand. */
export class Sides {
  #has = new Uint8Array(64);
  /** Those of peers that have none are not written to: such pages cost no memory. */
  #numbers = new Float64Array(64 * STRIDE);
  readonly #names = new Map<number, string[]>();

  /** What a row says of a peer besides its flow. */
  add(peer: number, { firstSeen, lastSeen, bytesSent, bytesReceived, names }: Side): void {
    if (this.#has[peer] !== 1) this.#begin(peer, NaN, NaN, NaN, NaN);
    this.#count(peer, firstSeen ?? NaN, lastSeen ?? NaN, bytesSent ?? NaN, bytesReceived ?? NaN);
    if (names.length > 0) this.#addNames(peer, names);
  }

  /** The same of all rows of groups, whose peers are `peers`. */
  addGroups(peers: Uint32Array, { numbers, names }: GroupSums): void {
    for (let group = 0; group < peers.length; group++) {
      const peer = peers[group];
      if (peer === NOBODY) continue;
      const at = group * SUMS_OF_GROUP;
      const first = numbers[at] === Infinity ? NaN : numbers[at];
      const sent = told(numbers[at + 3]);
      const received = told(numbers[at + 4]);
      const own = names === null ? NO_NAMES : names(group);
      if (Number.isNaN(first) && Number.isNaN(sent) && Number.isNaN(received) && own.length === 0) continue;
      const last = told(numbers[at + 1]);
      if (this.#has[peer] === 1) this.#count(peer, first, last, sent, received);
      else this.#begin(peer, first, last, sent, received);
      if (own.length > 0) this.#addNames(peer, own);
    }
  }

  /** What is said of a peer of which nothing was. */
  #begin(peer: number, first: number, last: number, sent: number, received: number): void {
    if (peer >= this.#has.length) this.#reachTo(Math.max(this.#has.length * 4, peer + 1));
    this.#has[peer] = 1;
    const numbers = this.#numbers;
    const at = peer * STRIDE;
    numbers[at] = first;
    numbers[at + LAST] = last;
    numbers[at + SENT] = sent;
    numbers[at + RECEIVED] = received;
  }

  #count(peer: number, first: number, last: number, sent: number, received: number): void {
    const at = peer * STRIDE;
    const numbers = this.#numbers;
    // Comparing with NaN is false.
    if (!(first >= numbers[at]) && !Number.isNaN(first)) numbers[at] = first;
    if (!(last <= numbers[at + LAST]) && !Number.isNaN(last)) numbers[at + LAST] = last;
    if (!Number.isNaN(sent)) numbers[at + SENT] = (numbers[at + SENT] || 0) + sent;
    if (!Number.isNaN(received)) numbers[at + RECEIVED] = (numbers[at + RECEIVED] || 0) + received;
  }

  #addNames(peer: number, names: readonly string[]): void {
    let known = this.#names.get(peer);
    if (known === undefined) this.#names.set(peer, (known = []));
    for (const name of names) if (known.length < NAMES_KEPT && !known.includes(name)) known.push(name);
  }

  at(peer: number): Side | null {
    if (this.#has[peer] !== 1) return null;
    const at = peer * STRIDE;
    return {
      firstSeen: said(this.#numbers[at]),
      lastSeen: said(this.#numbers[at + LAST]),
      bytesSent: said(this.#numbers[at + SENT]),
      bytesReceived: said(this.#numbers[at + RECEIVED]),
      names: this.#names.get(peer) ?? NO_NAMES,
    };
  }

  #reachTo(room: number): void {
    const has = new Uint8Array(room);
    has.set(this.#has);
    this.#has = has;
    const numbers = new Float64Array(room * STRIDE);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}

const NO_NAMES: readonly string[] = [];

function told(value: number): number {
  return value < 0 ? NaN : value;
}

function said(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
