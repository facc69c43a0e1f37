/** Starts of connections: when, bytes sent (NaN where nothing is said), and 1 where nobody answered. */
export interface StartColumns {
  readonly times: Float64Array;
  readonly bytes: Float64Array;
  readonly failed: Uint8Array;
}

/**
 * Starts of each peer, times side by side, so that a million of them are not gathered from all over the memory. Bytes and
 * failures are read where they are: few peers are asked for them.
 */
export class StartsByPeer {
  readonly times: Float64Array;
  readonly #bytes: Float64Array;
  readonly #failed: Uint8Array;
  /** Of each time here where its start is in the evidence. */
  readonly #places: Uint32Array;
  /** Where those of each peer begin, and after the last one where they end. */
  readonly #begins: Uint32Array;
  readonly #isInOrder: Uint8Array;

  /** Of each start its peer, and of each peer how many it has. */
  constructor({ times, bytes, failed }: StartColumns, peers: Uint32Array, counts: Uint16Array) {
    const { length } = peers;
    [this.#bytes, this.#failed] = [bytes, failed];
    this.times = new Float64Array(length);
    this.#places = new Uint32Array(length);
    this.#begins = new Uint32Array(counts.length + 1);
    for (let peer = 0; peer < counts.length; peer++) this.#begins[peer + 1] = this.#begins[peer] + counts[peer];
    const next = this.#begins.slice();
    for (let at = 0; at < length; at++) {
      const to = next[peers[at]]++;
      this.times[to] = times[at];
      this.#places[to] = at;
    }
    this.#isInOrder = new Uint8Array(counts.length);
  }

  /** Where those of a peer begin. They are by time; of one moment the answered ones first, whatever the order of the evidence. */
  beginOf(peer: number): number {
    const begin = this.#begins[peer];
    if (this.#isInOrder[peer] === 0) {
      this.#isInOrder[peer] = 1;
      // Logs nearly always are in order.
      if (!this.#areInOrder(begin, this.#begins[peer + 1])) this.#sort(begin, this.#begins[peer + 1]);
    }
    return begin;
  }

  endOf(peer: number): number {
    return this.#begins[peer + 1];
  }

  /** Those of a peer, by time as well. */
  of(peer: number): StartColumns {
    const [begin, end] = [this.beginOf(peer), this.endOf(peer)];
    const places = this.#places.subarray(begin, end);
    return {
      times: this.times.subarray(begin, end),
      bytes: Float64Array.from(places, (place) => this.#bytes[place]),
      failed: Uint8Array.from(places, (place) => this.#failed[place]),
    };
  }

  #areInOrder(begin: number, end: number): boolean {
    for (let at = begin + 1; at < end; at++) if (this.#order(at - 1, at) > 0) return false;
    return true;
  }

  #sort(begin: number, end: number): void {
    const order = Array.from({ length: end - begin }, (_, at) => begin + at).sort((a, b) => this.#order(a, b));
    this.times.set(
      order.map((at) => this.times[at]),
      begin,
    );
    this.#places.set(
      order.map((at) => this.#places[at]),
      begin,
    );
  }

  #order(a: number, b: number): number {
    return this.times[a] - this.times[b] || this.#failed[this.#places[a]] - this.#failed[this.#places[b]];
  }
}
