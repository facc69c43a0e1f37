import type { Process } from '../model/connection.js';

type Named = (pid: number) => Process | null;

const PLACE_BITS = 12;
const PLACES = 1 << PLACE_BITS;

/** Numbers of processes by the pids that one reader speaks of: those met lately are found without a map. */
export class RecentPids {
  /** A pid and one, so that 0 is none. */
  readonly #pids = new Uint32Array(PLACES);
  readonly #ids = new Uint32Array(PLACES);
  #named: Named | null = null;

  /** The number of the process that `named` knows by its pid; `number` gives those that were not met lately theirs. */
  idOf(pid: number, named: Named, number: (process: Process | null) => number): number {
    if (named !== this.#named) this.#pids.fill(0);
    this.#named = named;
    // Scattered (Knuth): those of Windows are multiples of 4.
    const place = Math.imul(pid, 0x9e3779b1) >>> (32 - PLACE_BITS);
    if (this.#pids[place] !== pid + 1) {
      this.#ids[place] = number(named(pid));
      this.#pids[place] = pid + 1;
    }
    return this.#ids[place];
  }
}
