import { WITHOUT_PEER } from './_port-class.js';

/** Words per flow: three of key, then count, first line, first local address and first ports. */
export const STRIDE = 7;
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
export const WITHOUT_PID = 0x3ff;
export const MAX_PID = (1 << 22) - 2;

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

export const STAR = 1;
export const REMOTE_TOKEN = 2;
export const LOCAL_TOKEN = 4;
export const UDP = 8;
export const STATE_SHIFT = 4;
/** Bits 8 and 9: which ports the key keeps, see `_ports.ts`. */
export const CLASS_SHIFT = 8;
export const PID_FIELD = PID_SHIFT;

/** Distinct flows kept before detail is dropped: 28 MB of rows and 32 MB of index. */
export const FLOWS_KEPT = 1 << 20;
/** Rows whose slots are fetched together; more would push one another out of the first cache. */
const TOGETHER = 256;
/** Words per slot: key and count as in a row, so that counting looks into one place; a count of 0 is a free slot. */
const SLOT = 4;
const SLOT_SHIFT = 2;
const FIRST_SLOTS = 1 << 11;

/**
 * Distinct flows with their counts: rows in the order of their first lines, and an open-addressing table that counts.
 * When there are more than `limit`, all rows lose the same detail: first process ids, then ports. Which detail is lost
 * so depends on the evidence alone, not on its order or on threads.
 */
export class FlowTable {
  /** Counts are in them after `settle`. */
  rows: Uint32Array<ArrayBuffer>;
  length = 0;
  /** 0: all kept; 1: no process ids; 2: no ports either. */
  coarseness = 0;
  readonly #limit: number;
  #slots = new Uint32Array(FIRST_SLOTS * SLOT);
  readonly #places = new Uint32Array(TOGETHER);
  /** Takes what is read for the sake of reading it. */
  readonly #fetched = new Uint32Array(1);

  constructor(limit = FLOWS_KEPT) {
    this.#limit = limit;
    // Untouched pages of a zeroed block cost no memory.
    this.rows = new Uint32Array((limit + TOGETHER) * STRIDE);
  }

  /** Counts the first `length` rows of a batch, in the order of their lines. */
  add(batch: Uint32Array, length: number): void {
    if (this.coarseness > 0) coarsen(batch, 0, length, this.coarseness);
    for (let start = 0; start < length; start += TOGETHER) {
      const end = Math.min(start + TOGETHER, length);
      // Enough room for all of them, so that slots found now stay right; two in three are taken at most.
      while ((this.length + end - start) * 6 > this.#slots.length) this.#widen();
      this.#makeRoom(end - start);
      this.#fetch(batch, start, end);
      this.#count(batch, start, end);
      while (this.length > this.#limit && this.coarseness < 2) {
        this.#coarsen();
        coarsen(batch, end, length, this.coarseness);
      }
    }
  }

  /** Finds where each row's slot is and reads it: memory answers many such questions at once, if none waits for another. */
  #fetch(batch: Uint32Array, start: number, end: number): void {
    const places = this.#places;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let fetched = 0;
    for (let at = start, from = start * STRIDE; at < end; at++, from += STRIDE) {
      const place = (hash(batch[from], batch[from + PORTS], batch[from + MANNER]) << SLOT_SHIFT) & mask;
      places[at - start] = place;
      fetched ^= slots[place];
    }
    this.#fetched[0] = fetched;
  }

