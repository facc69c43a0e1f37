import type { Address } from '../../address/address.js';
import { compareAddresses } from '../../address/compare.js';
import type { Connection, Process } from '../../model/connection.js';
import { type FlowGroups, type FlowKind, type FlowSums } from '../../model/flow-group.js';
import type { Kinds } from './table-kinds.js';
import { Flow } from './table-flows.js';
import type { TableSums } from './table-sums.js';

const NAMES_KEPT = 20;
/** Positions that fit into a double beside an IPv4 word. */
const POSITIONS = 0x20_0000;
const NO_NAMES: readonly string[] = [];

/** Gives the flows of a table to a sink: by remote address, those of one address in the order of their first lines. */
export class TableGroups implements FlowGroups {
  readonly localPorts: Uint32Array;
  readonly remotePorts: Uint32Array;
  readonly kindOf: Uint32Array;
  readonly kinds: FlowKind[] = [];
  readonly pids: Uint32Array;
  readonly lines: Uint32Array;
  readonly counts: Uint32Array;
  /** A pid is the number of a kind and one: each kind has its process. */
  readonly process: (pid: number) => Process | null;
  /** As many as remote addresses. */
  readonly length: number;
  readonly ends: Uint32Array;
  readonly rows: Uint32Array;
  readonly #table: TableSums;
  readonly #addresses: readonly Address[];
  /** Peers in the order of their addresses. */
  readonly #order: readonly number[];
  /** Numbers of flows by peer, and where each peer's begin. */
  readonly #flows: Uint32Array;
  readonly #begins: Uint32Array;
  readonly #flow = new Flow();
  readonly #sums = new Sums();
  /** By kind and turned. */
  readonly #hasProcess: Uint8Array;
  readonly #names: (readonly string[])[] = [];

  constructor(table: TableSums, kinds: Kinds) {
    this.#table = table;
    this.#hasProcess = new Uint8Array(kinds.keys.length * 2);
    const { length } = table.peers;
    this.length = length;
    this.#addresses = Array.from({ length }, (_, peer) => table.peers.at(peer));
    this.#order = orderOf(this.#addresses);
    [this.ends, this.rows] = [new Uint32Array(length), new Uint32Array(length)];
    const column = (): Uint32Array => new Uint32Array(table.flows.length);
    [this.localPorts, this.remotePorts, this.kindOf] = [column(), column(), column()];
    [this.pids, this.lines, this.counts] = [column(), column(), column()];
    this.process = (pid) => (pid === 0 ? null : (kinds.at(pid - 1)?.connection.process ?? null));
    for (let kind = 0; kind < kinds.keys.length; kind++) {
      const known = kinds.at(kind);
      for (const connection of [known?.connection, known?.second]) {
        this.#hasProcess[this.kinds.length] = connection?.process == null ? 0 : 1;
        this.kinds.push(kindOf(connection));
        this.#names.push(connection?.remoteNames ?? NO_NAMES);
      }
    }
    ({ flows: this.#flows, begins: this.#begins } = this.#byPeer());
    this.#fill();
  }

  remote = (group: number): Address => this.#addresses[this.#order[group]];

  /** Reused. */
  sums = (group: number): FlowSums | null => {
    const peer = this.#order[group];
    const [flow, sums] = [this.#flow, this.#sums];
    sums.clear();
    for (let at = this.#begins[peer]; at < this.#begins[peer + 1]; at++) {
      this.#table.flows.read(this.#flows[at], flow);
      if (!flow.isAside) sums.add(flow, this.#names[flow.kind * 2 + (flow.isTurned ? 1 : 0)]);
    }
    return sums.isEmpty ? null : sums;
  };

  /** Of rows that are aside nothing but their number matters. */
  #fill(): void {
    const flow = this.#flow;
    let at = 0;
    for (const [group, peer] of this.#order.entries()) {
      for (let place = this.#begins[peer]; place < this.#begins[peer + 1]; place++, at++) {
        this.#table.flows.read(this.#flows[place], flow);
        const kind = flow.kind * 2 + (flow.isTurned ? 1 : 0);
        this.rows[group] += flow.count;
        this.lines[at] = flow.line;
        this.counts[at] = flow.count;
        this.localPorts[at] = flow.localPort;
        this.remotePorts[at] = flow.remotePort;
        if (flow.isAside) continue;
        this.kindOf[at] = kind;
        this.pids[at] = this.#hasProcess[kind] === 1 ? flow.kind + 1 : 0;
      }
      this.ends[group] = at;
    }
  }

  /** Numbers of flows by peer, those of one in order, and where each peer's begin. */
  #byPeer(): { readonly flows: Uint32Array; readonly begins: Uint32Array } {
    const { flows: table, peers } = this.#table;
    const begins = new Uint32Array(peers.length + 1);
    for (let flow = 0; flow < table.length; flow++) begins[table.peerOf(flow) + 1]++;
    for (let peer = 0; peer < peers.length; peer++) begins[peer + 1] += begins[peer];
    const next = begins.slice();
    const flows = new Uint32Array(table.length);
    for (let flow = 0; flow < table.length; flow++) flows[next[table.peerOf(flow)]++] = flow;
    return { flows, begins };
  }
}

/** Positions of addresses in their order; IPv4 by its word alone, which a hundred thousand need. */
function orderOf(addresses: readonly Address[]): number[] {
  const [words, others]: [number[], number[]] = [[], []];
  const areFew = addresses.length <= POSITIONS;
  for (const [at, { family, w3 }] of addresses.entries()) {
    if (family === 4 && areFew) words.push(w3 * POSITIONS + at);
    else others.push(at);
  }
  others.sort((a, b) => compareAddresses(addresses[a], addresses[b]));
  return [...Float64Array.from(words).sort()].map((key) => key % POSITIONS).concat(others);
}

function kindOf(connection: Connection | undefined): FlowKind {
  if (connection === undefined) return { protocol: 'tcp', state: 'unknown' };
  const { protocol, state, direction, host } = connection;
  return { protocol, state, direction, host };
}

/** What the flows of one peer add up to: reused. */
class Sums implements FlowSums {
  #first = NaN;
  #last = NaN;
  #longest = NaN;
  #sent = NaN;
  #received = NaN;
  names: readonly string[] = NO_NAMES;

  clear(): void {
    [this.#first, this.#last, this.#longest, this.#sent, this.#received] = [NaN, NaN, NaN, NaN, NaN];
    this.names = NO_NAMES;
  }

  add(flow: Flow, names: readonly string[]): void {
    // Comparing with NaN is false.
    if (flow.first >= 0 && !(flow.first >= this.#first)) this.#first = flow.first;
    if (flow.last >= 0 && !(flow.last <= this.#last)) this.#last = flow.last;
    if (flow.longest >= 0 && !(flow.longest <= this.#longest)) this.#longest = flow.longest;
    if (flow.sent >= 0) this.#sent = (this.#sent || 0) + flow.sent;
    if (flow.received >= 0) this.#received = (this.#received || 0) + flow.received;
    if (names.length > 0) this.names = [...new Set([...this.names, ...names])].slice(0, NAMES_KEPT);
  }

  get isEmpty(): boolean {
    return !(this.#first >= 0) && !(this.#sent >= 0) && !(this.#received >= 0) && this.names.length === 0;
  }

  get firstSeen(): number | null {
    return said(this.#first);
  }

  get lastSeen(): number | null {
    return said(this.#last);
  }

  get longestMs(): number | null {
    return said(this.#longest);
  }

  get bytesSent(): number | null {
    return said(this.#sent);
  }

  get bytesReceived(): number | null {
    return said(this.#received);
  }
}

function said(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
