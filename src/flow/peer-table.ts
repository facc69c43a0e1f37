import type { Address } from '../address/address.js';
import { formatAddress } from '../address/format.js';
import type { Connection, Direction, Process, State } from '../model/connection.js';
import type { Peer, PeerPort, PeerProcess, RowRef } from '../model/peer.js';
import { Column, Interned } from './_interned.js';
import { mix, RowIndex } from './_row-index.js';
import { Tally } from './_tally.js';
import { inferDirection } from './direction.js';

/** Rows named per peer; a report that lists more isn't read. The rest is counted. */
const ROWS_KEPT = 50;
/** Names kept per peer (DNS, SNI): enough to recognise a host, bounded against a hostile listing. */
const NAMES_KEPT = 20;
/** Past this many distinct flows, handed-out local ports no longer tell flows apart: memory stays bounded. */
const FLOWS_WITH_LOCAL_PORT = 1_000_000;
const EPHEMERAL_FROM = 32_768;
/** Stands for "no port" in a column: real ports end at 65535. */
const NO_PORT = 0x10000;
const PORTS = 0x10000;
const END = 0xffffffff;

interface Side {
  firstSeen: number;
  lastSeen: number;
  bytesSent: number | null;
  bytesReceived: number | null;
  names: string[];
}

/** What tells a flow's rows apart besides its numbers: interned as one, since few combinations exist. */
interface Manner {
  readonly protocol: string;
  readonly state: State;
  readonly direction: Direction | null;
  readonly host: string;
  /** Number of the host and protocol: listeners and columns of ports are told apart by it. */
  readonly place: number;
}

/**
 * All rows to public addresses, grouped by remote end. A flow is one distinct (peer, ports, protocol, state,
 * process, host) with its count; columns of numbers instead of objects, so that a gigabyte of listing stays small.
 */
export class PeerTable {
  readonly #addresses: Address[] = [];
  readonly #words = new RowIndex();
  readonly #sides = new Map<number, Side>();
  readonly #connections = new Column();
  readonly #firstFlow = new Column();
  readonly #firstRow = new Column();
  readonly #lastRow = new Column();
  readonly #rowsKept = new Column();

