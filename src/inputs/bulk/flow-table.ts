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

/** Distinct flows kept before detail is dropped: 28 MB of rows and 8 MB of index. */
export const FLOWS_KEPT = 1 << 20;
const SLOTS = 1024;
/** Flows counted in the processor's cache: popularity is so uneven that most rows find theirs here. */
const RECENT = 16_384;
const RECENT_SHIFT = 18;
const RECENT_STRIDE = 5;
/** Position plus one of a recent flow in `rows`; 0: none. */
const POSITION = 4;

/**
 * Distinct flows with their counts, in one block of words and an open-addressing index to it (a position plus one, so
 * that no address is taken for an empty slot). When there are more than `limit`, all rows lose the same detail: first
 * process ids, then ports. Which detail is lost so depends on the evidence alone, not on its order or on threads.
 */
export class FlowTable {
  rows: Uint32Array<ArrayBuffer>;
  length = 0;
  /** 0: all kept; 1: no process ids; 2: no ports either. */
  coarseness = 0;
  readonly #limit: number;
  #index = new Uint32Array(1 << 12);
  readonly #positions = new Uint32Array(SLOTS);
  /** Pairs: a row's place in the batch, and its hash. */
  readonly #missed = new Int32Array(SLOTS * 2);
  readonly #recent = new Uint32Array(RECENT * RECENT_STRIDE);

  constructor(limit = FLOWS_KEPT) {
    this.#limit = limit;
    // Untouched pages of a zeroed block cost no memory.
    this.rows = new Uint32Array((limit + SLOTS) * STRIDE);
  }

  /** Counts the first `length` rows of a batch, in the order of their lines. */
  add(batch: Uint32Array, length: number): void {
    if (this.coarseness > 0) coarsen(batch, 0, length, this.coarseness);
    for (let start = 0; start < length; start += SLOTS) {
      const end = Math.min(start + SLOTS, length);
      // Enough room for all of them, so that positions found now stay right.
      while ((this.length + end - start) * 2 > this.#index.length) this.#reindex(this.#index.length * 2);
      this.#makeRoom(end - start);
      this.#countMissed(batch, this.#countRecent(batch, start, end));
      while (this.length > this.#limit && this.coarseness < 2) {
        this.#coarsen();
        coarsen(batch, end, length, this.coarseness);
      }
    }
  }

  /** Counts rows of flows seen lately, which is most of them; the others' places go to `#missed`. */
  #countRecent(batch: Uint32Array, start: number, end: number): number {
    const recent = this.#recent;
    const missed = this.#missed;
    let misses = 0;
    for (let at = start; at < end; at++) {
      const from = at * STRIDE;
      const value = hash(batch[from], batch[from + PORTS], batch[from + MANNER]);
      const place = (value >>> RECENT_SHIFT) * RECENT_STRIDE;
      const different =
        (recent[place] ^ batch[from]) |
        (recent[place + PORTS] ^ batch[from + PORTS]) |
        (recent[place + MANNER] ^ batch[from + MANNER]);
      if (different === 0 && recent[place + POSITION] !== 0) {
        recent[place + COUNT] += batch[from + COUNT];
        continue;
      }
      missed[misses++] = from;
      missed[misses++] = value;
    }
    return misses;
  }

  #countMissed(batch: Uint32Array, misses: number): void {
    const missed = this.#missed;
    const positions = this.#positions;
    const index = this.#index;
    const mask = index.length - 1;
    const { rows } = this;
    // One question to memory for all rows before the next one: it answers many at once.
    for (let miss = 0; miss < misses; miss += 2) positions[miss >> 1] = index[missed[miss + 1] & mask];
    for (let miss = 0; miss < misses; miss += 2) {
      const position = positions[miss >> 1];
      const row = Math.max(position - 1, 0) * STRIDE;
      const from = missed[miss];
      const different =
        (rows[row] ^ batch[from]) |
        (rows[row + PORTS] ^ batch[from + PORTS]) |
        (rows[row + MANNER] ^ batch[from + MANNER]);
      if (different !== 0) positions[miss >> 1] = 0;
    }
    for (let miss = 0; miss < misses; miss += 2) {
      const from = missed[miss];
      let position = positions[miss >> 1];
      if (position !== 0) rows[(position - 1) * STRIDE + COUNT] += batch[from + COUNT];
      else position = this.#addOne(batch, from, missed[miss + 1], index, mask);
      this.#remember(batch, from, missed[miss + 1], position);
    }
  }

  #remember(batch: Uint32Array, from: number, value: number, position: number): void {
    const recent = this.#recent;
    const place = (value >>> RECENT_SHIFT) * RECENT_STRIDE;
    const count = recent[place + COUNT];
    if (count !== 0) this.rows[(recent[place + POSITION] - 1) * STRIDE + COUNT] += count;
    recent[place] = batch[from];
    recent[place + PORTS] = batch[from + PORTS];
    recent[place + MANNER] = batch[from + MANNER];
    recent[place + COUNT] = 0;
    recent[place + POSITION] = position;
  }

  /** Brings the counts of recent flows home: `rows` is right until the next `add`. */
  settle(): void {
    const recent = this.#recent;
    for (let place = 0; place < recent.length; place += RECENT_STRIDE) {
      const count = recent[place + COUNT];
      if (count !== 0) this.rows[(recent[place + POSITION] - 1) * STRIDE + COUNT] += count;
    }
    recent.fill(0);
  }

  /** Position plus one of the row's flow, which is made if there is none. */
  #addOne(batch: Uint32Array, from: number, value: number, index: Uint32Array, mask: number): number {
    const { rows } = this;
    const address = batch[from];
    const ports = batch[from + PORTS];
    const manner = batch[from + MANNER];
    let slot = value & mask;
    for (let position = index[slot]; position !== 0; position = index[slot]) {
      const at = (position - 1) * STRIDE;
      if (rows[at] === address && rows[at + PORTS] === ports && rows[at + MANNER] === manner) {
        rows[at + COUNT] += batch[from + COUNT];
        return position;
      }
      slot = (slot + 1) & mask;
    }
    index[slot] = ++this.length;
    this.#append(batch, from);
    return this.length;
  }

  #makeRoom(more: number): void {
    if ((this.length + more) * STRIDE <= this.rows.length) return;
    const wider = new Uint32Array(this.rows.length * 2);
    wider.set(this.rows);
    this.rows = wider;
  }

  #append(batch: Uint32Array, from: number): void {
    const to = (this.length - 1) * STRIDE;
    const { rows } = this;
    for (let word = 0; word < STRIDE; word++) rows[to + word] = batch[from + word];
  }

  /** Drops detail from all rows and counts them anew, in place: the rows read stay ahead of the rows written. */
  #coarsen(): void {
    this.settle();
    this.coarseness++;
    const { length } = this;
    coarsen(this.rows, 0, length, this.coarseness);
    this.#index.fill(0);
    this.length = 0;
    const index = this.#index;
    const mask = index.length - 1;
    for (let at = 0; at < length; at++) {
      const from = at * STRIDE;
      const value = hash(this.rows[from], this.rows[from + PORTS], this.rows[from + MANNER]);
      this.#addOne(this.rows, from, value, index, mask);
    }
  }

  #reindex(size: number): void {
    const index = new Uint32Array(size);
    const { rows } = this;
    for (let at = 0; at < this.length; at++) {
      const from = at * STRIDE;
      let slot = hash(rows[from], rows[from + PORTS], rows[from + MANNER]) & (size - 1);
      while (index[slot] !== 0) slot = (slot + 1) & (size - 1);
      index[slot] = at + 1;
    }
    this.#index = index;
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
