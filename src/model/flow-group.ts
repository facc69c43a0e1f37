import type { Address } from '../address/address.js';
import type { Connection, Process, Protocol, State } from './connection.js';

/** Stands for "no port" in a column: real ports end at 65535. */
export const NO_PORT = 0x10000;

/** What tells flows apart besides numbers. */
export interface FlowKind {
  readonly protocol: Protocol;
  readonly state: State;
}

/**
 * Counted rows to one remote address as columns of numbers: the same as a Connection each, of which a bulk reader would
 * have to make half a million. No listener is among them. Reused: it is to be read before the next one comes.
 */
export interface FlowGroup {
  readonly remote: Address;
  /** The flows are those from here on in the columns, before `end`. */
  readonly start: number;
  readonly end: number;
  /** Rows of the listing that they stand for together. */
  readonly rows: number;
  readonly localPorts: Uint32Array;
  readonly remotePorts: Uint32Array;
  /** Positions in `kinds`. */
  readonly kindOf: Uint32Array;
  readonly kinds: readonly FlowKind[];
  /** 0 where nobody is named. */
  readonly pids: Uint32Array;
  /** First line, and how many rows of the listing it stands for. */
  readonly lines: Uint32Array;
  readonly counts: Uint32Array;
  /** The same function for all groups that speak of the same processes. */
  readonly process: (pid: number) => Process | null;
}

/** Takes connections, and perhaps those of a bulk reader in groups. */
export interface FlowSink {
  connection(connection: Connection): void;
  /** Missing where each row is to be seen by itself. */
  readonly flows?: ((group: FlowGroup) => void) | undefined;
}
