import { randomFillSync } from 'node:crypto';
import { KERNEL } from './_flow-kernel.js';
import { PAGE, startKernel } from './_wasm.js';

/** Words of a row. */
export const STRIDE = 7;
/** Rows that are counted together, and that are brought together. */
export const COUNTED = 1024;
export const BROUGHT_TOGETHER = 8192;
/** Where things lie in the kernel's memory: see kernel/flows.ts. */
const SEEDS = 0x20;
const BROUGHT = 0x8000;
const BATCH = 0x8400;
const COLUMNS = 0x10000;
const COLUMN = BROUGHT_TOGETHER * 4;
/** Behind the columns are the slots of the flows met first. */
const ROWS = COLUMNS + 11 * COLUMN + 0x40000;
const ROW = STRIDE * 4;
const SLOT = 16;
const KEY = 8;
/** Rows that are put in order at once: a kernel gets faster between calls only. */
const PORTION = 1 << 14;
/** All that a kernel can address. */
const MOST_PAGES = 0x10000;

/** Rows that were brought, by columns. */
export interface Columns {
  /** How many groups, and how many rows that are told by themselves. */
  readonly lengths: Uint32Array;
  /** Of each group: its address, not 0 where that is a token, where its rows end, rows of the listing it stands for. */
  readonly remotes: Uint32Array;
  readonly areTokens: Uint32Array;
  readonly ends: Uint32Array;
  readonly sums: Uint32Array;
  /** Of each row in a group. */
  readonly localPorts: Uint32Array;
  readonly remotePorts: Uint32Array;
  readonly kindOf: Uint32Array;
  readonly pids: Uint32Array;
  readonly lines: Uint32Array;
  readonly counts: Uint32Array;
  /** Where the rows are among all that are told by themselves. */
  readonly alone: Uint32Array;
}

/** Counts rows and sorts them: WebAssembly with a memory of its own, which grows. Views are others after that. */
export class FlowKernel {
  /** Rows to count. */
  batch = new Uint32Array(0);
  rows = new Uint32Array(0);
  readonly #kernel = startKernel(KERNEL, { initial: ROWS / PAGE + 1, maximum: MOST_PAGES });
  #room = ROWS;
  #order = 0;

  /** `areAddressesAlone`: rows with a peer are counted by that alone. */
  constructor(areAddressesAlone: boolean) {
    const { buffer } = this.#kernel.memory;
    if (areAddressesAlone) this.#kernel.exports.countAddressesAlone();
    const seeds = randomFillSync(new Uint32Array(buffer, SEEDS, 8));
    for (let low = 0; low < seeds.length; low += 2) seeds[low] |= 1;
  }

  /** Puts the first `length` rows into empty `slots`, a power of two; there is room for `most` rows after it. */
  lay(slots: number, most: number, length: number): void {
    // Vectors write from addresses that 16 divides.
    this.#room = aligned(ROWS + most * ROW);
    this.#reach(this.#room + slots * SLOT);
    this.#kernel.exports.lay(this.#room, slots, length);
  }

  /** Counts rows of the batch; returns how many distinct ones there are. */
  add(rows: number): number {
    return this.#kernel.exports.add(rows);
  }

  /** Brings the counts into the rows: nothing can be added until the next `lay`. */
  settle(): void {
    this.#kernel.exports.settle();
  }

  /** Where the first row of each kind is, see kernel/flows.ts: a copy. */
  firstOfKinds(): Uint32Array {
    return new Uint32Array(this.#kernel.memory.buffer, BATCH, this.#kernel.exports.firstOfKinds()).slice();
  }

  /** Sorts settled rows by their first words, tokens last by their `ranks`. The slots are gone then. */
  sort(length: number, ranks: Uint32Array): void {
    const place = this.#room + 2 * length * KEY;
    this.#reach(place + ranks.byteLength);
    new Uint32Array(this.#kernel.memory.buffer, place, ranks.length).set(ranks);
    this.#order = this.#kernel.exports.sort(this.#room, place);
  }

  /** A copy of the first `length` rows in the order in which they were sorted. */
  sorted(length: number): Uint32Array<ArrayBuffer> {
    const place = this.#behindKeys(length);
    this.#reach(place + PORTION * ROW);
    const rows = new Uint32Array(length * STRIDE);
    for (let first = 0; first < length; first += PORTION) {
      const count = Math.min(PORTION, length - first);
      this.#kernel.exports.gather(this.#order, first, count, place);
      rows.set(new Uint32Array(this.#kernel.memory.buffer, place, count * STRIDE), first * STRIDE);
    }
    return rows;
  }

  /** Makes one sorted list of the sorted rows and later ones that are sorted, too; returns how many rows it has. */
  merge(length: number, theirs: Uint32Array, ranks: Uint32Array): number {
    const others = theirs.length / STRIDE;
    const later = ROWS + length * ROW;
    const ours = Math.max(this.#behindKeys(length), aligned(later + theirs.byteLength));
    const place = aligned(ours + length * ROW);
    const room = aligned(place + ranks.byteLength);
    this.#reach(room + length * SLOT);
    const { memory, exports } = this.#kernel;
    for (let first = 0; first < length; first += PORTION)
      exports.gather(this.#order, first, Math.min(PORTION, length - first), ours + first * ROW);
    new Uint32Array(memory.buffer, later, theirs.length).set(theirs);
    new Uint32Array(memory.buffer, place, ranks.length).set(ranks);
    const merged = exports.merge(ours, length, later, others, place, room);
    this.#room = aligned(ROWS + merged * ROW);
    this.#order = ours;
    exports.inOrder(ours);
    this.#reach(0);
    return merged;
  }

  /** Where the keys that `sort` leaves end. */
  #behindKeys(length: number): number {
    return aligned(this.#room + 2 * length * KEY);
  }

  /** Brings rows into the columns, from one place in the sorted order on. */
  bring(first: number, count: number, hasPorts: boolean): void {
    this.#kernel.exports.bring(this.#order, first, count, hasPorts ? 1 : 0);
  }

  columns(): Columns {
    const { buffer } = this.#kernel.memory;
    const column = (index: number) => new Uint32Array(buffer, COLUMNS + index * COLUMN, BROUGHT_TOGETHER);
    return {
      lengths: new Uint32Array(buffer, BROUGHT, 2),
      remotes: column(0),
      areTokens: column(1),
      ends: column(2),
      sums: column(3),
      localPorts: column(4),
      remotePorts: column(5),
      kindOf: column(6),
      pids: column(7),
      lines: column(8),
      counts: column(9),
      alone: column(10),
    };
  }

  /** Makes the memory reach to `end`. */
  #reach(end: number): void {
    const { memory } = this.#kernel;
    const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    this.batch = new Uint32Array(memory.buffer, BATCH, COUNTED * STRIDE);
    this.rows = new Uint32Array(memory.buffer, ROWS, (this.#room - ROWS) >> 2);
  }
}

function aligned(place: number): number {
  return Math.ceil(place / SLOT) * SLOT;
}
