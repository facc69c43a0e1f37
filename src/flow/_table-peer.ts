import type { Address } from '../address/address.js';
import { formatAddress } from '../address/format.js';
import type { Direction, State } from '../model/connection.js';
import type { Peer, PeerFlow, PeerPort, PeerProcess, PeerTiming, RowRef, ServiceEnd } from '../model/peer.js';

/** What few sources say: times, sizes, names. */
export interface Side {
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
  readonly names: readonly string[];
}

/** While it is being counted. */
export type Counted<T> = Omit<T, 'connections'> & { connections: number };

/** What the flows of a peer add up to. */
export interface Seen {
  readonly hosts: string[];
  readonly ports: Counted<PeerPort>[];
  readonly processes: Counted<PeerProcess>[];
  readonly states: Partial<Record<State, number>>;
  readonly directions: Partial<Record<Direction, number>>;
}

/** What most peers are never asked for. */
interface Late {
  readonly rows: () => RowRef[];
  readonly flows: () => PeerFlow[];
  readonly serviceEnds: () => ServiceEnd[];
  readonly timing: () => PeerTiming | null;
}

const NO_NAMES: readonly string[] = [];

/** A peer of the table. A hundred thousand are judged for the ten that are shown: what only a report needs is late. */
export class TablePeer implements Peer {
  readonly address: Address;
  readonly names: readonly string[];
  readonly hosts: readonly string[];
  readonly ports: readonly PeerPort[];
  readonly processes: readonly PeerProcess[];
  readonly states: Peer['states'];
  readonly directions: Peer['directions'];
  readonly connections: number;
  readonly rowsOmitted: number;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
  readonly #late: Late;
  #timing: PeerTiming | null | undefined;

  constructor(address: Address, connections: number, seen: Seen, side: Side | null, rowsKept: number, late: Late) {
    this.address = address;
    this.names = side?.names ?? NO_NAMES;
    this.hosts = seen.hosts;
    this.ports = seen.ports;
    this.processes = seen.processes;
    this.states = seen.states;
    this.directions = seen.directions;
    this.connections = connections;
    this.rowsOmitted = connections - rowsKept;
    this.firstSeen = side?.firstSeen ?? null;
    this.lastSeen = side?.lastSeen ?? null;
    this.bytesSent = side?.bytesSent ?? null;
    this.bytesReceived = side?.bytesReceived ?? null;
    this.#late = late;
  }

  get text(): string {
    return formatAddress(this.address);
  }

  get rows(): RowRef[] {
    return this.#late.rows();
  }

  /** Most are without; what was found once is kept, since several rules ask. */
  get timing(): PeerTiming | null {
    if (this.firstSeen === null) return null;
    return this.#timing === undefined ? (this.#timing = this.#late.timing()) : this.#timing;
  }

  get flows(): PeerFlow[] {
    return this.#late.flows();
  }

  get serviceEnds(): ServiceEnd[] {
    return this.#late.serviceEnds();
  }
}
