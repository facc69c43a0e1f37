/** Longer lines aren't the halves of a row. */
const LONGEST_HALF = 2_000;

/** What becomes of the rows of one listing. */
interface Takers<Row> {
  /** Undefined: no row; null: a row that can't be read. */
  read(text: string): Row | null | undefined;
  row(row: Row, line: number, text: string): void;
  bad(line: number, text: string): void;
}

/**
 * Reads rows line by line. One that can't be read waits for the next line: a narrow window, a mail program or a ticket
 * may have wrapped it.
 */
export class WrappedRows<Row> {
  readonly #takers: Takers<Row>;
  #held: { readonly text: string; readonly line: number } | null = null;

  constructor(takers: Takers<Row>) {
    this.#takers = takers;
  }

  /** True when the line was a row or the rest of one. */
  take(text: string, line: number): boolean {
    const row = this.#takers.read(text);
    if (this.#held !== null && this.#ends(text, row)) return true;
    if (row === undefined) return false;
    if (row === null) this.#held = { text, line };
    else this.#takers.row(row, line, text);
    return true;
  }

  /** The line before can't be read and nothing followed. */
  close(): void {
    const held = this.#held;
    this.#held = null;
    if (held !== null) this.#takers.bad(held.line, held.text);
  }

  #ends(text: string, alone: Row | null | undefined): boolean {
    const held = this.#held;
    if (held === null) return false;
    const isHalf = alone === undefined && text.length < LONGEST_HALF && held.text.length < LONGEST_HALF;
    const row = isHalf ? this.#takers.read(`${held.text.trimEnd()} ${text.trim()}`) : undefined;
    if (row == null) {
      this.close();
      return false;
    }
    this.#held = null;
    this.#takers.row(row, held.line, held.text);
    return true;
  }
}
