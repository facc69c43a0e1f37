import { STARTS_OF_ALL, STARTS_OF_ONE } from '../model/flow-group.js';
import { byPeer, columnsOf, type StartColumns } from './_by-peer.js';

/** Starts, and peers with some, that there is room for at first. */
const FEWEST = 64;

/** When connections began, up to bounds, the first that are read. Those of one peer are put side by side when they are asked for. */
export class Starts {
  length = 0;
  #columns: StartColumns = columnsOf(FEWEST);
  /** By peer: how many are kept. */
  #kept = new Uint16Array(FEWEST);
  /** By peer: where they end. Null while they are not sorted. */
  #ends: Uint32Array | null = null;

  /** From `beginOf` to `endOf` those of one peer. */
  get times(): Float64Array {
    return this.#columns.times;
  }

  /** Of these no one knows any more which start of the peer they are of. */
  get bytes(): Float64Array {
    return this.#columns.bytes;
  }

  get failed(): Uint8Array {
    return this.#columns.failed;
  }

  add(peer: number, time: number, bytes: number, isFailed: number): void {
    this.#reach(peer + 1);
    if (this.#kept[peer] >= STARTS_OF_ONE || this.length >= STARTS_OF_ALL) return;
    this.#kept[peer]++;
    this.#put(peer, time, bytes, isFailed);
  }

  #put(peer: number, time: number, bytes: number, isFailed: number): void {
    if (this.length === this.#columns.failed.length) this.#grow();
    const columns = this.#columns;
    const at = this.length++;
    columns.peers[at] = peer;
    columns.times[at] = time;
    columns.bytes[at] = bytes;
    columns.failed[at] = isFailed;
    this.#ends = null;
  }

  /**
   * Adds the first `length` of columns, in which `peers` are numbers: `peerOf` says which of the first `most` peers each is.
   * Columns that hold more than what is kept here become those kept here.
   */
  addAll(columns: StartColumns, length: number, peerOf: Uint32Array, most: number): void {
    this.#reach(most);
    if (length <= this.length) return this.#addEach(columns, length, peerOf, most);
    const [before, held] = [this.#columns, this.length];
    this.#columns = columns;
    this.length = this.#keep(columns, length, peerOf, STARTS_OF_ALL - held);
    this.#ends = null;
    for (let at = 0; at < held; at++)
      this.#put(before.peers[at], before.times[at], before.bytes[at], before.failed[at]);
  }

  #addEach({ peers, times, bytes, failed }: StartColumns, length: number, peerOf: Uint32Array, most: number): void {
    for (let at = 0; at < length; at++) {
      const peer = peerOf[peers[at]];
      if (peer < most) this.add(peer, times[at], bytes[at], failed[at]);
    }
  }

  /** Counts those that are within the bounds and moves them to the front; gives how many they are. */
  #keep({ peers, times, bytes, failed }: StartColumns, length: number, peerOf: Uint32Array, most: number): number {
    const kept = this.#kept;
    let to = 0;
    for (let at = 0; at < length && to < most; at++) {
      const peer = peerOf[peers[at]];
      // Nobody has no count.
      if (!(kept[peer] < STARTS_OF_ONE)) continue;
      kept[peer]++;
      peers[to] = peer;
      if (to < at) [times[to], bytes[to], failed[to]] = [times[at], bytes[at], failed[at]];
      to++;
    }
    return to;
  }

  countOf(peer: number): number {
    return peer < this.#kept.length ? this.#kept[peer] : 0;
  }

  endOf(peer: number): number {
    if (this.#ends === null) {
      const { sorted, ends } = byPeer(this.#columns, this.#kept);
      this.#columns = sorted;
      this.#ends = ends;
    }
    return peer < this.#ends.length ? this.#ends[peer] : this.length;
  }

  /** Where those of a peer begin. They are by time; of one moment the answered ones first, whatever the order of the evidence. */
  beginOf(peer: number): number {
    const end = this.endOf(peer);
    const begin = end - this.countOf(peer);
    // Logs nearly always are in order.
    if (!this.#areInOrder(begin, end)) this.#order(begin, end);
    return begin;
  }

  #areInOrder(begin: number, end: number): boolean {
    const { times, failed } = this.#columns;
    for (let at = begin + 1; at < end; at++) {
      if (times[at] < times[at - 1]) return false;
      if (times[at] === times[at - 1] && failed[at] < failed[at - 1]) return false;
    }
    return true;
  }

  #order(begin: number, end: number): void {
    const times = this.#columns.times.slice(begin, end);
    const failed = this.#columns.failed.slice(begin, end);
    const order = Array.from(times.keys()).sort((a, b) => times[a] - times[b] || failed[a] - failed[b]);
    for (let at = 0; at < order.length; at++) {
      this.#columns.times[begin + at] = times[order[at]];
      this.#columns.failed[begin + at] = failed[order[at]];
    }
  }

  /** Makes room for so many peers. */
  #reach(peers: number): void {
    if (peers <= this.#kept.length) return;
    const kept = new Uint16Array(Math.max(this.#kept.length * 2, peers));
    kept.set(this.#kept);
    this.#kept = kept;
  }

  #grow(): void {
    const { length } = this;
    const { peers, times, bytes, failed } = this.#columns;
    const columns = columnsOf(Math.max(FEWEST, length * 2));
    columns.peers.set(peers.subarray(0, length));
    columns.times.set(times.subarray(0, length));
    columns.bytes.set(bytes.subarray(0, length));
    columns.failed.set(failed);
    this.#columns = columns;
  }
}
