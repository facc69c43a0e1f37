import type { Address } from '../../address/address.js';
import { ipv4 } from '../../address/ipv4.js';
import type { Process } from '../../model/connection.js';
import type { FlowGroups, FlowKind } from '../../model/flow-group.js';
import type { TokenAddresses } from './_token-address.js';
import type { Columns } from './flow-kernel.js';
import { STATES } from './state-words.js';

/** A kind is a state and, above it, whether it is UDP. */
const UDP_KIND = 16;
const KINDS: readonly FlowKind[] = ['tcp', 'udp'].flatMap((protocol) =>
  Array.from({ length: UDP_KIND }, (_, state) => ({ protocol, state: STATES[state] ?? 'unknown' })),
);

/** The groups of flows that the columns hold just now. */
export class GroupRows implements FlowGroups {
  readonly words: Uint32Array;
  readonly areOthers: Uint32Array;
  readonly ends: Uint32Array;
  readonly rows: Uint32Array;
  /** A listing of one moment has neither times nor sizes. */
  readonly sums = null;
  readonly numbers = null;
  readonly localPorts: Uint32Array;
  readonly remotePorts: Uint32Array;
  readonly kindOf: Uint32Array;
  readonly kinds = KINDS;
  readonly pids: Uint32Array;
  readonly lines: Uint32Array;
  readonly counts: Uint32Array;
  readonly process: (pid: number) => Process | null;
  left = 0;
  readonly #columns: Columns;
  readonly #addresses: TokenAddresses;

  constructor(columns: Columns, addresses: TokenAddresses, process: (pid: number) => Process | null) {
    this.#columns = columns;
    this.#addresses = addresses;
    this.process = process;
    this.words = columns.remotes;
    this.areOthers = columns.areTokens;
    this.ends = columns.ends;
    this.rows = columns.sums;
    this.localPorts = columns.localPorts;
    this.remotePorts = columns.remotePorts;
    this.kindOf = columns.kindOf;
    this.pids = columns.pids;
    this.lines = columns.lines;
    this.counts = columns.counts;
  }

  get length(): number {
    return this.#columns.lengths[0];
  }

  remote(group: number): Address {
    const { remotes, areTokens } = this.#columns;
    // What is no address is no token.
    return (areTokens[group] === 0 ? null : this.#addresses.at(remotes[group])) ?? ipv4(remotes[group]);
  }
}
