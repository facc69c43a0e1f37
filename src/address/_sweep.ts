/** Disjoint sorted pieces; `to` is exclusive. */
interface Pieces {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly values: Uint32Array;
}

/**
 * Cuts overlapping half-open ranges into disjoint pieces in O(n log n): sweeps over the starts with a heap of the
 * ranges open at this point, on top the one that wins (least width, then the later row).
 */
export function sweep(
  from: Float64Array,
  to: Float64Array,
  width: Float64Array,
  valueOf: (row: number) => number,
): Pieces {
  const order = orderByStart(from);
  const open = new Heap((a, b) => width[a] < width[b] || (width[a] === width[b] && a > b));
  const out = new PieceList(from.length * 2);
  let next = 0;
  let at = 0;
  while (next < order.length || open.size > 0) {
    if (open.size === 0) at = from[order[next]];
    while (next < order.length && from[order[next]] <= at) open.push(order[next++]);
    while (open.size > 0 && to[open.top] <= at) open.pop();
    if (open.size === 0) continue;
    const winner = open.top;
    const end = next < order.length ? Math.min(to[winner], from[order[next]]) : to[winner];
    out.add(at, end, valueOf(winner));
    at = end;
  }
  return out.pieces();
}

function orderByStart(from: Float64Array): Uint32Array {
  const order = Uint32Array.from(from, (_, row) => row);
  const isSorted = from.every((start, row) => row === 0 || from[row - 1] <= start);
  return isSorted ? order : order.sort((a, b) => from[a] - from[b] || a - b);
}

class PieceList {
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  readonly #values: Uint32Array;
  #length = 0;

  constructor(capacity: number) {
    this.#from = new Float64Array(capacity);
    this.#to = new Float64Array(capacity);
    this.#values = new Uint32Array(capacity);
  }

  add(from: number, to: number, value: number): void {
    const last = this.#length - 1;
    if (last >= 0 && this.#to[last] === from && this.#values[last] === value) {
      this.#to[last] = to;
      return;
    }
    this.#from[this.#length] = from;
    this.#to[this.#length] = to;
    this.#values[this.#length++] = value;
  }

  pieces(): Pieces {
    const length = this.#length;
    return {
      from: this.#from.slice(0, length),
      to: this.#to.slice(0, length),
      values: this.#values.slice(0, length),
    };
  }
}

/** A binary heap of row numbers. */
class Heap {
  readonly #rows: number[] = [];
  readonly #isBefore: (a: number, b: number) => boolean;

  constructor(isBefore: (a: number, b: number) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#rows.length;
  }

  get top(): number {
    return this.#rows[0];
  }

  push(row: number): void {
    const rows = this.#rows;
    let at = rows.push(row) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(row, rows[parent])) break;
      rows[at] = rows[parent];
      at = parent;
    }
    rows[at] = row;
  }

  pop(): void {
    const rows = this.#rows;
    const row = rows.pop();
    if (row === undefined || rows.length === 0) return;
    let at = 0;
    for (let child = 1; child < rows.length; child = at * 2 + 1) {
      if (child + 1 < rows.length && this.#isBefore(rows[child + 1], rows[child])) child++;
      if (!this.#isBefore(rows[child], row)) break;
      rows[at] = rows[child];
      at = child;
    }
    rows[at] = row;
  }
}
