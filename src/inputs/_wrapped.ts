/** Longer lines aren't the halves of a row. */
const LONGEST_HALF = 2_000;

/** What becomes of the rows of one listing. */
interface Takers<Row> {
  /** Undefined: no row; null: a row that can't be read. */
  read(text: string): Row | null | undefined;
  row(row: Row, line: number, text: string): void;
  bad(line: number, text: string): void;
  /** Lines that are the last cell of the row above them, where there are any. */
  readonly rest?: RegExp | undefined;
}

/** A window narrower than this wraps nothing that is read here. */
const NARROWEST = 60;
/** A prompt behind the last row is not the rest of it. */
const PROMPT = /^\S{0,80}[@:\\]\S{0,80}[#$%>](?:\s|$)|^[#$%>] /;

/** How wide the window was that text was copied from: the length that the longest lines have in common; 0: not known. */
export function windowWidth(lines: readonly string[]): number {
  let width = 0;
  let count = 0;
  for (const { length } of lines) {
    if (length > width) [width, count] = [length, 0];
    if (length === width) count += 1;
  }
  return count > 1 && width >= NARROWEST && width < LONGEST_HALF ? width : 0;
}

interface Held<Row> {
  readonly text: string;
  readonly line: number;
  /** What it is if nothing belongs to it. */
  readonly row: Row | null;
}

/**
 * Reads rows line by line. One that can't be read waits for the next line: a narrow window, a mail program or a ticket
 * may have wrapped it. So does one that ends where the window did, or before lines of nothing but a last cell: it may go on.
 */
export class WrappedRows<Row> {
  readonly #takers: Takers<Row>;
  readonly #width: number;
  #held: Held<Row> | null = null;

  constructor(takers: Takers<Row>, width = 0) {
    this.#takers = takers;
    this.#width = width;
  }

  /** True when the line was a row or the rest of one. */
  take(text: string, line: number): boolean {
    const row = this.#takers.read(text);
    if (this.#held !== null && this.#ends(text, row)) return true;
    if (row === undefined) return false;
    if (row === null || this.#takers.rest !== undefined || this.#isFull(text)) this.#held = { text, line, row };
    else this.#takers.row(row, line, text);
    return true;
  }

  /** Nothing followed the line before. */
  close(): void {
    const held = this.#held;
    this.#held = null;
    if (held === null) return;
    if (held.row === null) this.#takers.bad(held.line, held.text);
    else this.#takers.row(held.row, held.line, held.text);
  }

  /** The window may have ended within a word. */
  #isFull(text: string): boolean {
    return text.length === this.#width && text.at(-1)?.trim() !== '';
  }

  #ends(text: string, alone: Row | null | undefined): boolean {
    const held = this.#held;
    if (held === null) return false;
    const isHalf = alone === undefined && text.length < LONGEST_HALF && held.text.length < LONGEST_HALF;
    const whole = isHalf ? this.#whole(held, text) : null;
    const row = whole === null ? undefined : this.#takers.read(whole);
    if (whole === null || row == null) {
      this.close();
      return false;
    }
    if (this.#isFull(text)) this.#held = { text: whole, line: held.line, row };
    else {
      this.#held = null;
      this.#takers.row(row, held.line, held.text);
    }
    return true;
  }

  /** Both halves; null where a row is whole and what follows does not go on with its last word. */
  #whole(held: Held<Row>, text: string): string | null {
    const goesOn = held.text.length % this.#width === 0 && this.#isFull(held.text.slice(-this.#width));
    if (goesOn && /^\S/.test(text) && !PROMPT.test(text)) {
      const glued = `${held.text}${text}`;
      if (this.#takers.read(glued) != null) return glued;
    }
    return held.row === null || this.#takers.rest?.test(text) === true ? `${held.text.trimEnd()} ${text.trim()}` : null;
  }
}
