import { words } from './_row-list.js';

/** Three sections of a pack file: sorted names (ASCII), where each starts, and the number that each stands for. */
export function encodeNameList(names: ReadonlyMap<string, number>): [Uint8Array, Uint8Array, Uint8Array] {
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const starts = new Uint32Array(sorted.length + 1);
  sorted.forEach(([name], index) => {
    starts[index + 1] = starts[index] + name.length;
  });
  const text = Buffer.from(sorted.map(([name]) => name).join(''), 'latin1');
  const values = Uint32Array.from(sorted, ([, value]) => value);
  return [new Uint8Array(text), new Uint8Array(starts.buffer), new Uint8Array(values.buffer)];
}

/** Looks names up in such a list by halving it: nothing is built when the file is opened. */
export class NameList {
  readonly #text: string;
  readonly #starts: Uint32Array;
  readonly #values: Uint32Array;

  constructor(text: Uint8Array<ArrayBuffer>, starts: Uint8Array<ArrayBuffer>, values: Uint8Array<ArrayBuffer>) {
    this.#text = Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('latin1');
    this.#starts = words(starts);
    this.#values = words(values);
  }

  find(name: string): number | null {
    const index = this.#firstFrom(name);
    return this.#name(index) === name ? this.#values[index] : null;
  }

  /** The number that all names with this beginning stand for; null when there is none, or they differ. */
  findCut(start: string): number | null {
    let found: number | null = null;
    for (let index = this.#firstFrom(start); index < this.#values.length; index++) {
      if (this.#name(index)?.startsWith(start) !== true) break;
      if (found !== null && found !== this.#values[index]) return null;
      found = this.#values[index];
    }
    return found;
  }

  #firstFrom(name: string): number {
    let low = 0;
    let high = this.#values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#name(middle) ?? '') < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #name(index: number): string | null {
    return index < this.#values.length ? this.#text.slice(this.#starts[index], this.#starts[index + 1]) : null;
  }
}
