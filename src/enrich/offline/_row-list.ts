/** Two sections of a pack file: where each row starts, and the rows as JSON. Only rows that are asked for get parsed. */
export function encodeRowList(rows: readonly unknown[]): [Uint8Array, Uint8Array] {
  const texts = rows.map((row) => Buffer.from(JSON.stringify(row)));
  const starts = new Uint32Array(rows.length + 1);
  texts.forEach((text, index) => {
    starts[index + 1] = starts[index] + text.length;
  });
  return [new Uint8Array(starts.buffer), new Uint8Array(Buffer.concat(texts))];
}

/** Reads such a list; rows are parsed once. */
export class RowList<T> {
  readonly #starts: Uint32Array;
  readonly #text: Buffer;
  readonly #rows: (T | undefined)[] = [];

  constructor(starts: Uint8Array<ArrayBuffer>, text: Uint8Array<ArrayBuffer>) {
    this.#starts = words(starts);
    this.#text = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  }

  /** The row at an index that the same file handed out. */
  at(index: number): T {
    return (this.#rows[index] ??= JSON.parse(
      this.#text.toString('utf8', this.#starts[index], this.#starts[index + 1]),
    ) as T);
  }
}

/** A section as 32-bit words, without copying. */
export function words(section: Uint8Array<ArrayBuffer>): Uint32Array {
  return new Uint32Array(section.buffer, section.byteOffset, section.byteLength / 4);
}
