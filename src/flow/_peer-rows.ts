import type { FlowGroups } from '../model/flow-group.js';
import type { RowRef } from '../model/peer.js';
import { widened, wider } from '../address/widened.js';
import { NOBODY } from './_flows.js';
import { Column } from './_interned.js';

/** Rows named per peer; a report that lists more isn't read. The rest is counted. */
const ROWS_KEPT = 50;
/** Words of a run: its input, where its lines are, how many, and where the next run of its peer is. */
const STRIDE = 4;
const INPUT = 0;
const START = 1;
const COUNT = 2;
const NEXT = 3;

/**
 * The first rows of each peer, in the order they came: runs of lines, since a bulk reader tells all of a peer together. Its
 * lines are so copied at once, and not one by one.
 */
export class PeerRows {
  #lines = new Uint32Array(256);
  #length = 0;
  #runs = new Uint32Array(256 * STRIDE);
  #used = 0;
  /** By peer: its first and last run, and how many rows are kept. */
  readonly #first = new Column();
  readonly #last = new Column();
  readonly #kept = new Column();

  /** Makes room for so many peers. */
  reachPeers(peers: number): void {
    this.#first.reach(peers);
    this.#last.reach(peers);
    this.#kept.reach(peers);
  }

  add(peer: number, input: number, line: number): void {
    const kept = this.#kept.get(peer);
    if (kept >= ROWS_KEPT) return;
    const at = this.#length++;
    if (this.#length > this.#lines.length) this.#lines = wider(this.#lines);
    this.#lines[at] = line;
    if (kept === 0 || !this.#isAfter(this.#last.get(peer), input, at)) return this.#push(peer, kept, input, at, 1);
    this.#runs[this.#last.get(peer) + COUNT]++;
    this.#kept.set(peer, kept + 1);
  }

  /** Whether the line at `at` follows the last one of a run. */
  #isAfter(run: number, input: number, at: number): boolean {
    return this.#runs[run + INPUT] === input && this.#runs[run + START] + this.#runs[run + COUNT] === at;
  }

  /** The first lines of the flows of groups, whose peers are `peers`. */
  addGroups(peers: Uint32Array, { length, left, ends, lines }: FlowGroups, input: number): void {
    if (length === 0) return;
    const from = this.#length;
    const told = ends[length - 1];
    this.#lines = widened(this.#lines, from + Math.max(left, told));
    this.#lines.set(lines.subarray(0, told), from);
    this.#length += told;
    for (let group = 0, start = 0; group < length; group++) {
      const peer = peers[group];
      const end = ends[group];
      const kept = peer === NOBODY ? ROWS_KEPT : this.#kept.get(peer);
      if (kept < ROWS_KEPT) this.#push(peer, kept, input, from + start, Math.min(end - start, ROWS_KEPT - kept));
      start = end;
    }
  }

  /** Puts a run of lines behind those of a peer, of which so many are kept already. */
  #push(peer: number, kept: number, input: number, start: number, count: number): void {
    const run = this.#used;
    this.#used += STRIDE;
    if (this.#used > this.#runs.length) this.#runs = wider(this.#runs);
    const runs = this.#runs;
    runs[run + INPUT] = input;
    runs[run + START] = start;
    runs[run + COUNT] = count;
    if (kept === 0) this.#first.set(peer, run);
    else runs[this.#last.get(peer) + NEXT] = run;
    this.#last.set(peer, run);
    this.#kept.set(peer, kept + count);
  }

  kept(peer: number): number {
    return this.#kept.get(peer);
  }

  at(peer: number): RowRef[] {
    const rows: RowRef[] = [];
    const kept = this.kept(peer);
    for (let run = this.#first.get(peer); rows.length < kept; run = this.#runs[run + NEXT]) {
      const start = this.#runs[run + START];
      const end = start + this.#runs[run + COUNT];
      for (let at = start; at < end; at++) rows.push({ input: this.#runs[run + INPUT], line: this.#lines[at] });
    }
    return rows;
  }

  /** Input and line of a peer's first row, as one number to sort by. */
  firstOf(peer: number): number {
    const run = this.#first.get(peer);
    return this.#runs[run + INPUT] * 0x1_0000_0000 + this.#lines[this.#runs[run + START]];
  }
}
