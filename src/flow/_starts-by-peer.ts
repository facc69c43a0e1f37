/** Starts of connections: when, bytes sent (NaN where nothing is said), and 1 where nobody answered. */
export interface StartColumns {
  readonly times: Float64Array;
  readonly bytes: Float64Array;
  readonly failed: Uint8Array;
}

/**
 * Starts of each peer. Of a million of them nothing is moved but their places; those of the peer that is asked for are brought
 * side by side, and most peers are never asked for.
 */
export class StartsByPeer implements StartColumns {
  /** Of the peer that was brought: when, ascending, of one moment the answered ones first, and which were not answered. */
  readonly times: Float64Array;
  readonly failed: Uint8Array;
  /** Of the peer whose bytes were brought, in no order. */
  readonly bytes: Float64Array;
  readonly #columns: StartColumns;
  /** Where starts are in the columns, those of one peer together, and where those of each peer end. */
  readonly #places: Uint32Array;
  readonly #ends: Uint32Array;

  /** Of each start its peer, and of each peer how many it has: no more than `most`. */
  constructor(columns: StartColumns, peers: Uint32Array, counts: Uint16Array, most: number) {
    this.#columns = columns;
    this.times = new Float64Array(most);
    this.failed = new Uint8Array(most);
    this.bytes = new Float64Array(most);
    const places = new Uint32Array(peers.length);
    // Each says where the next start of a peer goes, and in the end where they end.
    const ends = new Uint32Array(counts.length);
    for (let peer = 1; peer < counts.length; peer++) ends[peer] = ends[peer - 1] + counts[peer - 1];
    for (let at = 0; at < peers.length; at++) places[ends[peers[at]]++] = at;
    this.#places = places;
    this.#ends = ends;
  }

  /** Brings when those of a peer began and which failed; gives how many they are. */
  bring(peer: number): number {
    const begin = this.#beginOf(peer);
    const end = this.#ends[peer];
    // Logs nearly always are in order.
    if (this.#bringInOrder(begin, end)) return end - begin;
    const { times, failed } = this.#columns;
    const places = this.#places.subarray(begin, end);
    places.set([...places].sort((a, b) => times[a] - times[b] || failed[a] - failed[b]));
    this.#bringInOrder(begin, end);
    return end - begin;
  }

  /** Whether they are by time. */
  #bringInOrder(begin: number, end: number): boolean {
    const { times, failed } = this.#columns;
    const places = this.#places;
    const toTimes = this.times;
    const toFailed = this.failed;
    let isInOrder = true;
    let last = -Infinity;
    let hasFailed = 0;
    for (let at = begin; at < end; at++) {
      const place = places[at];
      const time = times[place];
      const isFailed = failed[place];
      if (time < last || (time === last && isFailed < hasFailed)) isInOrder = false;
      toTimes[at - begin] = last = time;
      toFailed[at - begin] = hasFailed = isFailed;
    }
    return isInOrder;
  }

  /** Brings the bytes of a peer's starts; gives how many they are. */
  bringBytes(peer: number): number {
    const { bytes } = this.#columns;
    const begin = this.#beginOf(peer);
    const end = this.#ends[peer];
    for (let at = begin; at < end; at++) this.bytes[at - begin] = bytes[this.#places[at]];
    return end - begin;
  }

  #beginOf(peer: number): number {
    return peer === 0 ? 0 : this.#ends[peer - 1];
  }
}
