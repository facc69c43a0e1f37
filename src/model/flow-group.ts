import type { Address } from '../address/address.js';
import type { Connection, Direction, Process, Protocol, State } from './connection.js';

/** Stands for "no port" in a column: real ports end at 65535. */
export const NO_PORT = 0x10000;

/** What tells flows apart besides numbers. */
export interface FlowKind {
  readonly protocol: Protocol;
  readonly state: State;
  /** As the source states it; absent where it doesn't. */
  readonly direction?: Direction | null;
  readonly host?: string | null;
}

/** What all connections to the remote address of each group add up to, where rows carry times, sizes or names. */
export interface GroupSums {
  /**
   * As many of each group as `SUMS_OF_GROUP`: first and last time (milliseconds since 1970), the longest connection
   * (milliseconds), bytes sent, bytes received. The first is infinite where no row has a time, others below 0 where none tells.
   */
  readonly numbers: Float64Array;
  /** Null where none has any. */
  readonly names: ((group: number) => readonly string[]) | null;
}

export const SUMS_OF_GROUP = 5;

/** Starts kept of one address and of all: the first that are read. */
export const STARTS_OF_ONE = 4_096;
export const STARTS_OF_ALL = 1 << 20;

/**
 * When connections began, as columns in file order: the first of each address and of all, as the constants say. Each is
 * of an address whose rows matter, and the columns are whoever's takes them.
 */
export interface FlowStarts {
  readonly length: number;
  /** The number of the remote address, as groups of the same input told it. */
  readonly remoteOf: Uint32Array;
  /** Milliseconds since 1970. */
  readonly times: Float64Array;
  /** NaN where the row doesn't say. */
  readonly bytesSent: Float64Array;
  /** 1 where nobody answered: see `isUnanswered`. */
  readonly unanswered: Uint8Array;
  /** Days since 1970 on which anything to any of them was seen. */
  readonly days: ReadonlySet<number>;
}

/** Nobody answered, or somebody refused: ended without a byte from the far end. */
export function isUnanswered({
  protocol,
  state,
  bytesReceived,
}: Pick<Connection, 'protocol' | 'state' | 'bytesReceived'>): boolean {
  return state === 'syn-sent' || (state === 'closed' && protocol.startsWith('tcp') && bytesReceived === 0);
}

/**
 * Counted rows by remote address, as columns of numbers: the same as a Connection each, of which a bulk reader would have
 * to make half a million. No listener is among them. Reused: they are to be read before the next ones come.
 */
export interface FlowGroups {
  /** How many groups: the flows of one remote address each, or a part of them. */
  readonly length: number;
  /** About how many flows the input still tells of, these included. */
  readonly left: number;
  readonly remote: (group: number) => Address;
  /** The same where it is an IPv4 address, as its 32 bits: there `areOthers` is 0. */
  readonly words: Uint32Array;
  readonly areOthers: Uint8Array | Uint32Array;
  /** A small number of each, by which starts speak of it. Null where none follow. */
  readonly numbers: Uint32Array | null;
  /** Where the flows of each group end; those of the first begin at 0. */
  readonly ends: Uint32Array;
  /** Rows of the listing that each group stands for. */
  readonly rows: Uint32Array;
  /** Of all rows to the address of a group, told with one of its groups. Null where they carry nothing of the kind. */
  readonly sums: GroupSums | null;
  /** Here and below: of each flow. */
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
  /** The same function for all that speak of the same processes. */
  readonly process: (pid: number) => Process | null;
}

/** Addresses with the rows of each: as many global ones as `globals` says, rising, then the others, rising. */
interface AddressColumns {
  readonly words: Uint32Array;
  readonly rows: Uint32Array;
  readonly globals: number;
}

/** Rows by remote address and nothing else of them: of IPv4 addresses, which are a word each. */
export interface AddressCounts extends AddressColumns {
  /** All others: four words each, the first bits first. */
  readonly others: AddressColumns;
}

/** What inputs of a run tell those that are read after them. */
export interface EarlierInputs {
  /** An earlier one told of the flows that a sensor (Zeek, Suricata) saw: its records of what went over them say nothing new. */
  flowsOfSensor: boolean;
}

/** Takes connections, and perhaps those of a bulk reader in groups. */
export interface FlowSink {
  connection(connection: Connection): void;
  readonly told?: EarlierInputs | undefined;
  /** Missing where each row is to be seen by itself. */
  readonly flows?: ((groups: FlowGroups) => void) | undefined;
  /** Takes when they began, after all groups of an input. */
  readonly starts?: ((starts: FlowStarts) => void) | undefined;
  /** Address classes besides the global ones whose rows matter; of all others only their number does. */
  readonly keptClasses?: readonly string[] | undefined;
  /**
   * There where of all rows only their number by remote address matters. Takes that in place of groups; those that come all the
   * same may say anything of their flows.
   */
  readonly addressCounts?: ((counts: AddressCounts) => void) | undefined;
}
