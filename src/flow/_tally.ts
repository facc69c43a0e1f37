/** Past this many entries a map finds faster than looking through them. */
const FEW = 24;

/** Things with a count, found by a number. Most peers have one or two ports and programs, some have thousands. */
export class Tally<T extends { connections: number }> {
  readonly items: T[] = [];
  readonly #keys: number[] = [];
  #index: Map<number, T> | null = null;

  find(key: number): T | undefined {
    if (this.#index !== null) return this.#index.get(key);
    const at = this.#keys.indexOf(key);
    return at === -1 ? undefined : this.items[at];
  }

  add(key: number, item: T): void {
    this.items.push(item);
    if (this.#index === null && this.#keys.push(key) <= FEW) return;
    this.#index ??= new Map(this.#keys.map((known, at) => [known, this.items[at]]));
    this.#index.set(key, item);
  }
}
