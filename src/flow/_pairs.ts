import { mix } from '../address/row-index.js';

const FREE = 0xffffffff;
const FEWEST = 512;

/** A number kept for each pair of numbers, all below 2 to the 32nd less one: open addressing, at half load. */
export class Pairs {
  length = 0;
  #firsts = new Uint32Array(FEWEST);
  #seconds = new Uint32Array(FEWEST);
  #values = new Uint32Array(FEWEST).fill(FREE);

  /** The number that is kept, or -1. */
  find(first: number, second: number): number {
    const value = this.#values[this.#slotOf(first, second)];
    return value === FREE ? -1 : value;
  }

  /** Keeps the number of a pair that has none. */
  add(first: number, second: number, value: number): void {
    if (this.length * 2 >= this.#values.length) this.#grow();
    this.#put(first, second, value);
    this.length++;
  }

  #put(first: number, second: number, value: number): void {
    const slot = this.#slotOf(first, second);
    this.#firsts[slot] = first;
    this.#seconds[slot] = second;
    this.#values[slot] = value;
  }

  /** Where a pair is, or would be. */
  #slotOf(first: number, second: number): number {
    const firsts = this.#firsts;
    const seconds = this.#seconds;
    const values = this.#values;
    const mask = values.length - 1;
    let slot = mix(first, second) & mask;
    while (values[slot] !== FREE && (firsts[slot] !== first || seconds[slot] !== second)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [firsts, seconds, values] = [this.#firsts, this.#seconds, this.#values];
    const room = values.length * 2;
    this.#firsts = new Uint32Array(room);
    this.#seconds = new Uint32Array(room);
    this.#values = new Uint32Array(room).fill(FREE);
    for (let slot = 0; slot < values.length; slot++)
      if (values[slot] !== FREE) this.#put(firsts[slot], seconds[slot], values[slot]);
  }
}
