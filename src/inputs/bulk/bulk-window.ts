import { LONGEST_LINE } from '../_lines.js';
import { startsRow } from './row-scanner.js';

/** In the processor's second cache, so that hashing finds the bytes there. */
const CHUNK = 262_144;
const NEWLINE = 0x0a;
const ROW_START_BYTES = 9;

/** Fills `buffer` from its start; 0 at the end of the input. */
export type Fill = (buffer: Uint8Array) => number;

/** Reads whole lines from its window. */
export interface LineScanner {
  readonly window: Uint8Array<ArrayBuffer>;
  /** Bytes before this position may be dropped: -1 when no row waits for the lines after it. */
  readonly waitingRow: number;
  /** The window's bytes have moved down by `by`. */
  moved(by: number): void;
  /** Reads `from`..`to`, up to the first row that starts at `stopAt` or later; returns the position it came to. */
  scan(from: number, to: number, stopAt: number): number;
  /** Counts the line at `start`, which is too long to keep; returns its number. */
  skipLine(start: number): number;
}

/**
 * A scanner's window that slides over an input and hands whole lines to it. It has room for the longest line, what a
 * row waits for before it, and one more chunk.
 */
export class BulkWindow {
  /** Offset in the input of the next line to read. */
  get offset(): number {
    return this.#base + this.#next;
  }

  readonly #bytes: Buffer;
  /** Offset in the input of the buffer's first byte. */
  #base: number;
  #next = 0;
  #filled = 0;
  #isSkipping = false;
  #isAtEnd = false;
  readonly #fill: Fill;
  readonly #scanner: LineScanner;
  readonly #tooLong: (start: Uint8Array, line: number) => void;

  constructor(fill: Fill, scanner: LineScanner, tooLong: (start: Uint8Array, line: number) => void, base = 0) {
    this.#fill = fill;
    this.#scanner = scanner;
    const { buffer, byteOffset, byteLength } = scanner.window;
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength);
    this.#tooLong = tooLong;
    this.#base = base;
  }

  /** Drops bytes before the first line: a byte order mark. Only after the first `load`. */
  skip(bytes: number): void {
    this.#next += bytes;
  }

  /** Reads one more chunk; false when the input has ended. */
  load(): boolean {
    this.#makeRoom();
    const got = this.#fill(this.#bytes.subarray(this.#filled, this.#filled + CHUNK));
    this.#isAtEnd = got <= 0;
    if (this.#isAtEnd && this.#filled > this.#next) this.#bytes[this.#filled++] = NEWLINE;
    else this.#filled += Math.max(got, 0);
    return !this.#isAtEnd;
  }

  /** Reads on to the first line that starts like a row, whatever is before it; false when there is none. */
  seekRow(): boolean {
    let more = this.load();
    for (;;) {
      const end = this.#bytes.indexOf(NEWLINE, this.#next);
      if (end < 0 || end + ROW_START_BYTES >= this.#filled) {
        if (!more) return false;
        if (end < 0 || end >= this.#filled) this.#next = this.#filled;
        else this.#next = end;
        more = this.load();
        continue;
      }
      this.#next = end + 1;
      if (startsRow(this.#bytes, this.#next)) return true;
    }
  }

  /** Reads on to the first line start, whatever comes before it; false when there is none. */
  seekLine(): boolean {
    for (let more = this.load(); ; more = this.load()) {
      const end = this.#bytes.indexOf(NEWLINE, this.#next);
      this.#next = end < 0 || end >= this.#filled ? this.#filled : end + 1;
      if (this.#next < this.#filled || (end >= 0 && end < this.#filled)) return true;
      if (!more) return false;
    }
  }

  /** Scans the whole lines loaded. True when the scanner stopped at a row that starts at `stopAt` or later. */
  scan(stopAt: number): boolean {
    if (this.#isSkipping) this.#skipLine();
    const end = this.#bytes.subarray(0, this.#filled).lastIndexOf(NEWLINE) + 1;
    if (end > this.#next) {
      this.#next = this.#scanner.scan(this.#next, end, stopAt - this.#base);
      if (this.#next < end) return true;
    }
    if (this.#filled - this.#next > LONGEST_LINE) {
      this.#tooLong(this.#bytes.subarray(this.#next, this.#next + 1200), this.#scanner.skipLine(this.#next));
      this.#isSkipping = true;
      this.#next = this.#filled;
    }
    return false;
  }

  #skipLine(): void {
    const end = this.#bytes.indexOf(NEWLINE, this.#next);
    this.#isSkipping = end < 0 || end >= this.#filled;
    this.#next = this.#isSkipping ? this.#filled : end + 1;
  }

  /** Moves what is still needed to the start. */
  #makeRoom(): void {
    const waiting = this.#scanner.waitingRow;
    const from = waiting >= 0 ? waiting : this.#next;
    this.#bytes.copyWithin(0, from, this.#filled);
    this.#scanner.moved(from);
    this.#base += from;
    this.#next -= from;
    this.#filled -= from;
  }
}