  #count(batch: Uint32Array, start: number, end: number): void {
    const places = this.#places;
    const slots = this.#slots;
    for (let at = start, from = start * STRIDE; at < end; at++, from += STRIDE) {
      const place = places[at - start];
      const count = slots[place + COUNT];
      const different =
        (slots[place] ^ batch[from]) |
        (slots[place + PORTS] ^ batch[from + PORTS]) |
        (slots[place + MANNER] ^ batch[from + MANNER]);
      if (different === 0 && count !== 0) slots[place + COUNT] = count + batch[from + COUNT];
      else this.#countAt(place, batch, from);
    }
  }

  /** Counts a row whose flow is in the slot at `place` or one after it, or nowhere yet. */
  #countAt(place: number, batch: Uint32Array, from: number): void {
    const slot = this.#slotOf(place, batch, from);
    if (this.#slots[slot + COUNT] === 0) {
      const to = this.length++ * STRIDE;
      for (let word = 0; word < STRIDE; word++) this.rows[to + word] = batch[from + word];
      for (let word = 0; word < SLOT; word++) this.#slots[slot + word] = this.rows[to + word];
    } else this.#slots[slot + COUNT] += batch[from + COUNT];
  }

  /** The slot of a row's flow, or the free one that it would take. */
  #slotOf(place: number, rows: Uint32Array, from: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = place;
    while (
      slots[slot + COUNT] !== 0 &&
      (slots[slot] !== rows[from] ||
        slots[slot + PORTS] !== rows[from + PORTS] ||
        slots[slot + MANNER] !== rows[from + MANNER])
    )
      slot = (slot + SLOT) & mask;
    return slot;
  }

  #placeOf(rows: Uint32Array, from: number): number {
    return (hash(rows[from], rows[from + PORTS], rows[from + MANNER]) << SLOT_SHIFT) & (this.#slots.length - 1);
  }

  /** Brings the counts home: `rows` is right after this, and until the next `add`. */
  settle(): void {
    const { rows } = this;
    for (let from = 0; from < this.length * STRIDE; from += STRIDE) {
      rows[from + COUNT] = this.#slots[this.#slotOf(this.#placeOf(rows, from), rows, from) + COUNT];
    }
  }

  /** Settles for good: nothing is added after this, so that the memory of counting is free again. */
  close(): void {
    this.settle();
    this.#slots = new Uint32Array(0);
  }

  #makeRoom(more: number): void {
    if ((this.length + more) * STRIDE <= this.rows.length) return;
    const wider = new Uint32Array(this.rows.length * 2);
    wider.set(this.rows);
    this.rows = wider;
  }

  /** Drops detail from all rows and counts them anew, in place: the rows read stay ahead of the rows written. */
  #coarsen(): void {
    this.settle();
    this.coarseness++;
    const { length, rows } = this;
    coarsen(rows, 0, length, this.coarseness);
    this.#slots.fill(0);
    this.length = 0;
    for (let from = 0; from < length * STRIDE; from += STRIDE) this.#countAt(this.#placeOf(rows, from), rows, from);
  }

  #widen(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (let from = 0; from < before.length; from += SLOT) {
      if (before[from + COUNT] === 0) continue;
      const slot = this.#slotOf(this.#placeOf(before, from), before, from);
      for (let word = 0; word < SLOT; word++) this.#slots[slot + word] = before[from + word];
    }
  }

  /** Takes in the rows of a table that read later lines, and speaks of the same tokens. */
  merge(rows: Uint32Array, length: number, coarseness: number): void {
    while (this.coarseness < coarseness) this.#coarsen();
    this.add(rows, length);
  }
}

/** Takes process ids out of the key; at 2 ports and what they said of direction, too. */
function coarsen(rows: Uint32Array, start: number, end: number, coarseness: number): void {
  for (let at = start; at < end; at++) {
    const from = at * STRIDE;
    rows[from + MANNER] &= WITHOUT_PID;
    if (coarseness < 2 || rows[from + MANNER] >>> CLASS_SHIFT === WITHOUT_PEER) continue;
    rows[from + MANNER] &= ~(3 << CLASS_SHIFT);
    rows[from + PORTS] = 0;
  }
}

/** The 32-bit finaliser of MurmurHash3 over three words. */
function hash(address: number, ports: number, manner: number): number {
  let value = Math.imul(address, 0x9e3779b1) ^ Math.imul(ports, 0x85ebca6b) ^ Math.imul(manner, 0xc2b2ae35);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
