import { Column } from './_interned.js';
import { mix, RowIndex } from './_row-index.js';

/** A number kept for each pair of numbers, all below 2 to the 32nd. */
export class Pairs {
  readonly #index = new RowIndex();
  readonly #first = new Column();
  readonly #second = new Column();
  readonly #value = new Column();

  get length(): number {
    return this.#value.length;
  }

  /** The number that is kept, or -1. */
  find(first: number, second: number): number {
    const at = this.#index.find(mix(first, second), (row) => {
      return this.#first.get(row) === first && this.#second.get(row) === second;
    });
    return at === -1 ? -1 : this.#value.get(at);
  }

  /** Keeps the number of a pair that has none. */
  add(first: number, second: number, value: number): void {
    this.#first.push(first);
    this.#second.push(second);
    this.#index.insert(mix(first, second), this.#value.push(value));
  }
}