  readonly #flows = new RowIndex();
  readonly #flowPeer = new Column();
  readonly #flowNext = new Column();
  readonly #flowPorts: { readonly remote: Column; readonly local: Column } = {
    remote: new Column(),
    local: new Column(),
  };
  readonly #flowManner = new Column();
  readonly #flowProcess = new Column();
  readonly #flowCount = new Column();

  readonly #rowInput = new Column();
  readonly #rowLine = new Column();
  readonly #rowNext = new Column();

  readonly #manners = new Interned<Manner>();
  readonly #processes = new Interned<Process | null>();
  readonly #protocols = new Interned<string>();
  readonly #places = new Interned<string>();
  readonly #listeners = new Set<number>();
  #lastProcess: Process | null = null;
  #lastProcessId = -1;

  get length(): number {
    return this.#addresses.length;
  }

  addressAt(peer: number): Address {
    return this.#addresses[peer];
  }

  connectionsAt(peer: number): number {
    return this.#connections.get(peer);
  }

  /** Remembers a listening TCP port: a row on it was opened by the other end. */
  addListener(connection: Connection): void {
    const port = connection.local?.port;
    if (port != null) this.#listeners.add(this.#placeOf(connection) * PORTS + port);
  }

  /** Adds a row whose remote end is `address` (already unwrapped), read from input number `input`. */
  add(address: Address, connection: Connection, input: number): void {
    const peer = this.#peerOf(address);
    this.#connections.add(peer, connection.count);
    this.#addFlow(peer, connection);
    this.#addRow(peer, input, connection.line);
    this.#addSide(peer, connection);
  }

  #peerOf(address: Address): number {
    const hash = mix(mix(mix(mix(address.family, address.w0), address.w1), address.w2), address.w3);
    const known = this.#words.find(hash, (peer) => isSameValue(this.#addresses[peer], address));
    if (known !== -1) return known;
    const peer = this.#addresses.length;
    this.#addresses.push(address.zone === null ? address : { ...address, zone: null });
    this.#words.insert(hash, peer);
    for (const column of [this.#connections, this.#rowsKept]) column.push(0);
    for (const column of [this.#firstFlow, this.#firstRow, this.#lastRow]) column.push(END);
    return peer;
  }

  #addFlow(peer: number, connection: Connection): void {
    const remote = connection.remote.port ?? NO_PORT;
    const local = this.#localPortKept(connection.local?.port ?? NO_PORT);
    const manner = this.#mannerOf(connection);
    const process = this.#processOf(connection.process);
    const hash = mix(mix(mix(mix(peer, remote), local), manner), process);
    const known = this.#flows.find(
      hash,
      (flow) =>
        this.#flowPeer.get(flow) === peer &&
        this.#flowPorts.remote.get(flow) === remote &&
        this.#flowPorts.local.get(flow) === local &&
        this.#flowManner.get(flow) === manner &&
        this.#flowProcess.get(flow) === process,
    );
    if (known !== -1) {
      this.#flowCount.add(known, connection.count);
      return;
    }
    const flow = this.#flowPeer.push(peer);
    this.#flowPorts.remote.push(remote);
    this.#flowPorts.local.push(local);
    this.#flowManner.push(manner);
    this.#flowProcess.push(process);
    this.#flowCount.push(connection.count);
    this.#flowNext.push(this.#firstFlow.get(peer));
    this.#firstFlow.set(peer, flow);
    this.#flows.insert(hash, flow);
  }

  #localPortKept(port: number): number {
    return port >= EPHEMERAL_FROM && this.#flowPeer.length >= FLOWS_WITH_LOCAL_PORT ? NO_PORT : port;
  }

  #mannerOf(connection: Connection): number {
    const { protocol, state, direction } = connection;
    const host = connection.host ?? '';
    return this.#manners.id(`${protocol}|${state}|${direction}|${host}`, () => {
      return { protocol, state, direction, host, place: this.#placeOf(connection) };
    });
  }

  #placeOf({ host, protocol }: Connection): number {
    const place = `${protocol}|${host ?? ''}`;
    return this.#places.id(place, () => place);
  }

  #processOf(process: Process | null): number {
    if (process !== this.#lastProcess || this.#lastProcessId === -1) {
      this.#lastProcess = process;
      this.#lastProcessId = this.#processes.id(processKey(process), () => process);
    }
    return this.#lastProcessId;
  }

  #addRow(peer: number, input: number, line: number): void {
    if (this.#rowsKept.get(peer) >= ROWS_KEPT) return;
    this.#rowsKept.add(peer, 1);
    const row = this.#rowInput.push(input);
    this.#rowLine.push(line);
    this.#rowNext.push(END);
    if (this.#firstRow.get(peer) === END) this.#firstRow.set(peer, row);
    else this.#rowNext.set(this.#lastRow.get(peer), row);
    this.#lastRow.set(peer, row);
  }

  #addSide(peer: number, connection: Connection): void {
    const { time, bytesSent, bytesReceived, remoteNames } = connection;
    if (time === null && bytesSent === null && bytesReceived === null && remoteNames.length === 0) return;
    let side = this.#sides.get(peer);
    if (side === undefined) {
      side = { firstSeen: Infinity, lastSeen: -Infinity, bytesSent: null, bytesReceived: null, names: [] };
      this.#sides.set(peer, side);
    }
    if (time !== null) {
      side.firstSeen = Math.min(side.firstSeen, time);
      side.lastSeen = Math.max(side.lastSeen, time);
    }
    if (bytesSent !== null) side.bytesSent = (side.bytesSent ?? 0) + bytesSent;
    if (bytesReceived !== null) side.bytesReceived = (side.bytesReceived ?? 0) + bytesReceived;
    for (const name of remoteNames) {
      if (side.names.length < NAMES_KEPT && !side.names.includes(name)) side.names.push(name);
    }
  }

  /** Builds the peer at a position; the same every time. Its text and rows are made when they are asked for. */
  at(peer: number): Peer {
    const side = this.#sides.get(peer);
    const seen = this.#flowsAt(peer);
    return new TablePeer(this.#addresses[peer], this.#connections.get(peer), seen, side, this.#rowsKept.get(peer), () =>
      this.#rowsAt(peer),
    );
  }

  /** Calls `each` for every flow: peer, process, protocol, remote port (null: none) and whether the peer came to us. */
  forEachFlow(
    each: (peer: number, processId: number, protocol: string, port: number | null, isInbound: boolean) => void,
  ): void {
    for (let flow = 0; flow < this.#flowPeer.length; flow++) {
      const manner = this.#manners.values[this.#flowManner.get(flow)];
      const isInbound = this.#directionOf(flow, manner) === 'inbound';
      const port = portOrNull(this.#flowPorts.remote.get(flow));
      each(this.#flowPeer.get(flow), this.#flowProcess.get(flow), manner.protocol, port, isInbound);
    }
  }

  /** The process behind a number of `forEachFlow`. */
  process(id: number): Process | null {
    return this.#processes.values[id];
  }

  #rowsAt(peer: number): RowRef[] {
    const rows: RowRef[] = [];
    for (let row = this.#firstRow.get(peer); row !== END; row = this.#rowNext.get(row)) {
      rows.push({ input: this.#rowInput.get(row), line: this.#rowLine.get(row) });
    }
    return rows;
  }

  #flowsAt(peer: number): Seen {
    const [hosts, states, directions]: [string[], Seen['states'], Seen['directions']] = [[], {}, {}];
    const ports = new Tally<Counted<PeerPort>>();
    const processes = new Tally<Counted<PeerProcess>>();
    for (let flow = this.#firstFlow.get(peer); flow !== END; flow = this.#flowNext.get(flow)) {
      const count = this.#flowCount.get(flow);
      const manner = this.#manners.values[this.#flowManner.get(flow)];
      const direction = this.#directionOf(flow, manner);
      states[manner.state] = (states[manner.state] ?? 0) + count;
      directions[direction] = (directions[direction] ?? 0) + count;
      if (manner.host !== '' && !hosts.includes(manner.host)) hosts.push(manner.host);
      this.#countPort(ports, flow, manner, direction === 'inbound', count);
      this.#countProcess(processes, this.#flowProcess.get(flow), count);
    }
    if (hosts.length > 1) hosts.sort();
    if (ports.items.length > 1) ports.items.sort(byConnections);
    if (processes.items.length > 1) processes.items.sort(byConnections);
    return { hosts, ports: ports.items, processes: processes.items, states, directions };
  }

  #directionOf(flow: number, manner: Manner): Direction {
    if (manner.direction !== null) return manner.direction;
    const local = portOrNull(this.#flowPorts.local.get(flow));
    const remote = portOrNull(this.#flowPorts.remote.get(flow));
    const isListening = local !== null && this.#listeners.has(manner.place * PORTS + local);
    return inferDirection({ state: manner.state, remotePort: remote, localPort: local, isListening });
  }

  #countPort(ports: Tally<Counted<PeerPort>>, flow: number, manner: Manner, isInbound: boolean, count: number): void {
    const local = this.#flowPorts.local.get(flow);
    const isLocal = isInbound && local !== NO_PORT;
    const port = isLocal ? local : this.#flowPorts.remote.get(flow);
    if (port === NO_PORT) return;
    const { protocol } = manner;
    const key = (this.#protocols.id(protocol, () => protocol) * PORTS + port) * 2 + (isLocal ? 1 : 0);
    const known = ports.find(key);
    if (known === undefined) ports.add(key, { port, protocol, connections: count, isLocal });
    else known.connections += count;
  }

  #countProcess(processes: Tally<Counted<PeerProcess>>, id: number, count: number): void {
    const process = this.#processes.values[id];
    if (process === null) return;
    const known = processes.find(id);
    if (known !== undefined) {
      known.connections += count;
      return;
    }
    const { name, path, pid, services, commandLine, user, parent, signer } = process;
    processes.add(id, { name, path, pid, services, commandLine, user, parent, signer, connections: count });
  }
}

type Counted<T> = Omit<T, 'connections'> & { connections: number };

interface Seen {
  readonly hosts: string[];
  readonly ports: Counted<PeerPort>[];
  readonly processes: Counted<PeerProcess>[];
  readonly states: Partial<Record<State, number>>;
  readonly directions: Partial<Record<Direction, number>>;
}

const NO_NAMES: readonly string[] = [];

/** A peer of the table. A hundred thousand are judged for the ten that are shown: what only a report needs is late. */
class TablePeer implements Peer {
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
  readonly #rows: () => RowRef[];

  constructor(
    address: Address,
    connections: number,
    seen: Seen,
    side: Side | undefined,
    rowsKept: number,
    rows: () => RowRef[],
  ) {
    this.address = address;
    this.names = side?.names ?? NO_NAMES;
    this.hosts = seen.hosts;
    this.ports = seen.ports;
    this.processes = seen.processes;
    this.states = seen.states;
    this.directions = seen.directions;
    this.connections = connections;
    this.rowsOmitted = connections - rowsKept;
    this.firstSeen = side !== undefined && side.firstSeen !== Infinity ? side.firstSeen : null;
    this.lastSeen = side !== undefined && side.lastSeen !== -Infinity ? side.lastSeen : null;
    this.bytesSent = side?.bytesSent ?? null;
    this.bytesReceived = side?.bytesReceived ?? null;
    this.#rows = rows;
  }

  get text(): string {
    return formatAddress(this.address);
  }

  get rows(): RowRef[] {
    return this.#rows();
  }
}

function portOrNull(value: number): number | null {
  return value === NO_PORT ? null : value;
}

function isSameValue(a: Address, b: Address): boolean {
  return a.family === b.family && a.w3 === b.w3 && a.w2 === b.w2 && a.w1 === b.w1 && a.w0 === b.w0;
}

/** A number for a process known by its pid alone (the common bulk case), else a text of all that is known. */
function processKey(process: Process | null): string | number {
  if (process === null) return '';
  const { name, path, pid, services, commandLine, user, parent, signer } = process;
  if (pid !== null && name === null && path === null && services.length === 0) return pid;
  return [name, path, pid, services.join(','), commandLine, user, parent, signer].join('\u0000');
}

function byConnections(
  a: { connections: number; port?: number; pid?: number | null },
  b: { connections: number; port?: number; pid?: number | null },
): number {
  return b.connections - a.connections || (a.port ?? a.pid ?? 0) - (b.port ?? b.pid ?? 0);
}
