import type { RowRef } from '../model/peer.js';
import { END, wider } from './_flows.js';
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

  addPeer(): void {
    this.#first.push(END);
    this.#last.push(END);
    this.#kept.push(0);
  }

  add(peer: number, input: number, line: number): void {
    if (this.#kept.get(peer) >= ROWS_KEPT) return;
    this.#kept.add(peer, 1);
    const row = this.#push(input, line);
    const last = this.#last.get(peer);
    if (last === END) this.#first.set(peer, row);
    else this.#words[last + NEXT] = row;
    this.#last.set(peer, row);
  }

  #push(input: number, line: number): number {
    const row = this.#used;
    this.#used += STRIDE;
    if (this.#used > this.#words.length) this.#words = wider(this.#words);
    this.#words[row + INPUT] = input;
    this.#words[row + LINE] = line;
    this.#words[row + NEXT] = END;
    return row;
  }

  kept(peer: number): number {
    return this.#kept.get(peer);
  }

  at(peer: number): RowRef[] {
    const rows: RowRef[] = [];
    for (let row = this.#first.get(peer); row !== END; row = this.#words[row + NEXT]) {
      rows.push({ input: this.#words[row + INPUT], line: this.#words[row + LINE] });
    }
    return rows;
  }

  /** Input and line of a peer's first row, as one number to sort by. */
  firstOf(peer: number): number {
    const row = this.#first.get(peer);
    return this.#words[row + INPUT] * 0x1_0000_0000 + this.#words[row + LINE];
  }
}
