import { STARTS_OF_ALL, STARTS_OF_ONE } from '../../model/flow-group.js';
import { grown } from './_grown.js';
import type { StartColumns } from './count-kernel.js';

/** When connections began: the first of each peer and of all, in the order of their lines. */
export class Starts {
  length = 0;
  remoteOf = new Uint32Array(1 << 10);
  times = new Float64Array(1 << 10);
  bytesSent = new Float64Array(1 << 10);
  unanswered = new Uint8Array(1 << 10);
  #most = STARTS_OF_ALL;

  /** How many more are kept. */
  get left(): number {
    return this.#most - this.length;
  }

  /** Forgets all, and keeps none from now on. */
  drop(): void {
    if (this.#most === 0) return;
    this.length = this.#most = 0;
    this.remoteOf = new Uint32Array(0);
    this.times = new Float64Array(0);
    this.bytesSent = new Float64Array(0);
    this.unanswered = new Uint8Array(0);
  }

  /** Adds the first `count` of the columns, for which there is room and of each peer no more than are kept. */
  append({ peers, times, bytesSent, unanswered }: StartColumns, count: number): void {
    const at = this.length;
    while (at + count > this.times.length) this.#grow();
    this.remoteOf.set(peers.subarray(0, count), at);
    this.times.set(times.subarray(0, count), at);
    this.bytesSent.set(bytesSent.subarray(0, count), at);
    this.unanswered.set(unanswered.subarray(0, count), at);
    this.length += count;
  }

  #grow(): void {
    this.remoteOf = grown(this.remoteOf);
    this.times = grown(this.times);
    this.bytesSent = grown(this.bytesSent);
    this.unanswered = grown(this.unanswered);
  }

  /**
   * Takes in what another thread kept of later lines; `peers` are its peers here. It kept as many of each peer as there
   * could be room for; of all, peers that were full here already may have taken the place of others.
   */
  merge({ length, remoteOf, times, bytesSent, unanswered }: StartsPart, peers: Uint32Array): void {
    if (length === 0 || this.left === 0) return;
    const kept = new Uint16Array(peers.reduce((most, peer) => Math.max(most, peer), 0) + 1);
    for (const peer of this.remoteOf.subarray(0, this.length)) if (peer < kept.length) kept[peer]++;
    for (let from = 0; from < length && this.left > 0; from++) {
      const peer = peers[remoteOf[from]];
      if (kept[peer] >= STARTS_OF_ONE) continue;
      kept[peer]++;
      if (this.length === this.times.length) this.#grow();
      const at = this.length++;
      this.remoteOf[at] = peer;
      this.times[at] = times[from];
      this.bytesSent[at] = bytesSent[from];
      this.unanswered[at] = unanswered[from];
    }
  }

  /** For another thread. */
  part(): StartsPart {
    const { length, remoteOf, times, bytesSent, unanswered } = this;
    return { length, remoteOf, times, bytesSent, unanswered };
  }
}

export interface StartsPart {
  readonly length: number;
  readonly remoteOf: Uint32Array<ArrayBuffer>;
  readonly times: Float64Array<ArrayBuffer>;
  readonly bytesSent: Float64Array<ArrayBuffer>;
  readonly unanswered: Uint8Array<ArrayBuffer>;
}
