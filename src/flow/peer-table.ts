import type { Address } from '../address/address.js';
import { unmapped } from '../address/unmapped.js';
import type { Connection, Process } from '../model/connection.js';
import { type FlowGroups, type FlowStarts, NO_PORT } from '../model/flow-group.js';
import type { OperatingSystem } from '../model/input.js';
import type { Peer } from '../model/peer.js';
import { AddressIndex } from '../address/address-index.js';
import { FlowEnds, portOrNull } from './_flow-ends.js';
import { widened, wider } from '../address/widened.js';
import { END, Flows, NOBODY } from './_flows.js';
import { Column } from './_interned.js';
import { Manners } from './_manners.js';
import { ordered } from './_order.js';
import { Outlines } from './_outlines.js';
import { PeerFlows } from './_peer-flows.js';
import { PeerRows } from './_peer-rows.js';
import type { PortRef } from './_port-key.js';
import { Processes } from './_processes.js';
import { ServiceEnds } from './_service-ends.js';
import { Sides } from './_sides.js';
import { TablePeer } from './_table-peer.js';
import { Times } from './_times.js';

/** Flows from which on so many peers are likely that all that is known of owners will be read. */
const MANY_FLOWS = 50_000;
/** Peers that there is room for at first. */
const FEWEST = 256;

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
  readonly #processes = new Processes();
  readonly #ends = new FlowEnds(this.#flows, this.#manners);
  readonly #serviceEnds = new ServiceEnds(this.#flows, this.#manners, this.#ends);
  readonly #seen = new PeerFlows(this.#flows, this.#manners, this.#ends, this.#processes);
  readonly #outlines = new Outlines(this.#flows, this.#manners, this.#ends, this.#processes, this.#times);
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
    this.#ends.addListener(connection);
  }

  /** The system that the listings are of: it tells which ports are handed out. */
  setSystem(os: OperatingSystem): void {
    this.#serviceEnds.os = os;
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
    const processes = this.#processes.idsOf(groups, flows);
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
    const process = this.#processes.idOf(connection.process);
    this.#flows.add(peer, remote, local, this.#manners.idOf(connection), process, connection.count);
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
    const seen = this.#seen.seenAt(peer);
    return new TablePeer(this.addressAt(peer), this.#connections.get(peer), seen, side, this.#rows.kept(peer), {
      rows: () => this.#rows.at(peer),
      flows: () => this.#seen.togetherAt(peer, seen.processes),
      serviceEnds: () => this.#serviceEnds.at(peer, this.length),
      timing: () => this.#times.at(peer),
    });
  }

  /** What `Outlines` says of the peer at a position. */
  outlineAt(peer: number): number {
    return this.#outlines.at(peer, this.connectionsAt(peer), this.#sides.at(peer));
  }

  /** The ports of peers with that outline, in the order of `Peer.ports`. */
  portsOf(outline: number): PortRef[] {
    return this.#outlines.portsOf(outline);
  }

  /** The ports of all outlines found so far. */
  portsOfOutlines(): PortRef[] {
    return this.#outlines.portsOfAll();
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
        const isInbound = this.#ends.directionOf(flow, manner) === 'inbound';
        each(said, peer, manner.protocol, portOrNull(this.#ends.remoteOf(flow, manner)), isInbound);
      }
    }
  }

  /** Numbers of processes are below this. */
  get processCount(): number {
    return this.#processes.length;
  }

  /** The process behind a number. */
  process(id: number): Process | null {
    return this.#processes.at(id);
  }
}
