import type { Address } from '../../address/address.js';
import type { Connection, Process } from '../../model/connection.js';
import { type FlowGroups, type FlowKind, type FlowSink, type GroupSums } from '../../model/flow-group.js';
import type { GroupColumns } from './count-kernel.js';
import type { Kinds } from './table-kinds.js';
import type { TableSums } from './table-sums.js';

const NAMES_KEPT = 20;
const NO_NAMES: readonly string[] = [];

/** Gives the flows of a table to a sink: by remote address, those of one address in the order of their first lines. */
export class TableGroups implements FlowGroups {
  length = 0;
  left = 0;
  readonly words: Uint32Array;
  readonly areOthers: Uint8Array;
  readonly sums: GroupSums;
  readonly ends: Uint32Array;
  readonly rows: Uint32Array;
  readonly numbers: Uint32Array | null;
  readonly localPorts: Uint32Array;
  readonly remotePorts: Uint32Array;
  readonly kindOf: Uint32Array;
  readonly kinds: readonly FlowKind[];
  readonly pids: Uint32Array;
  readonly lines: Uint32Array;
  readonly counts: Uint32Array;
  /** A pid is the number of a kind and one: each kind has its process. */
  readonly process: (pid: number) => Process | null;
  readonly #table: TableSums;
  readonly #columns: GroupColumns;
  /** By kind. */
  readonly #names: (readonly string[])[];

  constructor(table: TableSums, kinds: Kinds) {
    this.#table = table;
    const columns = table.inOrder();
    this.#columns = columns;
    [this.words, this.areOthers] = [columns.words, columns.others];
    [this.ends, this.rows] = [columns.ends, columns.rows];
    this.numbers = table.withTime > 0 ? columns.numbers : null;
    [this.localPorts, this.remotePorts, this.kindOf] = [columns.localPorts, columns.remotePorts, columns.kindOf];
    [this.pids, this.lines, this.counts] = [columns.pids, columns.lines, columns.counts];
    this.process = (pid) => (pid === 0 ? null : (kinds.at(pid - 1)?.connection.process ?? null));
    const known = Array.from(kinds.keys, (_, kind) => kinds.at(kind));
    const sides = known.flatMap((kind) => [kind?.connection, kind?.second]);
    this.kinds = sides.map(kindOf);
    const names = sides.map((connection) => connection?.remoteNames ?? NO_NAMES);
    const hasNames = names.some(({ length }) => length > 0);
    this.#names = names;
    this.sums = { numbers: columns.sums, names: hasNames ? this.#namesOf : null };
  }

  emit(give: NonNullable<FlowSink['flows']>): void {
    const { counts } = this.#table;
    this.left = counts.flows;
    for (this.length = counts.bring(); this.length > 0; this.length = counts.bring()) {
      give(this);
      this.left -= this.ends[this.length - 1];
    }
  }

  remote = (group: number): Address =>
    this.#table.addressAt(this.#columns.words[group], this.#columns.others[group] !== 0);

  /** Names that the flows of a group have. Not made beside `process`, which is kept when all this is to be forgotten. */
  readonly #namesOf = (group: number): readonly string[] => {
    const names = new Set<string>();
    for (const kind of this.kindOf.subarray(group === 0 ? 0 : this.ends[group - 1], this.ends[group]))
      for (const name of this.#names[kind]) if (names.size < NAMES_KEPT) names.add(name);
    return [...names];
  };
}

function kindOf(connection: Connection | undefined): FlowKind {
  if (connection === undefined) return { protocol: 'tcp', state: 'unknown' };
  const { protocol, state, direction, host } = connection;
  return { protocol, state, direction, host };
}
