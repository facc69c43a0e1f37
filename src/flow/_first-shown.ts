import { ordered } from './_order.js';
import { Pairs } from './_pairs.js';
import { NO_OUTLINE } from './_outlines.js';

/** Of the peers with one outline in one tally that which came first: the others show nothing new. */
export class FirstShown {
  readonly #outlines: Int32Array;
  readonly #firstRowOf: (peer: number) => number;
  /** Positions in the lists below by tally and outline. */
  readonly #places = new Pairs();
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
    const place = outline === NO_OUTLINE ? -1 : this.#places.find(tally, outline);
    if (place !== -1 && row >= this.#rows[place]) return;
    const at = place === -1 ? this.#peers.length : place;
    if (place === -1 && outline !== NO_OUTLINE) this.#places.add(tally, outline, at);
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
