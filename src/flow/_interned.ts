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

/** A column of unsigned 32-bit numbers that grows by doubling. */
export class Column {
  length = 0;
  #data = new Uint32Array(256);

  push(value: number): number {
    if (this.length === this.#data.length) {
      const grown = new Uint32Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[this.length] = value;
    return this.length++;
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
