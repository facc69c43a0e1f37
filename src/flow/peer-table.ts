import type { Address } from '../address/address.js';
import { unmapped } from '../address/unmapped.js';
import { BEHAVIOURS, behaviourOf, COUNTED_PACE, paceOf, PACES } from '../judge/index.js';
import { type Connection, type Direction, DIRECTIONS, type Process } from '../model/connection.js';
import { type FlowGroups, type FlowStarts, NO_PORT } from '../model/flow-group.js';
import type { OperatingSystem } from '../model/input.js';
import type { Peer, PeerFlow, PeerPort, PeerProcess, ServiceEnd } from '../model/peer.js';
import { AddressIndex } from './_address-index.js';
import { END, Flows, NOBODY, widened, wider } from './_flows.js';
import { Column, Interned } from './_interned.js';
import { type Manner, Manners } from './_manners.js';
import { ordered } from './_order.js';
import { PeerRows } from './_peer-rows.js';
import { NO_LIST, PortLists } from './_port-lists.js';
import { RecentPids } from './_recent-pids.js';
import { Repetition } from './_repetition.js';
import { Sides } from './_sides.js';
import { type Counted, type Seen, type Side, TablePeer } from './_table-peer.js';
import { Tally } from './_tally.js';
import { Times } from './_times.js';
import { directionOf, type Ends } from './direction.js';
import { serviceEndOf, sumServiceEnds } from './service-end.js';

const PORTS = 0x10000;
const NO_KEY = -1;
/** Flows from which on so many peers are likely that all that is known of owners will be read. */
const MANY_FLOWS = 50_000;
/** Peers that there is room for at first. */
const FEWEST = 256;
/** See `outlineAt`. */
export const NO_OUTLINE = -1;

/** A port as a report names it. */
export type PortRef = Pick<PeerPort, 'port' | 'protocol'>;
/** Processes by the lowest bits of their pid: those seen lately are found without a map. */
const PIDS = 1024;

/**
 * All rows to public addresses, grouped by remote end. A flow is one distinct (peer, ports, protocol, state,
 * process, host) with its count; columns of numbers instead of objects, so that a gigabyte of listing stays small.
 * Rows may come in any order; those of one peer after another are quickest.
 */
export class PeerTable {
  readonly #addresses = new AddressIndex();
  readonly #sides = new Sides();
  readonly #connections = new Column();
  /** How many peers there is room for in the columns. */
  #room = 0;
  readonly #flows = new Flows();
  readonly #rows = new PeerRows();
  readonly #times = new Times();
  /** Peers by the numbers of their addresses in the input that is being read. */
  #numbered = new Uint32Array(64);
  readonly #manners = new Manners();
  readonly #processes = new Interned<Process | null>();
  readonly #listeners = new Set<number>();
  /** Ports that anything listens on: most flows are on none of them. */
  readonly #listenedTo = new Uint8Array(PORTS + 1);
  /** Whether any direction is noted: a further listener may turn it round. */
  #hasNotes = false;
  readonly #portLists = new PortLists();
  /** Made when the first peer is asked for its service ends. */
  #repetition: Repetition | null = null;
  #os: OperatingSystem = 'unknown';
  readonly #recent: (Process | undefined)[] = Array.from({ length: PIDS });
  readonly #recentId = new Uint32Array(PIDS);
  readonly #recentPids = new RecentPids();
  readonly #numberOf = (process: Process | null): number => this.#processOf(process);
  readonly #expectMany: () => void;

  /** `expectMany` is called when very many flows are about to come. */
  constructor(expectMany: () => void = () => {}) {
    this.#expectMany = expectMany;
  }

  get length(): number {
    return this.#addresses.length;
  }

  addressAt(peer: number): Address {
    return this.#addresses.at(peer);
  }

  /** Peers in the order of their addresses: that in which a bulk reader tells of them. */
  byAddress(): Uint32Array {
    return this.#addresses.sorted();
  }

  connectionsAt(peer: number): number {
    return this.#connections.get(peer);
  }

