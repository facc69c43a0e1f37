import { KERNEL } from './_row-kernel.js';
import { PAGE, startKernel } from './_wasm.js';
import { STRIDE } from './flow-table.js';

/** Why the kernel has stopped: see kernel/rows.ts. */
export const AT_STOP = 1;
export const ODD_LINE = 2;
export const BATCH_FULL = 3;
export const TOKEN_WANTED = 4;
export const STATE_WANTED = 5;

/** Where things lie in the kernel's memory: see there. */
const RESULT = 0x400;
const LISTENERS = 0x3c00;
const LISTENER_BYTES = 0x2000;
const BATCH = 0x8000;
const WINDOW = 0x210000;
const WINDOW_BYTES = 0x200000;
/** Bytes a scanner may look at behind the last line. */
const SLACK = 128;
const PAGES = Math.ceil((WINDOW + WINDOW_BYTES + SLACK) / PAGE);

/** Bytes of lines that are remembered. */
const SHORTEST_KNOWN = 8;
const LONGEST_KNOWN = 240;

/** Rows that a batch holds. */
export const BATCH_ROWS = 1024;

/** Reads plain rows from its window into its batch: WebAssembly with a memory of its own, of fixed size. */
export class RowKernel {
  /** What is to be read; positions count from its start. */
  readonly window: Uint8Array<ArrayBuffer>;
  /** `BATCH_ROWS` rows as in a flow table. */
  readonly batch: Uint32Array<ArrayBuffer>;
  /** TCP ports that are known to listen: one bit each. */
  readonly listeners: Uint8Array<ArrayBuffer>;
  /** Rows in the batch, number of the next line, and start of the last row (negative: none that still matters). */
  rows = 0;
  line = 1;
  rowStart = -1;
  readonly #scan: (...numbers: number[]) => number;
  readonly #knowLine: (at: number, length: number) => number;
  readonly #result: Int32Array;
  readonly #words: Int32Array;

  constructor() {
    const pages = { initial: PAGES, maximum: PAGES };
    const { exports, memory } = startKernel(KERNEL, pages);
    this.#scan = exports.scan;
    this.#knowLine = exports.knowLine;
    const { buffer } = memory;
    this.window = new Uint8Array(buffer, WINDOW, WINDOW_BYTES + SLACK);
    this.batch = new Uint32Array(buffer, BATCH, BATCH_ROWS * STRIDE);
    this.listeners = new Uint8Array(buffer, LISTENERS, LISTENER_BYTES);
    this.#result = new Int32Array(buffer, RESULT, 8);
    this.#words = new Int32Array(buffer);
  }

  listen(port: number): void {
    this.listeners[port >> 3] |= 1 << (port & 7);
  }

  /**
   * Reads on; returns the position it came to. `reason` says why there, and `wanted`, `kind` what for. With `mayPass`,
   * lines that are empty or known pass.
   */
  scan(from: number, to: number, stopAt: number, room: number, mayPass: boolean): number {
    const stop = Math.max(Math.min(stopAt, WINDOW_BYTES * 2), -WINDOW_BYTES / 2) + WINDOW;
    const start = this.rowStart < 0 ? -1 : this.rowStart + WINDOW;
    const at = this.#scan(from + WINDOW, to + WINDOW, stop, room, this.rows, this.line, start, mayPass ? 1 : 0);
    this.rows = this.#result[1];
    this.line = this.#result[2];
    this.rowStart = this.#result[3] < 0 ? -1 : this.#result[3] - WINDOW;
    return at - WINDOW;
  }

  get reason(): number {
    return this.#result[0];
  }

  /** Where the token or state column stands that is to be looked up. */
  get wanted(): number {
    return this.#result[4] - WINDOW;
  }

  /** Of a token its length in bytes, of a state whether the remote end is a wildcard (1). */
  get kind(): number {
    return this.#result[6];
  }

  /** Answers `TOKEN_WANTED`. */
  knowToken(token: number): void {
    const slot = this.#result[5] >> 2;
    this.#words[slot] = token;
    this.#words[slot + 1] = this.kind;
  }

  /** Remembers that the line at `start`, `length` bytes with its end, says nothing. */
  knowLine(start: number, length: number): void {
    if (length >= SHORTEST_KNOWN && length <= LONGEST_KNOWN) this.#knowLine(start + WINDOW, length);
  }

  /** Answers `STATE_WANTED` with `length << 4 | state`. */
  knowState(value: number): void {
    const [slot, from] = [this.#result[5] >> 2, this.#result[4]];
    new Uint8Array(this.#words.buffer).copyWithin(this.#result[5], from, from + 16);
    this.#words[slot + 4] = ((this.kind + 1) << 16) | value;
  }
}
