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

/** Quads remembered, and words for each: four of text, four of mask, address, length. */
const QUADS = 8;
const QUAD_WORDS = 10;

/** Quads of a column in which few addresses stand for most rows: comparing is cheaper than reading. */
export class RepeatedQuad {
  /** Position after the colon of the last quad read, or -1. */
  end = -1;
  readonly #known = new Int32Array(QUADS * QUAD_WORDS);
  readonly #quad = new DottedQuad();

  read(bytes: Uint8Array, view: DataView, at: number): number {
    const known = this.#known;
    const first = view.getInt32(at, true);
    const second = view.getInt32(at + 4, true);
    const from = ((first ^ (first >>> 8) ^ (second >>> 8) ^ (second >>> 18)) & (QUADS - 1)) * QUAD_WORDS;
    const different =
      ((first ^ known[from]) & known[from + 4]) |
      ((second ^ known[from + 1]) & known[from + 5]) |
      ((view.getInt32(at + 8, true) ^ known[from + 2]) & known[from + 6]) |
      ((view.getInt32(at + 12, true) ^ known[from + 3]) & known[from + 7]);
    if (different === 0 && known[from + 9] !== 0) {
      this.end = at + known[from + 9];
      return known[from + 8];
    }
    const address = this.#quad.read(bytes, at);
    this.end = this.#quad.end;
    if (this.end >= 0) this.#remember(view, at, from, address);
    return address;
  }

  #remember(view: DataView, at: number, from: number, address: number): void {
    const length = this.end - at;
    for (let word = 0; word < 4; word++) {
      const inside = Math.min(Math.max(length - word * 4, 0), 4);
      this.#known[from + word] = view.getInt32(at + word * 4, true);
      this.#known[from + 4 + word] = inside === 0 ? 0 : -1 >>> ((4 - inside) * 8);
    }
    this.#known[from + 8] = address;
    this.#known[from + 9] = length;
  }
}
