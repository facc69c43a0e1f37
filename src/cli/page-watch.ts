import type { ByteSource } from '../inputs/format.js';
import type { Progress, Watch } from '../inputs/watch.js';
import type { Reading } from '../serve/index.js';

/** Milliseconds between two words to the page. */
const EVERY = 150;

/** Tells the page what the command line tells on its progress line, and ends the reading when the page says so. */
export class PageWatch implements Watch {
  readonly #names: readonly string[];
  readonly #size: number | null;
  readonly #reading: Reading;
  /** What inputs before the one at hand had. */
  #before = { bytes: 0, rows: 0 };
  #now: Progress | null = null;
  #next = 0;

  constructor(sources: readonly ByteSource[], size: number | null, reading: Reading) {
    this.#names = sources.map(({ name }) => name);
    this.#size = size;
    this.#reading = reading;
  }

  get isStopped(): boolean {
    return this.#reading.signal.aborted;
  }

  turn(progress: Progress): Promise<void> | void {
    const isNew = this.#follow(progress);
    const now = performance.now();
    if (!isNew && now < this.#next) return;
    this.#next = now + EVERY;
    this.#tell(progress);
    return turn();
  }

  end(): Promise<void> {
    this.#reading.tell({ kind: 'judging' });
    return turn();
  }

  /** Whether this is another input than the one before. */
  #follow(progress: Progress): boolean {
    const last = this.#now;
    const isNew = last?.name !== progress.name;
    if (isNew && last !== null) {
      this.#before = { bytes: this.#before.bytes + last.bytes, rows: this.#before.rows + last.rows };
    }
    this.#now = progress;
    return isNew;
  }

  #tell({ name, bytes, rows }: Progress): void {
    // A file in an archive is `outer!inner`.
    const number = this.#names.indexOf(name.split('!', 1)[0]) + 1;
    const read = this.#before.bytes + bytes;
    const size = this.#size;
    this.#reading.tell({
      kind: 'input',
      name,
      number,
      total: this.#names.length,
      read: size === null ? read : Math.min(read, size),
      size,
      rows: this.#before.rows + rows,
    });
  }
}

/** Reading and judging are synchronous: the page hears of them, and is heard, between two turns of the event loop. */
function turn(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
