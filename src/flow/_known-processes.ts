import type { CompanionProcess, Signature } from '../model/companion.js';
import type { Process } from '../model/connection.js';
import { fileNameOf, normalisePath } from '../model/image.js';
import { isSameProgram } from './_same-program.js';

/** A process as all accepted lists together know it. */
interface Known {
  readonly process: CompanionProcess;
  /** Which companions told of it. */
  readonly from: readonly number[];
}

/** A row's process with what the lists add, and who added. */
export interface Enriched {
  readonly process: Process;
  readonly from: readonly number[];
}

/** What several process lists of one computer know together, by process number. */
export class KnownProcesses {
  readonly #known = new Map<number, Known>();
  readonly #signatures: ReadonlyMap<string, Signature>;
  readonly #signers: number;
  readonly #done = new Map<string, Enriched | null>();
  /** Process numbers whose program in the listing is another one: used again since. */
  readonly reused = new Set<number>();

  /** `signers` is the companion that the signatures came from, or -1. */
  constructor(signatures: ReadonlyMap<string, Signature>, signers: number) {
    this.#signatures = signatures;
    this.#signers = signers;
  }

  add(processes: ReadonlyMap<number, CompanionProcess>, companion: number): void {
    for (const process of processes.values()) {
      const known = this.#known.get(process.pid);
      if (known === undefined) this.#known.set(process.pid, { process, from: [companion] });
      else if (isSameProgram(known.process, process) !== false) {
        this.#known.set(process.pid, { process: merged(known.process, process), from: [...known.from, companion] });
      }
    }
  }

  /** The same object for equal processes, or null when nothing is known. Process 0 is nobody (TIME_WAIT of Windows). */
  enrich(listed: Process | null): Enriched | null {
    if (listed === null || (this.#known.size === 0 && this.#signatures.size === 0)) return null;
    const { pid, name, path, services, signer } = listed;
    const key = [pid, name, path, services.join(','), listed.user, signer].join('\u0000');
    let done = this.#done.get(key);
    if (done === undefined) {
      done = this.#enriched(listed);
      if (this.#done.size < 200_000) this.#done.set(key, done);
    }
    return done;
  }

  #enriched(listed: Process): Enriched | null {
    const { pid } = listed;
    const known = pid === null || pid === 0 ? undefined : this.#known.get(pid);
    if (known !== undefined && isSameProgram(listed, known.process) === false) {
      this.reused.add(known.process.pid);
      return this.#signed(listed, []);
    }
    return known === undefined
      ? this.#signed(listed, [])
      : this.#signed(this.#joined(listed, known.process), known.from);
  }

  #joined(listed: Process, known: CompanionProcess): Process {
    const parent = known.parentPid === null ? undefined : this.#known.get(known.parentPid)?.process;
    const parentName = known.parent ?? (parent === undefined ? null : nameOf(parent));
    return {
      // A list that cuts names must not shorten what a path tells.
      name: listed.name ?? nameOf(known),
      path: listed.path ?? known.path,
      pid: listed.pid,
      services: listed.services.length > 0 ? listed.services : known.services,
      commandLine: listed.commandLine ?? known.commandLine,
      user: listed.user ?? known.user,
      parent: listed.parent ?? parentName,
      signer: listed.signer ?? known.signer,
    };
  }

  #signed(process: Process, from: readonly number[]): Enriched | null {
    const signature = process.path === null ? undefined : this.#signatures.get(normalisePath(process.path));
    if (signature === undefined || signature.status !== 'valid' || process.signer !== null) {
      return from.length === 0 ? null : { process, from };
    }
    return { process: { ...process, signer: signature.signer }, from: [...from, this.#signers] };
  }
}

function nameOf({ name, path }: CompanionProcess): string | null {
  const file = path === null ? '' : fileNameOf(path.replace(/ \(deleted\)$/, ''));
  return name === null || (file !== '' && file.length > name.length && file.startsWith(name)) ? file || null : name;
}

/** A list of nothing but program files (/proc) has them from the kernel; a command line claims what it likes. */
function fileOf(a: CompanionProcess, b: CompanionProcess): string | null {
  return b.name === null ? (b.path ?? a.path) : (a.path ?? b.path);
}

function merged(a: CompanionProcess, b: CompanionProcess): CompanionProcess {
  return {
    pid: a.pid,
    name: a.name ?? b.name,
    path: fileOf(a, b),
    commandLine: a.commandLine ?? b.commandLine,
    parentPid: a.parentPid ?? b.parentPid,
    parent: a.parent ?? b.parent,
    user: a.user ?? b.user,
    services: a.services.length > 0 ? a.services : b.services,
    signer: a.signer ?? b.signer,
  };
}
