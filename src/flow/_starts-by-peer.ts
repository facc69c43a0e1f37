/** Starts of connections: when, bytes sent (NaN where nothing is said), and 1 where nobody answered. */
export interface StartColumns {
  readonly times: Float64Array;
  readonly bytes: Float64Array;
  readonly failed: Uint8Array;
}

/** Starts side by side for each peer, so that a million of them are not gathered from all over the memory. */
export class StartsByPeer implements StartColumns {
  readonly times: Float64Array;
  readonly bytes: Float64Array;
  readonly failed: Uint8Array;
  /** Where those of each peer begin, and after the last one where they end. */
  readonly #begins: Uint32Array;
  readonly #isInOrder: Uint8Array;

  /** Of each start its peer, and of each peer how many it has. */
  constructor({ times, bytes, failed }: StartColumns, peers: Uint32Array, counts: Uint16Array) {
    const { length } = peers;
    this.times = new Float64Array(length);
    this.bytes = new Float64Array(length);
    this.failed = new Uint8Array(length);
    this.#begins = new Uint32Array(counts.length + 1);
    for (let peer = 0; peer < counts.length; peer++) this.#begins[peer + 1] = this.#begins[peer] + counts[peer];
    const next = this.#begins.slice();
    for (let at = 0; at < length; at++) {
      const to = next[peers[at]]++;
      this.times[to] = times[at];
      this.bytes[to] = bytes[at];
      this.failed[to] = failed[at];
    }
    this.#isInOrder = new Uint8Array(counts.length);
  }

  /** Where those of a peer begin. They are by time; of one moment the answered ones first, whatever the order of the evidence. */
  beginOf(peer: number): number {
    const begin = this.#begins[peer];
    if (this.#isInOrder[peer] === 0) {
      this.#isInOrder[peer] = 1;
      // Logs nearly always are in order.
      if (!isInOrder(this, begin, this.#begins[peer + 1])) sort(this.of(peer));
    }
    return begin;
  }

  endOf(peer: number): number {
    return this.#begins[peer + 1];
  }

  /** Those of a peer, by time as well. */
  of(peer: number): StartColumns {
    const [begin, end] = [this.beginOf(peer), this.endOf(peer)];
    return {
      times: this.times.subarray(begin, end),
      bytes: this.bytes.subarray(begin, end),
      failed: this.failed.subarray(begin, end),
    };
  }
}

function isInOrder(columns: StartColumns, begin: number, end: number): boolean {
  for (let at = begin + 1; at < end; at++) if (order(columns, at - 1, at) > 0) return false;
  return true;
}

function sort(columns: StartColumns): void {
  const { times, bytes, failed } = columns;
  const places = Uint32Array.from(times.keys()).sort((a, b) => order(columns, a, b));
  for (const column of [times, bytes, failed]) {
    const before = column.slice();
    for (let at = 0; at < places.length; at++) column[at] = before[places[at]];
  }
}

function order({ times, failed }: StartColumns, a: number, b: number): number {
  return times[a] - times[b] || failed[a] - failed[b];
}
