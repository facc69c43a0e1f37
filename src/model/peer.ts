import type { Address } from '../address/address.js';
import type { Direction, Process, Protocol, State } from './connection.js';

/** A row of evidence: index into the investigation's inputs, and 1-based line. */
export interface RowRef {
  readonly input: number;
  readonly line: number;
}

/** One remote port of a peer. `port` is the service port when direction could be inferred (see `isLocal`). */
export interface PeerPort {
  readonly port: number;
  readonly protocol: Protocol;
  readonly connections: number;
  /** True when the service is at our end: the peer connected to this local port. */
  readonly isLocal: boolean;
}

export interface PeerProcess extends Process {
  readonly connections: number;
}

/** Connections of one peer that share port, protocol, program, state, direction and host; handed-out ports are merged. */
export interface PeerFlow {
  /** The service port as in `PeerPort`; null where the listing gives none. */
  readonly port: number | null;
  readonly protocol: Protocol;
  readonly isLocal: boolean;
  /** Index into the peer's `processes`, or null where the program isn't told. */
  readonly process: number | null;
  readonly state: State;
  readonly direction: Direction;
  readonly host: string | null;
  readonly connections: number;
}

/** At which end the service of a peer's connections is, as far as it can be told. */
export interface ServiceEnd {
  readonly end: 'theirs' | 'ours' | 'unknown';
  /** `certain`: seen or stated; `likely`: by the ranges of ports; `guessed`: by less; `none` where nothing tells. */
  readonly certainty: 'certain' | 'likely' | 'guessed' | 'none';
  /** What tells, in one sentence without a full stop. */
  readonly says: string;
  readonly connections: number;
}

/** A schedule that connections may keep to; the components of a beacon are those of RITA v5 (analysis/beacons.go), 0..1. */
export interface Rhythm {
  /** Connections that the figures rest on. */
  readonly starts: number;
  /** Median seconds between two of them, and the median deviation from it. */
  readonly everySeconds: number;
  readonly deviationSeconds: number;
  /** How even the gaps are: Bowley skewness and deviation of the gaps. */
  readonly gaps: number;
  /** The same of the bytes sent; null where the evidence has none. */
  readonly sizes: number | null;
  /** How evenly the connections fill the time that the evidence covers. */
  readonly spread: number;
  /** How much of that time they go on for; null where it is shorter than six hours. */
  readonly duration: number | null;
}

/** What the times of a peer's connections tell, where the evidence has any. */
export interface PeerTiming {
  /** The time that all evidence covers, this peer's and the others', milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Days of it on which anything was seen. */
  readonly days: number;
  /** Of the longest connection, milliseconds. */
  readonly longestMs: number | null;
  /** Most attempts one after another that nobody answered. */
  readonly failedRun: number;
  /** null below four different moments. */
  readonly rhythm: Rhythm | null;
}

/** One remote address of one investigation with everything that was seen of it. */
export interface Peer {
  readonly address: Address;
  /** RFC 5952 text of `address`. */
  readonly text: string;
  readonly names: readonly string[];
  readonly hosts: readonly string[];
  readonly ports: readonly PeerPort[];
  readonly processes: readonly PeerProcess[];
  readonly states: Readonly<Partial<Record<State, number>>>;
  readonly directions: Readonly<Partial<Record<Direction, number>>>;
  /** What was seen together, most connections first; their counts sum up to `connections`. Made when asked for. */
  readonly flows: readonly PeerFlow[];
  /** Surest first; their counts sum up to `connections`. Made when asked for. Rules don't see it. */
  readonly serviceEnds: readonly ServiceEnd[];
  readonly connections: number;
  /** Bounded; `rowsOmitted` says how many more there are. */
  readonly rows: readonly RowRef[];
  readonly rowsOmitted: number;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
  /** null where no connection carries a time. */
  readonly timing: PeerTiming | null;
}
