import { WITHOUT_PEER } from './_port-class.js';
import { BROUGHT_TOGETHER, type Columns, COUNTED, FlowKernel, STRIDE } from './flow-kernel.js';

/** Words of a flow's row: three of key, then count, first line, first local address and first ports. */
export { STRIDE };
export const ADDRESS = 0;
export const PORTS = 1;
export const MANNER = 2;
export const COUNT = 3;
export const LINE = 4;
export const LOCAL = 5;
export const FIRST_PORTS = 6;

/** What a row's manner word holds, from the lowest bit: see `manner`. */
const PID_SHIFT = 10;
/** Takes the process id out of a manner word. */
const WITHOUT_PID = 0x3ff;

export interface Manner {
  /** Position in the scanner's list of states. */
  readonly state: number;
  readonly isUdp: boolean;
  /** The remote address is a position in the token arena, not an IPv4 word. */
  readonly isRemoteToken: boolean;
  readonly isLocalToken: boolean;
  /** `*:*` */
  readonly isStar: boolean;
  /** Null when the row has none, or once `coarseness` is above 0. */
  readonly pid: number | null;
}

export function manner(word: number): Manner {
  const pid = word >>> PID_SHIFT;
  return {
    isStar: (word & STAR) !== 0,
    isRemoteToken: (word & REMOTE_TOKEN) !== 0,
    isLocalToken: (word & LOCAL_TOKEN) !== 0,
    isUdp: (word & UDP) !== 0,
    state: (word >>> STATE_SHIFT) & 0xf,
    pid: pid === 0 ? null : pid - 1,
  };
}

const STAR = 1;
export const REMOTE_TOKEN = 2;
export const LOCAL_TOKEN = 4;
export const UDP = 8;
export const STATE_SHIFT = 4;
/** Bits 8 and 9: which ports the key keeps, see `_port-class.ts`. */
export const CLASS_SHIFT = 8;
export const PID_FIELD = PID_SHIFT;

/** Distinct flows kept before detail is dropped: 28 MB of rows and 32 MB of slots. */
export const FLOWS_KEPT = 1 << 20;
/** Slots at first: to begin with many spares a big input the trouble of moving them all, again and again. */
const FEWEST_SLOTS = 1 << 11;
const MOST_FIRST_SLOTS = 1 << 19;
/** Of a big input, for each slot at first. */
const BYTES_PER_SLOT = 1024;
/** Of the slots four in five are taken at most. */
const TAKEN = 0.8;

/**
 * Distinct flows with their counts: rows in the order of their first lines, and an open-addressing table that counts
 * (see kernel/flows.ts). When there are more than `limit`, all rows lose the same detail: first process ids, then ports.
 * Which detail is lost so depends on the evidence alone, not on its order or on threads.
 */
export class FlowTable {
  length = 0;
  /** 0: all kept; 1: no process ids; 2: no ports either. */
  coarseness = 0;
  readonly #limit: number;
  readonly #kernel: FlowKernel;
  #slots: number;
  #isSettled = false;
  #isSorted = false;

  /** For an input of about so many bytes. `areAddressesAlone`: of rows with a peer nothing but their number is kept. */
  constructor(bytes = 0, limit = FLOWS_KEPT, areAddressesAlone = false) {
    this.#limit = limit;
    this.#kernel = new FlowKernel(areAddressesAlone);
    this.#slots = FEWEST_SLOTS;
    while (this.#slots < Math.min(bytes / BYTES_PER_SLOT, MOST_FIRST_SLOTS)) this.#slots *= 2;
    this.#lay(0);
  }

  /** Counts are in them after `settle`. */
  get rows(): Uint32Array<ArrayBuffer> {
    return this.#kernel.rows;
  }

  /** Counts the first `length` rows of a batch, in the order of their lines. */
  add(batch: Uint32Array, length: number): void {
    if (this.#isSettled) this.#lay(this.length);
    for (let start = 0; start < length; start += COUNTED) {
      this.#count(batch, start, Math.min(start + COUNTED, length));
      while (this.length > this.#limit && this.coarseness < 2) this.#coarsen();
    }
  }

  #count(rows: Uint32Array, start: number, end: number): void {
    if (this.length + end - start > this.#slots * TAKEN) this.#widen();
    const { batch } = this.#kernel;
    batch.set(rows.subarray(start * STRIDE, end * STRIDE));
    if (this.coarseness > 0) coarsen(batch, end - start, this.coarseness);
    this.length = this.#kernel.add(end - start);
  }

  /** Brings the counts home: `rows` is right after this, and until the next `add`. */
  settle(): void {
    if (!this.#isSettled) this.#kernel.settle();
    this.#isSettled = true;
  }

  /**
   * Sorts the flows by remote address, IPv4 before tokens, which go by their `ranks`; equal ones stay in order. Nothing
   * can be added then, and `bring` fills the columns that this returns.
   */
  sort(ranks: Uint32Array): Columns {
    this.settle();
    if (!this.#isSorted) this.#kernel.sort(this.length, ranks);
    this.#isSorted = true;
    return this.#kernel.columns();
  }

  /** A copy of the rows, sorted like that: for another table to merge. */
  sorted(ranks: Uint32Array): Uint32Array<ArrayBuffer> {
    this.sort(ranks);
    return this.#kernel.sorted(this.length);
  }

  /** Brings the rows from place `first` of the sorted order on, `BROUGHT_TOGETHER` at most. */
  bring(first: number): void {
    this.#kernel.bring(first, Math.min(BROUGHT_TOGETHER, this.length - first), this.coarseness < 2);
  }

  /** Of the rows that differ in more than addresses, ports, counts and which process it was, where the first ones are. */
  firstOfKinds(): Uint32Array {
    return this.#kernel.firstOfKinds();
  }

  #lay(length: number): void {
    this.#kernel.lay(this.#slots, Math.floor(this.#slots * TAKEN), length);
    this.#isSettled = false;
    this.#isSorted = false;
  }

  #widen(): void {
    this.settle();
    this.#slots *= 2;
    this.#lay(this.length);
  }

  /** Drops detail from all rows and counts them anew, in place: the rows read stay ahead of the rows written. */
  #coarsen(): void {
    this.settle();
    this.coarseness++;
    const { length } = this;
    this.length = 0;
    this.#lay(0);
    for (let start = 0; start < length; start += COUNTED)
      this.#count(this.rows, start, Math.min(start + COUNTED, length));
  }

  /**
   * Takes in the sorted rows of a table that read later lines and speaks of the same tokens. Flows of one address stay in
   * the order of their first lines.
   */
  merge(rows: Uint32Array, coarseness: number, ranks: Uint32Array): void {
    while (this.coarseness < coarseness) this.#coarsen();
    if (this.coarseness > coarseness) return this.add(rows, rows.length / STRIDE);
    this.sort(ranks);
    this.length = this.#kernel.merge(this.length, rows, ranks);
    while (this.length > this.#limit && this.coarseness < 2) this.#coarsen();
  }
}

/** Takes process ids out of the key; at 2 ports and what they said of direction, too. */
function coarsen(rows: Uint32Array, length: number, coarseness: number): void {
  for (let at = 0; at < length; at++) {
    const from = at * STRIDE;
    rows[from + MANNER] &= WITHOUT_PID;
    if (coarseness < 2 || rows[from + MANNER] >>> CLASS_SHIFT === WITHOUT_PEER) continue;
    rows[from + MANNER] &= ~(3 << CLASS_SHIFT);
    rows[from + PORTS] = 0;
  }
}
