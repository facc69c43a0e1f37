import { createHash, type Hash } from 'node:crypto';
import type { ByteSource } from '../format.js';
import { filler } from './_filler.js';
import type { BulkOptions } from './bulk-reader.js';
import type { BulkWindow, Fill } from './bulk-window.js';
import type { Threads } from './threads.js';

/** Chunks between two pauses in which signals are seen. */
const PAUSE_EVERY = 64;

/** What takes in the bytes. */
interface Scan {
  window(fill: Fill): BulkWindow;
  /** Bytes before the first line: a byte order mark. */
  readonly markBytes: number;
  /** Rows read so far. */
  readonly rows: number;
}

/** A big input that is read through a scanner's window, chunk by chunk, and hashed as it goes by where nobody else does. */
export class Reading {
  readonly #scan: Scan;
  readonly #window: BulkWindow;
  readonly #hash: Hash | null;
  readonly #threads: Threads<unknown> | null;
  readonly #options: BulkOptions;
  #loaded = 0;

  /** `firstChunk` was read from the source before; `threads` read the rest of it beside this. */
  constructor(
    scan: Scan,
    source: ByteSource,
    firstChunk: Uint8Array,
    threads: Threads<unknown> | null,
    options: BulkOptions,
  ) {
    this.#scan = scan;
    this.#threads = threads;
    this.#options = options;
    this.#hash = threads === null && options.hash !== false ? createHash('sha256') : null;
    const fill = filler(source, firstChunk, this.#hash);
    this.#window = scan.window((buffer) => this.#counted(fill(buffer)));
  }

  /** Reads what this thread is to read, and calls `each` after every chunk of it; true when interrupted. */
  async ownPart(each?: () => void): Promise<boolean> {
    const isStopped = await this.#until(this.#threads?.from ?? Infinity, this.#threads, each);
    await this.#options.interrupt?.end?.();
    return isStopped;
  }

  /** Reads on to the end: another thread could not. */
  rest(each?: () => void): Promise<boolean> {
    return this.#until(Infinity, null, each);
  }

  /** Empty where nobody asked for it; perhaps still being made on another thread. Only after all is read. */
  sha256(): Promise<string> {
    return this.#threads?.sha256 ?? Promise.resolve(this.#hash?.digest('hex') ?? '');
  }

  async #until(until: number, threads: Threads<unknown> | null, each?: () => void): Promise<boolean> {
    const window = this.#window;
    for (let chunk = 1; ; chunk++) {
      const isAtStart = window.offset === 0;
      const more = window.load();
      if (isAtStart) window.skip(this.#scan.markBytes);
      if (window.scan(until) || !more) return false;
      each?.();
      if (chunk % PAUSE_EVERY === 0) await this.#pause(threads);
      if (this.#options.interrupt?.stopped === true) {
        threads?.stop(this.#loaded);
        return true;
      }
    }
  }

  async #pause(threads: Threads<unknown> | null): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    await this.#options.interrupt?.pause?.(this.#loaded, this.#scan.rows, threads === null ? 1 : 2);
  }

  #counted(got: number): number {
    this.#loaded += got;
    return got;
  }
}
