import { ordered } from './_order.js';
import { NO_OUTLINE } from './peer-table.js';

/** More outlines than there are: see `PeerTable.outlineAt`. */
const OUTLINES = 1 << 21;

/** Of the peers with one outline in one tally that which came first: the others show nothing new. */
export class FirstShown {
  readonly #outlines: Int32Array;
  readonly #firstRowOf: (peer: number) => number;
  /** Positions in the lists below by tally and outline. */
  readonly #places = new Map<number, number>();
  readonly #peers: number[] = [];
  readonly #tallies: number[] = [];
  readonly #rows: number[] = [];

  constructor(outlines: Int32Array, firstRowOf: (peer: number) => number) {
    this.#outlines = outlines;
    this.#firstRowOf = firstRowOf;
  }

  add(peer: number, tally: number): void {
    const outline = this.#outlines[peer];
    const row = this.#firstRowOf(peer);
    const key = tally * OUTLINES + outline;
    const place = outline === NO_OUTLINE ? undefined : this.#places.get(key);
    if (place !== undefined && row >= this.#rows[place]) return;
    if (outline !== NO_OUTLINE) this.#places.set(key, place ?? this.#peers.length);
    const at = place ?? this.#peers.length;
    this.#peers[at] = peer;
    this.#tallies[at] = tally;
    this.#rows[at] = row;
  }

  /** Each peer with its tally, in the order of their first rows. */
  *inOrder(): Generator<readonly [number, number]> {
    const places = Uint32Array.from(this.#peers.keys());
    for (const at of ordered(places, (place) => this.#rows[place])) yield [this.#peers[at], this.#tallies[at]];
  }
}
