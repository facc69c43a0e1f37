import type { Address } from '../../address/address.js';
import { tokenAddress } from './_token-address.js';
import type { LineScanner } from './bulk-window.js';
import type { Kinds } from './table-kinds.js';
import { AT_STOP, BATCH_ROWS, ODD_LINE, type TableKernel, TEXTS_WANTED, TOKEN_WANTED } from './table-kernel.js';
import type { TableSums } from './table-sums.js';

/** What becomes of the lines that the kernel does not take. */
export interface OddTableLines {
  /** Whether the next line is a row by itself: while it isn't, all lines are taken. */
  readonly isPlain: boolean;
  take(bytes: Uint8Array, line: number): void;
}

/** Reads rows of a table from bytes: the kernel finds cells and numbers, and what it does not take a line reader does. */
export class TableScanner implements LineScanner {
  /** Lines that the line reader was given. */
  oddLines = 0;
  readonly kernel: TableKernel;
  readonly #sums: TableSums;
  readonly #kinds: Kinds;
  readonly #odd: OddTableLines;
  /** An IPv6 address is one; false where it may have a port at its end. */
  readonly #areTokensSure: boolean;

  constructor(
    kernel: TableKernel,
    sums: TableSums,
    parts: { readonly kinds: Kinds; readonly areTokensSure: boolean },
    odd: OddTableLines,
  ) {
    this.kernel = kernel;
    this.#sums = sums;
    this.#kinds = parts.kinds;
    this.#areTokensSure = parts.areTokensSure;
    this.#odd = odd;
  }

  get window(): Uint8Array<ArrayBuffer> {
    return this.kernel.window;
  }

  get line(): number {
    return this.kernel.line;
  }

  /** No row waits for the lines after it. */
  get waitingRow(): number {
    return -1;
  }

  moved(): void {
    // Nothing here points into the window between scans.
  }

  skipLine(): number {
    return this.kernel.line++;
  }

  /**
   * Reads the whole lines in `from`..`to` of the window, the last of which must end there. Stops before the first one
   * that starts at `stopAt` or later and returns its position, else `to`.
   */
  scan(from: number, to: number, stopAt = Infinity): number {
    const { kernel } = this;
    let at = from;
    kernel.forget();
    while (at < to && at < stopAt) {
      if (!this.#odd.isPlain) {
        at = this.#oddLine(at);
        continue;
      }
      at = kernel.scan(at, to, stopAt);
      const { reason } = kernel;
      if (kernel.rows === BATCH_ROWS) this.flush();
      if (reason === AT_STOP) return at;
      const isUnknown = (reason === TOKEN_WANTED || reason === TEXTS_WANTED) && !this.#lookUp(reason);
      if (reason === ODD_LINE || isUnknown) at = this.#oddLine(at);
    }
    return at;
  }

  /** Counts what the batch holds. */
  flush(): void {
    this.#sums.take(this.kernel.batch, this.kernel.rows);
    this.kernel.rows = 0;
  }

  /** Tells the kernel what it wants to know; false when there is no answer, and the line is odd. */
  #lookUp(reason: number): boolean {
    const { kernel } = this;
    const { wanted } = kernel;
    if (reason === TEXTS_WANTED) {
      kernel.knowTexts(this.#kinds.numberOf(wanted));
      return true;
    }
    const address = this.#areTokensSure ? tokenAddress(wanted, 0, wanted.length) : null;
    // Zero is nobody, whatever that means.
    if (address === null || isZero(address)) return false;
    const { word, reach } = this.#sums.told(address);
    kernel.knowToken(word, reach);
    return true;
  }

  /** Gives the line at `start` to the line reader, and returns the position after it. */
  #oddLine(start: number): number {
    const end = this.window.indexOf(0x0a, start);
    let stop = end;
    while (stop > start && this.window[stop - 1] === 0x0d) stop--;
    this.oddLines++;
    this.#odd.take(this.window.subarray(start, stop), this.kernel.line++);
    return end + 1;
  }
}

function isZero({ w0, w1, w2, w3 }: Address): boolean {
  return (w0 | w1 | w2 | w3) === 0;
}
