/** Any unsigned column: as narrow as the values allow. */
export type ValueColumn = Uint8Array | Uint16Array | Uint32Array;

export { flattenRanges, flattenRanges6, type Range4, type Range6 } from './flatten.js';

/** A jump table costs a pass over all rows, so it is built only once this many look-ups show that it pays. */
const JUMP_AFTER = 4096;

/**
 * Disjoint IPv4 ranges, sorted, both ends included, in columns. The columns are used as they are, so they may be
 * views of a file's buffer or of a SharedArrayBuffer. Row `i` says: `starts[i]`..`ends[i]` has `values[i]`.
 */
export class RangeIndex4 {
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #values: ValueColumn;
  /** First row whose start has these top 16 bits or more; one entry past the end. */
  #jump: Uint32Array | null = null;
  #lookups = 0;

  constructor(starts: Uint32Array, ends: Uint32Array, values: ValueColumn) {
    requireSameLength([starts, ends, values]);
    this.#starts = starts;
    this.#ends = ends;
    this.#values = values;
  }

  get length(): number {
    return this.#starts.length;
  }

  /** The value of the range that holds this unsigned 32-bit word, or -1. */
  lookup(word: number): number {
    const row = this.find(word);
    return row < 0 ? -1 : this.#values[row];
  }

  /** The row that holds this unsigned 32-bit word, or -1: for columns beside the values. */
  find(word: number): number {
    const starts = this.#starts;
    const jump = this.#jump ?? this.#jumpWhenBusy();
    let low = jump === null ? 0 : jump[word >>> 16];
    let high = jump === null ? starts.length : jump[(word >>> 16) + 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return low > 0 && this.#ends[low - 1] >= word ? low - 1 : -1;
  }

  #jumpWhenBusy(): Uint32Array | null {
    if (++this.#lookups < JUMP_AFTER) return null;
    const jump = new Uint32Array(65537);
    let row = 0;
    for (let top = 0; top < 65536; top++) {
      while (row < this.#starts.length && this.#starts[row] >>> 16 < top) row++;
      jump[top] = row;
    }
    jump[65536] = this.#starts.length;
    this.#jump = jump;
    return jump;
  }
}

/** Columns of 32-bit words, most significant first: two (blocks of /64 and wider only) or four. */
export interface WordColumns {
  readonly starts: readonly Uint32Array[];
  readonly ends: readonly Uint32Array[];
}

/**
 * Disjoint IPv6 ranges, sorted, both ends included, in columns of words that are used as they are.
 * With two columns the low 64 bits of a start are zeros and those of an end are ones.
 */
export class RangeIndex6 {
  readonly #starts: readonly Uint32Array[];
  readonly #ends: readonly Uint32Array[];
  readonly #values: ValueColumn;

  constructor({ starts, ends }: WordColumns, values: ValueColumn) {
    if ((starts.length !== 2 && starts.length !== 4) || ends.length !== starts.length) {
      throw new RangeError(
        `IPv6 ranges need two or four columns for each end, got ${starts.length} and ${ends.length}`,
      );
    }
    requireSameLength([...starts, ...ends, values]);
    this.#starts = starts;
    this.#ends = ends;
    this.#values = values;
  }

  get length(): number {
    return this.#values.length;
  }

  /** The value of the range that holds the address of these four words, or -1. */
  lookup(w0: number, w1: number, w2: number, w3: number): number {
    const row = this.find(w0, w1, w2, w3);
    return row < 0 ? -1 : this.#values[row];
  }

  /** The row that holds the address of these four words, or -1. */
  find(w0: number, w1: number, w2: number, w3: number): number {
    const tops = this.#starts[0];
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const top = tops[middle];
      if (top < w0 || (top === w0 && compareRest(this.#starts, middle, w1, w2, w3) <= 0)) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return -1;
    const end = this.#ends[0][low - 1];
    return end > w0 || (end === w0 && compareRest(this.#ends, low - 1, w1, w2, w3) >= 0) ? low - 1 : -1;
  }
}

/** Order of a row's lower words against an address that has the same first word. */
function compareRest(columns: readonly Uint32Array[], row: number, w1: number, w2: number, w3: number): number {
  const difference = columns[1][row] - w1;
  if (difference !== 0 || columns.length === 2) return difference;
  return columns[2][row] - w2 || columns[3][row] - w3;
}

function requireSameLength(columns: readonly { readonly length: number }[]): void {
  const length = columns[0].length;
  if (columns.some((column) => column.length !== length)) throw new RangeError('range columns differ in length');
}