  /** Peers in the order of their first rows; those of one row by address. */
  byFirstRow(): Uint32Array {
    return ordered(this.byAddress(), (peer) => this.#rows.firstOf(peer));
  }

  /** A number that rises with the input and line of the first row. */
  firstRowOf(peer: number): number {
    return this.#rows.firstOf(peer);
  }

  /** Remembers a listening TCP port: a row on it was opened by the other end. */
  addListener(connection: Connection): void {
    const port = connection.local?.port;
    if (port == null) return;
    this.#listeners.add(this.#manners.placeOf(connection) * PORTS + port);
    this.#listenedTo[port] = 1;
    if (this.#hasNotes) this.#flows.clearNotes();
    this.#hasNotes = false;
  }

  /** The system that the listings are of: it tells which ports are handed out. */
  setSystem(os: OperatingSystem): void {
    this.#os = os;
  }

  /** Adds a row whose remote end is `address` (already unwrapped), read from input number `input`. Keeps neither. */
  add(address: Address, connection: Connection, input: number): void {
    const peer = this.#addresses.add(address);
    this.#reachPeers();
    this.#connections.add(peer, connection.count);
    this.#addFlow(peer, connection);
    this.#rows.add(peer, input, connection.line);
    this.#addSide(peer, connection);
  }

  /** The same for the rows of groups; `arePeers` is 0 where their rows are set aside. */
  addGroups(arePeers: Uint8Array, groups: FlowGroups, input: number): void {
    if (groups.left > MANY_FLOWS) this.#expectMany();
    const peers = this.#peersOf(arePeers, groups);
    const flows = groups.length === 0 ? 0 : groups.ends[groups.length - 1];
    const processes = this.#recentPids.idsOf(groups, flows, this.#numberOf);
    this.#flows.addGroups(peers, groups, this.#manners.idsOfKinds(groups.kinds), processes);
    this.#rows.addGroups(peers, groups, input);
    this.#noteNumbers(peers, groups);
    for (let group = 0; group < peers.length; group++) {
      const peer = peers[group];
      if (peer === NOBODY) continue;
      this.#connections.add(peer, groups.rows[group]);
    }
    if (groups.sums === null) return;
    this.#sides.addGroups(peers, groups.sums);
    this.#times.addGroups(peers, groups.sums);
  }

  #peersOf(arePeers: Uint8Array, groups: FlowGroups): Uint32Array {
    const { length, words, areOthers } = groups;
    const peers = new Uint32Array(length).fill(NOBODY);
    for (let group = 0; group < length; group++) {
      if (arePeers[group] === 0) continue;
      const isWord = areOthers[group] === 0;
      peers[group] = isWord
        ? this.#addresses.addIPv4(words[group])
        : this.#addresses.add(unmapped(groups.remote(group)));
    }
    this.#reachPeers();
    return peers;
  }

  #noteNumbers(peers: Uint32Array, { length, left, numbers }: FlowGroups): void {
    if (numbers === null) return;
    let numbered = widened(this.#numbered, left);
    for (let group = 0; group < length; group++) {
      while (numbers[group] >= numbered.length) numbered = wider(numbered);
      numbered[numbers[group]] = peers[group];
    }
    this.#numbered = numbered;
  }

  /** When connections of groups began, after all of them. Keeps the columns: who gave them has done with them. */
  addStarts(starts: FlowStarts): void {
    this.#times.addStarts(starts, this.#numbered, this.length);
    this.#numbered = new Uint32Array(64);
  }

  /** Makes room for all peers: their numbers are those of their addresses. */
  #reachPeers(): void {
    if (this.length <= this.#room) return;
    this.#room = Math.max(this.length, this.#room * 2, FEWEST);
    this.#connections.reach(this.#room);
    this.#flows.reachPeers(this.#room);
    this.#rows.reachPeers(this.#room);
  }

  #addFlow(peer: number, connection: Connection): void {
    const remote = connection.remote.port ?? NO_PORT;
    const local = connection.local?.port ?? NO_PORT;
    const process = this.#processOf(connection.process);
    this.#flows.add(peer, remote, local, this.#manners.idOf(connection), process, connection.count);
  }

  #processOf(process: Process | null): number {
    if (process === null) return this.#processes.id('', () => null);
    const place = (process.pid ?? 0) & (PIDS - 1);
    if (this.#recent[place] === process) return this.#recentId[place];
    this.#recent[place] = process;
    return (this.#recentId[place] = this.#processes.id(processKey(process), () => process));
  }

  #addSide(peer: number, connection: Connection): void {
    const { time, until, bytesSent, bytesReceived, remoteNames } = connection;
    if (time === null && bytesSent === null && bytesReceived === null && remoteNames.length === 0) return;
    if (time !== null) this.#times.add(peer, connection);
    const lastSeen = time === null ? null : (until ?? time);
    this.#sides.add(peer, { firstSeen: time, lastSeen, bytesSent, bytesReceived, names: remoteNames });
  }

