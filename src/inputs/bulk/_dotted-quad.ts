/**
 * Reads dotted quads that a colon ends, as strictly as the address parser: no leading zeros, nothing above 255.
 * Plain digits in a row: a lookup without branches was measured a third slower.
 */
export class DottedQuad {
  /** Position after the colon of the last quad read, or -1. */
  end = -1;

  /** The address at `at` as a signed word; `end` tells whether there is one. */
  read(bytes: Uint8Array, at: number): number {
    let word = 0;
    let next = at;
    this.end = -1;
    for (let left = 3; left >= 0; left--) {
      let value = bytes[next] - 48;
      if (value < 0 || value > 9) return 0;
      let digit = bytes[++next] - 48;
      if (digit >= 0 && digit <= 9) {
        if (value === 0) return 0;
        value = value * 10 + digit;
        digit = bytes[++next] - 48;
        if (digit >= 0 && digit <= 9) {
          value = value * 10 + digit;
          digit = bytes[++next] - 48;
          if (value > 255) return 0;
        }
      }
      // A colon after the last octet, else a dot.
      if (digit !== (left === 0 ? 10 : -2)) return 0;
      next++;
      word = (word << 8) | value;
    }
    this.end = next;
    return word;
  }
}

/** The last quad of a column in which one address stands for many rows: comparing is cheaper than reading. */
export class RepeatedQuad {
  end = -1;
  #word = 0;
  #length = 0;
  readonly #text = new Int32Array(4);
  readonly #mask = new Int32Array(4);
  readonly #quad = new DottedQuad();

  read(bytes: Uint8Array, view: DataView, at: number): number {
    const text = this.#text;
    const mask = this.#mask;
    const different =
      ((view.getInt32(at, true) ^ text[0]) & mask[0]) |
      ((view.getInt32(at + 4, true) ^ text[1]) & mask[1]) |
      ((view.getInt32(at + 8, true) ^ text[2]) & mask[2]) |
      ((view.getInt32(at + 12, true) ^ text[3]) & mask[3]);
    if (different === 0 && this.#length !== 0) {
      this.end = at + this.#length;
      return this.#word;
    }
    this.#word = this.#quad.read(bytes, at);
    this.end = this.#quad.end;
    this.#remember(view, at);
    return this.#word;
  }

  #remember(view: DataView, at: number): void {
    this.#length = this.end < 0 ? 0 : this.end - at;
    for (let word = 0; word < 4; word++) {
      const inside = Math.min(Math.max(this.#length - word * 4, 0), 4);
      this.#mask[word] = inside === 0 ? 0 : -1 >>> ((4 - inside) * 8);
      this.#text[word] = view.getInt32(at + word * 4, true);
    }
  }
}
