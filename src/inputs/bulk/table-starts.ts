import { STARTS_OF_ALL, STARTS_OF_ONE } from '../../model/flow-group.js';
import { grown } from './_grown.js';

/** When connections began: the first of each peer and of all, in the order of their lines. */
export class Starts {
  length = 0;
  remoteOf = new Uint32Array(1 << 10);
  times = new Float64Array(1 << 10);
  bytesSent = new Float64Array(1 << 10);
  unanswered = new Uint8Array(1 << 10);
  #ofPeer = new Uint16Array(1 << 10);
  #most = STARTS_OF_ALL;

  /** No more are kept. */
  get isFull(): boolean {
    return this.length >= this.#most;
  }

  /** Forgets all, and keeps none from now on. */
  drop(): void {
    if (this.#most === 0) return;
    this.length = this.#most = 0;
    this.remoteOf = new Uint32Array(0);
    this.times = new Float64Array(0);
    this.bytesSent = new Float64Array(0);
    this.unanswered = new Uint8Array(0);
    this.#ofPeer = new Uint16Array(0);
  }

  /** `sent` is NaN where the row doesn't say. */
  add(peer: number, time: number, sent: number, isUnanswered: boolean): void {
    if (this.isFull) return;
    if (peer >= this.#ofPeer.length) this.#makeRoomFor(peer);
    if (this.#ofPeer[peer] >= STARTS_OF_ONE) return;
    this.#ofPeer[peer]++;
    if (this.length === this.times.length) this.#grow();
    const at = this.length++;
    this.remoteOf[at] = peer;
    this.times[at] = time;
    this.bytesSent[at] = sent;
    this.unanswered[at] = isUnanswered ? 1 : 0;
  }

  #makeRoomFor(peer: number): void {
    const wider = new Uint16Array(Math.max(this.#ofPeer.length * 2, peer + 1));
    wider.set(this.#ofPeer);
    this.#ofPeer = wider;
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
  merge({ length, remoteOf, times, bytesSent, unanswered }: StartsPart, peers: readonly number[]): void {
    for (let at = 0; at < length && !this.isFull; at++)
      this.add(peers[remoteOf[at]], times[at], bytesSent[at], unanswered[at] === 1);
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
