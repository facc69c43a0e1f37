import type { Process } from '../model/connection.js';
import type { FlowGroups } from '../model/flow-group.js';

type Named = (pid: number) => Process | null;

const PLACE_BITS = 12;
const PLACES = 1 << PLACE_BITS;

/** Numbers of processes by the pids that one reader speaks of: those met lately are found without a map. */
export class RecentPids {
  /** A pid and one, so that 0 is none. */
  readonly #pids = new Uint32Array(PLACES);
  readonly #ids = new Uint32Array(PLACES);
  #named: Named | null = null;
  #ofFlows = new Uint32Array(0);

  /** Those of the first `length` flows of groups. Reused. */
  idsOf({ pids, process }: FlowGroups, length: number, number: (process: Process | null) => number): Uint32Array {
    if (length > this.#ofFlows.length) this.#ofFlows = new Uint32Array(length);
    const ids = this.#ofFlows;
    for (let at = 0; at < length; at++) ids[at] = this.#idOf(pids[at], process, number);
    return ids;
  }

  /** The number of the process that `named` knows by its pid; `number` gives those that were not met lately theirs. */
  #idOf(pid: number, named: Named, number: (process: Process | null) => number): number {
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
