import type { FlowGroups } from '../model/flow-group.js';
import type { RowRef } from '../model/peer.js';
import { NOBODY, widened, wider } from './_flows.js';
import { Column } from './_interned.js';

/** Rows named per peer; a report that lists more isn't read. The rest is counted. */
const ROWS_KEPT = 50;
/** Words of a row, side by side so that one look at memory brings them all. */
const STRIDE = 3;
const INPUT = 0;
const LINE = 1;
const NEXT = 2;

/** The first rows of each peer: input and line, linked in the order they came. */
export class PeerRows {
  readonly #first = new Column();
  readonly #last = new Column();
  readonly #kept = new Column();
  #words = new Uint32Array(256 * STRIDE);
  #used = 0;

  /** Makes room for so many peers. */
  reachPeers(peers: number): void {
    this.#first.reach(peers);
    this.#last.reach(peers);
    this.#kept.reach(peers);
  }

  add(peer: number, input: number, line: number): void {
    const kept = this.#kept.get(peer);
    if (kept >= ROWS_KEPT) return;
    const row = this.#push(input, line);
    this.#link(peer, kept, row, row);
    this.#kept.set(peer, kept + 1);
  }

  /** The first lines of the flows of groups, whose peers are `peers`. */
  addGroups(peers: Uint32Array, { length, left, ends, lines }: FlowGroups, input: number): void {
    this.#words = widened(this.#words, this.#used + left * STRIDE);
    for (let group = 0, start = 0; group < length; group++) {
      const peer = peers[group];
      if (peer !== NOBODY) this.#addLines(peer, input, lines, start, ends[group]);
      start = ends[group];
    }
  }

  #addLines(peer: number, input: number, lines: Uint32Array, start: number, end: number): void {
    const kept = this.#kept.get(peer);
    const stop = Math.min(end, start + ROWS_KEPT - kept);
    if (stop <= start) return;
    const first = this.#used;
    this.#used += (stop - start) * STRIDE;
    while (this.#used > this.#words.length) this.#words = wider(this.#words);
    const words = this.#words;
    for (let at = start, row = first; at < stop; at++, row += STRIDE) {
      words[row + INPUT] = input;
      words[row + LINE] = lines[at];
      words[row + NEXT] = row + STRIDE;
    }
    this.#link(peer, kept, first, this.#used - STRIDE);
    this.#kept.set(peer, kept + stop - start);
  }

  /** Puts rows, linked already, behind those of a peer, as many as are kept. What the last one is linked to means nothing. */
  #link(peer: number, kept: number, first: number, last: number): void {
    if (kept === 0) this.#first.set(peer, first);
    else this.#words[this.#last.get(peer) + NEXT] = first;
    this.#last.set(peer, last);
  }

  #push(input: number, line: number): number {
    const row = this.#used;
    this.#used += STRIDE;
    if (this.#used > this.#words.length) this.#words = wider(this.#words);
    this.#words[row + INPUT] = input;
    this.#words[row + LINE] = line;
    return row;
  }

  kept(peer: number): number {
    return this.#kept.get(peer);
  }

  at(peer: number): RowRef[] {
    const rows: RowRef[] = [];
    let row = this.#first.get(peer);
    for (let left = this.#kept.get(peer); left > 0; left--, row = this.#words[row + NEXT])
      rows.push({ input: this.#words[row + INPUT], line: this.#words[row + LINE] });
    return rows;
  }

  /** Input and line of a peer's first row, as one number to sort by. */
  firstOf(peer: number): number {
    const row = this.#first.get(peer);
    return this.#words[row + INPUT] * 0x1_0000_0000 + this.#words[row + LINE];
  }
}
