import { sortedOrder } from './_radix-order.js';
import { type BlockTable, NONE } from './list-file.js';

/** Collects CIDR blocks of one family and lays them out for search. */
export class BlockBuilder {
  private firsts: Uint32Array;
  private lengths: Uint8Array;
  private details: Uint32Array;
  private count = 0;

  constructor(
    private readonly width: 1 | 4,
    capacity: number,
  ) {
    this.firsts = new Uint32Array(capacity * width);
    this.lengths = new Uint8Array(capacity);
    this.details = new Uint32Array(capacity);
  }

  add4(first: number, length: number, detail: number): void {
    if (this.count === this.lengths.length) this.grow();
    this.firsts[this.count] = first;
    this.lengths[this.count] = length;
    this.details[this.count++] = detail;
  }

  add6(w0: number, w1: number, w2: number, w3: number, length: number, detail: number): void {
    if (this.count === this.lengths.length) this.grow();
    const at = this.count * 4;
    this.firsts[at] = w0;
    this.firsts[at + 1] = w1;
    this.firsts[at + 2] = w2;
    this.firsts[at + 3] = w3;
    this.lengths[this.count] = length;
    this.details[this.count++] = detail;
  }

  /** Sorts wider blocks before narrower ones at the same start, folds equal blocks, and finds what encloses what. */
  build(): BlockTable {
    const { width, count } = this;
    const words = Array.from({ length: width }, (_, offset) => ({ values: this.firsts, stride: width, offset }));
    const order = sortedOrder(count, [...words, { values: this.lengths, stride: 1, offset: 0 }]);
    const entries = new Uint32Array(count);
    const heads = new Uint32Array(count);
    let blocks = 0;
    for (let i = 0; i < count; i++) {
      const row = order[i] ?? 0;
      entries[i] = this.details[row] ?? 0;
      if (i === 0 || !this.isSameBlock(row, order[i - 1] ?? 0)) heads[blocks++] = i;
    }
    const starts = new Uint32Array(blocks + 1);
    starts.set(heads.subarray(0, blocks));
    starts[blocks] = count;
    const firsts = new Uint32Array(blocks * width);
    const lengths = new Uint8Array(blocks);
    for (let block = 0; block < blocks; block++) {
      const row = order[heads[block] ?? 0] ?? 0;
      lengths[block] = this.lengths[row] ?? 0;
      for (let w = 0; w < width; w++) firsts[block * width + w] = this.firsts[row * width + w] ?? 0;
    }
    const parents = parentsOf(width, firsts, lengths);
    return { width, firsts, lengths, parents, starts, entries };
  }

  private isSameBlock(a: number, b: number): boolean {
    if (this.lengths[a] !== this.lengths[b]) return false;
    const { width, firsts } = this;
    for (let w = 0; w < width; w++) if (firsts[a * width + w] !== firsts[b * width + w]) return false;
    return true;
  }

  private grow(): void {
    const capacity = Math.max(64, this.lengths.length * 2);
    this.firsts = copied(this.firsts, new Uint32Array(capacity * this.width));
    this.details = copied(this.details, new Uint32Array(capacity));
    this.lengths = copied(this.lengths, new Uint8Array(capacity));
  }
}

/** In sorted order the enclosing block of each one is the previous one or one of its ancestors. */
function parentsOf(width: 1 | 4, firsts: Uint32Array, lengths: Uint8Array): Uint32Array {
  const parents = new Uint32Array(lengths.length);
  for (let block = 0; block < lengths.length; block++) {
    let parent = block === 0 ? NONE : block - 1;
    while (parent !== NONE && !blockHolds(width, firsts, lengths, parent, firsts, block * width)) {
      parent = parents[parent] ?? NONE;
    }
    parents[block] = parent;
  }
  return parents;
}

/** True when the address at `words[at]` agrees with the block in all bits of its length. */
export function blockHolds(
  width: 1 | 4,
  firsts: Uint32Array,
  lengths: Uint8Array,
  block: number,
  words: Uint32Array,
  at: number,
): boolean {
  const base = block * width;
  let left = lengths[block] ?? 0;
  for (let w = 0; left > 0 && w < width; w++, left -= 32) {
    const differ = (words[at + w] ?? 0) ^ (firsts[base + w] ?? 0);
    if ((left >= 32 ? differ : differ >>> (32 - left)) !== 0) return false;
  }
  return true;
}

function copied<T extends Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