  /** Builds the peer at a position; the same every time. Its text and rows are made when they are asked for. */
  at(peer: number): Peer {
    const side = this.#sides.at(peer);
    const seen = this.#flowsAt(peer);
    return new TablePeer(this.addressAt(peer), this.#connections.get(peer), seen, side, this.#rows.kept(peer), {
      rows: () => this.#rows.at(peer),
      flows: () => this.#togetherAt(peer, seen.processes),
      serviceEnds: () => sumServiceEnds(this.#serviceEndsAt(peer)),
      timing: () => this.#times.at(peer),
    });
  }

  /**
   * A number for all that judging counts of a peer besides its owner: peers with the same one differ in nothing else.
   * `NO_OUTLINE` where there is more than ports, counts, times and bytes: names, a program that is named.
   */
  outlineAt(peer: number): number {
    const side = this.#sides.at(peer);
    if (side !== null && side.names.length > 0) return NO_OUTLINE;
    const flows = this.#flows;
    const ports = this.#portLists;
    let synSent = 0;
    let established = 0;
    let closeWait = 0;
    let outbound = 0;
    ports.clear();
    for (let flow = flows.first(peer); flow !== END; flow = flows.next(flow)) {
      const process = this.#processes.values[flows.process(flow)];
      if (process !== null && (process.name !== null || process.path !== null)) return NO_OUTLINE;
      const count = flows.count(flow);
      const manner = this.#manners.at(flows.manner(flow));
      // How many hosts is asked of a peer with times.
      if (side !== null && manner.host !== '') return NO_OUTLINE;
      const direction = this.#directionOf(flow, manner);
      if (manner.state === 'syn-sent') synSent += count;
      else if (manner.state === 'established') established += count;
      else if (manner.state === 'close-wait') closeWait += count;
      if (direction === 'outbound') outbound += count;
      const key = this.#portKeyOf(flow, manner, direction === 'inbound');
      if (key !== NO_KEY) ports.count(key, count);
    }
    const list = ports.number();
    if (list === NO_LIST) return NO_OUTLINE;
    const connections = this.connectionsAt(peer);
    const behaviour = behaviourOf({ connections, synSent, established, closeWait, outbound });
    return (list * BEHAVIOURS + behaviour) * PACES + this.#paceAt(peer, side);
  }

