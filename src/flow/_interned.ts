/** Gives each distinct value a small number, so that columns of numbers can stand for it. */
export class Interned<T> {
  readonly values: T[] = [];
  readonly #ids = new Map<string | number, number>();

  /** The number of `key`; `make` builds the value the first time. */
  id(key: string | number, make: () => T): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.values.length;
    this.values.push(make());
    this.#ids.set(key, id);
    return id;
  }
}

/** A column of unsigned 32-bit numbers, 0 until they are set. */
export class Column {
  #data = new Uint32Array(256);

  /** Makes room for so many numbers: at least twice as many as before. */
  reach(length: number): void {
    if (length <= this.#data.length) return;
    const grown = new Uint32Array(Math.max(length, this.#data.length * 2));
    grown.set(this.#data);
    this.#data = grown;
  }

  /** Takes numbers from a list, for which there is room. */
  put(from: number, values: Uint32Array): void {
    this.#data.set(values, from);
  }

  get(index: number): number {
    return this.#data[index];
  }

  set(index: number, value: number): void {
    this.#data[index] = value;
  }

  add(index: number, value: number): void {
    this.#data[index] += value;
  }
}
