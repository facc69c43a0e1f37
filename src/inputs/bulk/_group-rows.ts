import type { Address } from '../../address/address.js';
import { ipv4 } from '../../address/ipv4.js';
import type { Process } from '../../model/connection.js';
import type { FlowGroup, FlowKind } from '../../model/flow-group.js';
import type { Columns } from './flow-kernel.js';
import { STATES } from './state-words.js';

/** A kind is a state and, above it, whether it is UDP. */
const UDP_KIND = 16;
const KINDS: readonly FlowKind[] = ['tcp', 'udp'].flatMap((protocol) =>
  Array.from({ length: UDP_KIND }, (_, state) => ({ protocol, state: STATES[state] ?? 'unknown' })),
);

/** The group of flows that is told just now: a part of the columns. */
export class GroupRows implements FlowGroup {
  readonly localPorts: Uint32Array;
  readonly remotePorts: Uint32Array;
  readonly kindOf: Uint32Array;
  readonly kinds = KINDS;
  /** A listing of one moment has neither times nor sizes. */
  readonly sums = null;
  readonly pids: Uint32Array;
  readonly lines: Uint32Array;
  readonly counts: Uint32Array;
  readonly process: (pid: number) => Process | null;
  remote: Address = ipv4(0);
  start = 0;
  end = 0;
  rows = 0;

  constructor(columns: Columns, process: (pid: number) => Process | null) {
    this.localPorts = columns.localPorts;
    this.remotePorts = columns.remotePorts;
    this.kindOf = columns.kindOf;
    this.pids = columns.pids;
    this.lines = columns.lines;
    this.counts = columns.counts;
    this.process = process;
  }
}