  #paceAt(peer: number, side: Side | null): number {
    if (side === null) return 0;
    const { firstSeen, lastSeen, bytesSent, bytesReceived } = side;
    const timing = firstSeen === null ? null : this.#times.outlineAt(peer);
    return paceOf({ firstSeen, lastSeen, bytesSent, bytesReceived, timing }) & COUNTED_PACE;
  }

  /** The ports of peers with that outline, in the order of `Peer.ports`. */
  portsOf(outline: number): PortRef[] {
    return this.#portLists.portsOf(Math.floor(outline / (BEHAVIOURS * PACES))).map((key) => this.#portOf(key));
  }

  /** The ports of all outlines found so far. */
  portsOfOutlines(): PortRef[] {
    return Array.from(this.#portLists.allPorts(), (key) => this.#portOf(key));
  }

  #portOf(key: number): PortRef {
    const place = Math.floor(key / 2);
    return { port: place % PORTS, protocol: this.#manners.protocol(Math.floor(place / PORTS)) };
  }

  /**
   * Calls `each` for the flows of processes of which something is said in `of`, by number: with that, the peer, protocol,
   * remote port (null: none) and whether the peer came to us. The flows of one peer come together.
   */
  forEachFlow<T>(
    of: readonly (T | null)[],
    each: (said: T, peer: number, protocol: string, port: number | null, isInbound: boolean) => void,
  ): void {
    if (of.every((said) => said === null)) return;
    const flows = this.#flows;
    for (let peer = 0; peer < this.length; peer++) {
      for (let flow = flows.first(peer); flow !== END; flow = flows.next(flow)) {
        const said = of[flows.process(flow)];
        if (said === null) continue;
        const manner = this.#manners.at(flows.manner(flow));
        const isInbound = this.#directionOf(flow, manner) === 'inbound';
        each(said, peer, manner.protocol, portOrNull(this.#remoteOf(flow, manner)), isInbound);
      }
    }
  }

  /** Numbers of processes are below this. */
  get processCount(): number {
    return this.#processes.values.length;
  }

  /** The process behind a number. */
  process(id: number): Process | null {
    return this.#processes.values[id];
  }

  /** The flows of a peer without their handed-out ports. `processes` are the peer's own, which flows point into. */
  #togetherAt(peer: number, processes: Seen['processes']): PeerFlow[] {
    const found = new Map<string, Counted<PeerFlow>>();
    const places = new Map<number, number>();
    for (let flow = this.#flows.first(peer); flow !== END; flow = this.#flows.next(flow)) {
      const manner = this.#manners.at(this.#flows.manner(flow));
      const direction = this.#directionOf(flow, manner);
      const { port, isLocal } = this.#servicePortOf(flow, manner, direction === 'inbound');
      const id = this.#flows.process(flow);
      const key = `${this.#flows.manner(flow)}|${direction}|${port}|${isLocal}|${id}`;
      const known = found.get(key);
      if (known !== undefined) {
        known.connections += this.#flows.count(flow);
        continue;
      }
      const process = this.#placeOfProcess(id, processes, places);
      const { protocol, state, host } = manner;
      const connections = this.#flows.count(flow);
      const seen = { port: portOrNull(port), protocol, isLocal, process, state, direction, connections };
      found.set(key, { ...seen, host: host === '' ? null : host });
    }
    return [...found.values()].sort(
      (a, b) => byConnections(flowOrder(a), flowOrder(b)) || (flowKey(a) < flowKey(b) ? -1 : 1),
    );
  }

  /** Where a process stands among the peer's own; `places` remembers. */
  #placeOfProcess(id: number, processes: Seen['processes'], places: Map<number, number>): number | null {
    const process = this.#processes.values[id];
    if (process === null) return null;
    const known = places.get(id);
    if (known !== undefined) return known;
    const key = processKey(process);
    const place = processes.findIndex((candidate) => processKey(candidate) === key);
    places.set(id, place);
    return place;
  }

  #flowsAt(peer: number): Seen {
    const [hosts, states, directions]: [string[], Seen['states'], Seen['directions']] = [[], {}, {}];
    const ports = new Tally<Counted<PeerPort>>();
    const processes = new Tally<Counted<PeerProcess>>();
    for (let flow = this.#flows.first(peer); flow !== END; flow = this.#flows.next(flow)) {
      const count = this.#flows.count(flow);
      const manner = this.#manners.at(this.#flows.manner(flow));
      const direction = this.#directionOf(flow, manner);
      states[manner.state] = (states[manner.state] ?? 0) + count;
      directions[direction] = (directions[direction] ?? 0) + count;
      if (manner.host !== '' && !hosts.includes(manner.host)) hosts.push(manner.host);
      this.#countPort(ports, flow, manner, direction === 'inbound', count);
      this.#countProcess(processes, this.#flows.process(flow), count);
    }
    if (hosts.length > 1) hosts.sort();
    if (ports.items.length > 1) ports.items.sort(byConnections);
    if (processes.items.length > 1) processes.items.sort(byConnections);
    return { hosts, ports: ports.items, processes: processes.items, states, directions };
  }

  /** Found once for each flow and noted, as a position after none. */
  #directionOf(flow: number, manner: Manner): Direction {
    if (manner.direction !== null) return manner.direction;
    let note = this.#flows.note(flow);
    if (note === 0) {
      const [local, remote] = [this.#localOf(flow, manner), this.#remoteOf(flow, manner)];
      note = DIRECTIONS.indexOf(directionOf(manner.state, local, remote, this.#isListening(manner, local))) + 1;
      this.#flows.setNote(flow, note);
      this.#hasNotes = true;
    }
    return DIRECTIONS[note - 1];
  }

  #endsOf(flow: number, manner: Manner): Ends {
    const localPort = portOrNull(this.#localOf(flow, manner));
    const remotePort = portOrNull(this.#remoteOf(flow, manner));
    const isListening = this.#isListening(manner, this.#flows.local(flow));
    return { state: manner.state, remotePort, localPort, isListening };
  }

  #isListening({ place }: Manner, local: number): boolean {
    return this.#listenedTo[local] === 1 && this.#listeners.has(place * PORTS + local);
  }

  *#serviceEndsAt(peer: number): Generator<readonly [Omit<ServiceEnd, 'connections'>, number]> {
    const flows = this.#flows;
    this.#repetition ??= this.#countRepetition();
    for (let flow = flows.first(peer); flow !== END; flow = flows.next(flow)) {
      const manner = this.#manners.at(flows.manner(flow));
      const meetOurs = this.#repetition.ofOurs(manner.place, flows.local(flow));
      const meetTheirs = this.#repetition.ofTheirs(peer, flows.remote(flow), manner.place);
      const seen = { ...this.#endsOf(flow, manner), stated: manner.direction, meetOurs, meetTheirs };
      yield [serviceEndOf(seen, this.#os), flows.count(flow)];
    }
  }

  /** Of flows that nothing else decides, and of TCP alone: one UDP socket may call many. */
  #countRepetition(): Repetition {
    const repetition = new Repetition();
    const flows = this.#flows;
    for (let peer = 0; peer < this.length; peer++) {
      for (let flow = flows.first(peer); flow !== END; flow = flows.next(flow)) {
        const [remote, local] = [flows.remote(flow), flows.local(flow)];
        const manner = this.#manners.at(flows.manner(flow));
        if (remote === NO_PORT || local === NO_PORT || !manner.protocol.startsWith('tcp')) continue;
        if (this.#directionOf(flow, manner) === 'unknown') repetition.add(peer, remote, manner.place, local);
      }
    }
    return repetition;
  }

  #countPort(ports: Tally<Counted<PeerPort>>, flow: number, manner: Manner, isInbound: boolean, count: number): void {
    const { port, isLocal } = this.#servicePortOf(flow, manner, isInbound);
    if (port === NO_PORT) return;
    const { protocol } = manner;
    const key = portKey(manner, port, isLocal);
    const known = ports.find(key);
    if (known === undefined) ports.add(key, { port, protocol, connections: count, isLocal });
    else known.connections += count;
  }

  #portKeyOf(flow: number, manner: Manner, isInbound: boolean): number {
    const port = isInbound ? this.#localOf(flow, manner) : this.#remoteOf(flow, manner);
    return port === NO_PORT ? NO_KEY : portKey(manner, port, isInbound);
  }

  /** The end of a flow where the service is: ours when the peer came to us. A caller's own port is none. */
  #servicePortOf(flow: number, manner: Manner, isInbound: boolean): { port: number; isLocal: boolean } {
    return { port: isInbound ? this.#localOf(flow, manner) : this.#remoteOf(flow, manner), isLocal: isInbound };
  }

  #localOf(flow: number, { hasPorts }: Manner): number {
    return hasPorts ? this.#flows.local(flow) : NO_PORT;
  }

  #remoteOf(flow: number, { hasPorts }: Manner): number {
    return hasPorts ? this.#flows.remote(flow) : NO_PORT;
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

function portKey({ protocolId }: Manner, port: number, isLocal: boolean): number {
  return (protocolId * PORTS + port) * 2 + (isLocal ? 1 : 0);
}

function portOrNull(value: number): number | null {
  return value === NO_PORT ? null : value;
}

/** A number for a process known by its pid alone (the common bulk case), else a text of all that is known. */
function processKey(process: Process): string | number {
  const { name, path, pid, services, commandLine, user, parent, signer } = process;
  if (pid !== null && name === null && path === null && services.length === 0) return pid;
  return [name, path, pid, services.join(','), commandLine, user, parent, signer].join('\u0000');
}

function flowOrder({ connections, port }: PeerFlow): { connections: number; port?: number } {
  return { connections, port: port ?? 0 };
}

/** Decides between flows with as many connections on the same port, so that the order never depends on chance. */
function flowKey({ protocol, isLocal, process, state, direction, host }: PeerFlow): string {
  return `${protocol}|${isLocal}|${process ?? -1}|${state}|${direction}|${host ?? ''}`;
}

function byConnections(
  a: { connections: number; port?: number; pid?: number | null },
  b: { connections: number; port?: number; pid?: number | null },
): number {
  return b.connections - a.connections || (a.port ?? a.pid ?? 0) - (b.port ?? b.pid ?? 0);
}
