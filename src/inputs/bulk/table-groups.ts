import type { Address } from '../../address/address.js';
import { compareAddresses } from '../../address/compare.js';
import { ipv4 } from '../../address/ipv4.js';
import type { Connection, Process } from '../../model/connection.js';
import { type FlowGroup, type FlowKind, type FlowSink, type FlowSums, NO_PORT } from '../../model/flow-group.js';
import type { Kinds } from './table-kinds.js';
import type { Flow, TableSums } from './table-sums.js';

const NAMES_KEPT = 20;
/** Positions that fit into a double beside an IPv4 word. */
const POSITIONS = 0x20_0000;
const NO_NAMES: readonly string[] = [];

/** Gives the flows of a table to a sink: by remote address, those of one address in the order of their first lines. */
export class TableGroups implements FlowGroup {
  readonly localPorts: Uint32Array;
  readonly remotePorts: Uint32Array;
  readonly kindOf: Uint32Array;
  readonly kinds: FlowKind[] = [];
  readonly pids: Uint32Array;
  readonly lines: Uint32Array;
  readonly counts: Uint32Array;
  /** A pid is the number of a kind and one: each kind has its process. */
  readonly process: (pid: number) => Process | null;
  remote: Address = ipv4(0);
  start = 0;
  end = 0;
  rows = 0;
  sums: FlowSums | null = null;
  readonly #table: TableSums;
  readonly #kinds: Kinds;

  constructor(table: TableSums, kinds: Kinds) {
    this.#table = table;
    this.#kinds = kinds;
    const column = (): Uint32Array => new Uint32Array(table.length);
    [this.localPorts, this.remotePorts, this.kindOf] = [column(), column(), column()];
    [this.pids, this.lines, this.counts] = [column(), column(), column()];
    this.process = (pid) => (pid === 0 ? null : (kinds.at(pid - 1)?.connection.process ?? null));
    for (let kind = 0; kind < kinds.keys.length; kind++) {
      const known = kinds.at(kind);
      this.kinds.push(kindOf(known?.connection), kindOf(known?.second));
    }
  }

  emit(give: NonNullable<FlowSink['flows']>): void {
    const { peers } = this.#table;
    const flowsOf = this.#byPeer();
    for (const peer of orderOf(peers)) {
      this.remote = peers[peer];
      this.start = this.end;
      this.rows = 0;
      const sums = new Sums();
      for (const flow of flowsOf(peer)) this.#push(this.#table.at(flow), sums);
      this.sums = sums.told;
      give(this);
    }
  }

  /** Of rows that are aside nothing but their number matters. */
  #push(flow: Flow, sums: Sums): void {
    const at = this.end++;
    const { kind, isTurned, isAside, localPort, remotePort, line, count } = flow;
    this.lines[at] = line;
    this.counts[at] = count;
    this.rows += count;
    this.localPorts[at] = localPort ?? NO_PORT;
    this.remotePorts[at] = remotePort ?? NO_PORT;
    if (isAside) return;
    const known = this.#kinds.at(kind);
    const connection = isTurned ? known?.second : known?.connection;
    this.kindOf[at] = kind * 2 + (isTurned ? 1 : 0);
    this.pids[at] = connection?.process == null ? 0 : kind + 1;
    sums.add(flow, connection?.remoteNames ?? NO_NAMES);
  }

  /** Numbers of flows by peer, those of one in order. */
  #byPeer(): (peer: number) => Uint32Array {
    const table = this.#table;
    const starts = new Uint32Array(table.peers.length + 1);
    for (let flow = 0; flow < table.length; flow++) starts[table.peerOf(flow) + 1]++;
    for (let peer = 0; peer < table.peers.length; peer++) starts[peer + 1] += starts[peer];
    const ends = starts.slice();
    const flows = new Uint32Array(table.length);
    for (let flow = 0; flow < table.length; flow++) flows[ends[table.peerOf(flow)]++] = flow;
    return (peer) => flows.subarray(starts[peer], ends[peer]);
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

/** What the flows of one peer add up to. */
class Sums {
  #first = Infinity;
  #last = -Infinity;
  #longest = -1;
  #sent = NaN;
  #received = NaN;
  #names: string[] | null = null;

  add({ first, last, longest, sent, received }: Flow, names: readonly string[]): void {
    // Comparing with NaN is false.
    if (first < this.#first) this.#first = first;
    if (last > this.#last) this.#last = last;
    if (longest > this.#longest) this.#longest = longest;
    if (sent >= 0) this.#sent = this.#sent >= 0 ? this.#sent + sent : sent;
    if (received >= 0) this.#received = this.#received >= 0 ? this.#received + received : received;
    for (const name of names) {
      this.#names ??= [];
      if (this.#names.length < NAMES_KEPT && !this.#names.includes(name)) this.#names.push(name);
    }
  }

  get told(): FlowSums | null {
    const hasTime = this.#first !== Infinity;
    if (!hasTime && !(this.#sent >= 0) && !(this.#received >= 0) && this.#names === null) return null;
    return {
      firstSeen: hasTime ? this.#first : null,
      lastSeen: hasTime ? this.#last : null,
      longestMs: this.#longest < 0 ? null : this.#longest,
      bytesSent: this.#sent >= 0 ? this.#sent : null,
      bytesReceived: this.#received >= 0 ? this.#received : null,
      names: this.#names ?? NO_NAMES,
    };
  }
}
