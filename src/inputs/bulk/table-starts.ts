import { STARTS_OF_ALL, STARTS_OF_ONE } from '../../model/flow-group.js';
import { PEER_NUMBER, PEER_STARTS, PEER_WORDS, type StartColumns } from './count-kernel.js';

/** Beyond this there is room for all that may be kept, which costs nothing until it is used. */
const MANY = 1 << 16;

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

  /** Adds all of the columns, which are no more of each peer and of all than are kept. */
  append({ peers, times, bytesSent, unanswered }: StartColumns): void {
    const at = this.length;
    this.#makeRoom(peers.length);
    this.remoteOf.set(peers, at);
    this.times.set(times, at);
    this.bytesSent.set(bytesSent, at);
    this.unanswered.set(unanswered, at);
    this.length += peers.length;
  }

  #makeRoom(more: number): void {
    const needed = this.length + more;
    if (needed <= this.times.length) return;
    const room = needed > MANY ? STARTS_OF_ALL : Math.max(this.times.length * 2, needed);
    this.remoteOf = moved(this.remoteOf, new Uint32Array(room));
    this.times = moved(this.times, new Float64Array(room));
    this.bytesSent = moved(this.bytesSent, new Float64Array(room));
    this.unanswered = moved(this.unanswered, new Uint8Array(room));
  }

  /**
   * Takes in what another thread kept of later lines; `peers` are its peers, which were taken in before. It kept as many of
   * each peer as there could be room for; of all, peers that were full here already may have taken the place of others.
   */
  merge({ length, remoteOf, times, bytesSent, unanswered }: StartsPart, peers: Uint32Array): void {
    this.#makeRoom(Math.min(length, this.left));
    for (let from = 0; from < length && this.left > 0; from++) {
      const peer = remoteOf[from] * PEER_WORDS;
      if (peers[peer + PEER_STARTS]++ >= STARTS_OF_ONE) continue;
      const at = this.length++;
      this.remoteOf[at] = peers[peer + PEER_NUMBER];
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

function moved<T extends Uint32Array | Float64Array | Uint8Array>(column: T, to: T): T {
  to.set(column);
  return to;
}

export interface StartsPart {
  readonly length: number;
  readonly remoteOf: Uint32Array<ArrayBuffer>;
  readonly times: Float64Array<ArrayBuffer>;
  readonly bytesSent: Float64Array<ArrayBuffer>;
  readonly unanswered: Uint8Array<ArrayBuffer>;
}
