import type { InputSummary } from '../model/input.js';
import { stopped } from './_blind-spots.js';
import type { Collector } from './_collect.js';
import type { ByteSource } from './format.js';
import type { Watch } from './watch.js';

/** One reading with whoever follows it; without anybody it costs nothing. */
export class Followed {
  readonly #source: ByteSource;
  readonly #collector: Collector;
  readonly #watch: Watch | null;
  #bytes = 0;

  constructor(source: ByteSource, collector: Collector, watch: Watch | null) {
    this.#source = source;
    this.#collector = collector;
    this.#watch = watch;
  }

  get isStopped(): boolean {
    return this.#watch?.isStopped === true;
  }

  /** Stopped, and before the end of the input. */
  get isCut(): boolean {
    return this.isStopped && this.#bytes !== this.#source.size;
  }

  /** After `bytes` more; with 0 at the end of a pipe: perhaps the same Ctrl-C has ended its writer. */
  async turn(bytes: number): Promise<void> {
    this.#bytes += bytes;
    if (this.#watch === null) return;
    const { name, size } = this.#source;
    const turn = this.#watch.turn({ name, bytes: this.#bytes, of: size, rows: this.#collector.rows });
    if (turn !== undefined) await turn;
  }

  told(summary: InputSummary): InputSummary {
    return this.isCut ? cutAt(summary, this.#bytes, this.#source, true) : summary;
  }
}

/** A summary, the same object, that says where the user stopped its reading; `isHashed`: it has the SHA-256 of that part. */
export function cutAt(summary: InputSummary, bytes: number, { size }: ByteSource, isHashed: boolean): InputSummary {
  return Object.assign(summary, { partial: true, blindSpots: [stopped(bytes, size, isHashed), ...summary.blindSpots] });
}
