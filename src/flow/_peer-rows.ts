import type { RowRef } from '../model/peer.js';
import { END } from './_flows.js';
import { Column } from './_interned.js';

/** Rows named per peer; a report that lists more isn't read. The rest is counted. */
const ROWS_KEPT = 50;

/** The first rows of each peer: input and line, linked in the order they came. */
export class PeerRows {
  readonly #first = new Column();
  readonly #last = new Column();
  readonly #kept = new Column();
  readonly #input = new Column();
  readonly #line = new Column();
  readonly #next = new Column();

  addPeer(): void {
    this.#first.push(END);
    this.#last.push(END);
    this.#kept.push(0);
  }

  add(peer: number, input: number, line: number): void {
    if (this.#kept.get(peer) >= ROWS_KEPT) return;
    this.#kept.add(peer, 1);
    const row = this.#input.push(input);
    this.#line.push(line);
    this.#next.push(END);
    if (this.#first.get(peer) === END) this.#first.set(peer, row);
    else this.#next.set(this.#last.get(peer), row);
    this.#last.set(peer, row);
  }

  kept(peer: number): number {
    return this.#kept.get(peer);
  }

  at(peer: number): RowRef[] {
    const rows: RowRef[] = [];
    for (let row = this.#first.get(peer); row !== END; row = this.#next.get(row)) {
      rows.push({ input: this.#input.get(row), line: this.#line.get(row) });
    }
    return rows;
  }

  /** Input and line of a peer's first row, as one number to sort by. */
  firstOf(peer: number): number {
    const row = this.#first.get(peer);
    return this.#input.get(row) * 0x1_0000_0000 + this.#line.get(row);
  }
}
