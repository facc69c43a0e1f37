import type { Process } from '../model/connection.js';
import type { FlowGroups } from '../model/flow-group.js';
import { Interned } from './_interned.js';
import { RecentPids } from './_recent-pids.js';

/** Processes by the lowest bits of their pid: those seen lately are found without a map. */
const PIDS = 1024;

/** A small number for each process that rows name: equal ones have the same. */
export class Processes {
  readonly #known = new Interned<Process | null>();
  readonly #recent: (Process | undefined)[] = Array.from({ length: PIDS });
  readonly #recentId = new Uint32Array(PIDS);
  readonly #recentPids = new RecentPids();
  readonly #numberOf = (process: Process | null): number => this.idOf(process);

  /** Numbers are below this. */
  get length(): number {
    return this.#known.values.length;
  }

  at(id: number): Process | null {
    return this.#known.values[id];
  }

  idOf(process: Process | null): number {
    if (process === null) return this.#known.id('', () => null);
    const place = (process.pid ?? 0) & (PIDS - 1);
    if (this.#recent[place] === process) return this.#recentId[place];
    this.#recent[place] = process;
    return (this.#recentId[place] = this.#known.id(processKey(process), () => process));
  }

  /** Those of the first `flows` flows of groups. Reused. */
  idsOf(groups: FlowGroups, flows: number): Uint32Array {
    return this.#recentPids.idsOf(groups, flows, this.#numberOf);
  }
}

/** A number for a process known by its pid alone (the common bulk case), else a text of all that is known. */
export function processKey(process: Process): string | number {
  const { name, path, pid, services, commandLine, user, parent, signer } = process;
  if (pid !== null && name === null && path === null && services.length === 0) return pid;
  return [name, path, pid, services.join(','), commandLine, user, parent, signer].join('\u0000');
}
