import type { Address } from '../../address/address.js';
import { ipv4 } from '../../address/ipv4.js';
import type { Connection, Endpoint, Process } from '../../model/connection.js';
import type { FlowSink } from '../../model/flow-group.js';
import { ANY, exact } from '../_endpoint.js';
import { GroupRows } from './_group-rows.js';
import { WITHOUT_PEER } from './_port-class.js';
import type { TokenAddresses } from './_token-address.js';
import { BROUGHT_TOGETHER } from './flow-kernel.js';
import {
  ADDRESS,
  CLASS_SHIFT,
  COUNT,
  FIRST_PORTS,
  type FlowTable,
  LINE,
  LOCAL,
  MANNER,
  manner,
  STRIDE,
} from './flow-table.js';
import { STATES } from './state-words.js';

const NO_NAMES: readonly string[] = [];
/** Turns counted flows into connections, one at a time. */
export class BulkRows {
  readonly #table: FlowTable;
  readonly #addresses: TokenAddresses;
  readonly #process = processesByPid();
  /** The addresses made last: flows come by remote address, and a computer has few of its own. */
  #local = ipv4(0);
  #remote = ipv4(0);

  constructor(table: FlowTable, addresses: TokenAddresses) {
    this.#table = table;
    this.#addresses = addresses;
  }

  /**
   * Gives every flow to `sink`: in groups, if it takes them, by remote address, those of one address in the order of their
   * first lines.
   */
  emit(sink: FlowSink): void {
    const table = this.#table;
    if (sink.flows === undefined) {
      for (let at = 0; at < table.length; at++) sink.connection(this.at(at));
      return;
    }
    const columns = table.sort(this.#addresses.ranks());
    const groups = new GroupRows(columns, this.#addresses, this.#process);
    for (let first = 0; first < table.length; first += BROUGHT_TOGETHER) {
      table.bring(first);
      groups.left = table.length - first;
      for (let at = 0; at < columns.lengths[1]; at++) sink.connection(this.at(columns.alone[at]));
      sink.flows(groups);
    }
  }

  /** One flow by itself. */
  at(position: number): Connection {
    const { rows } = this.#table;
    const from = position * STRIDE;
    const word = rows[from + MANNER];
    const { isUdp, isStar, isRemoteToken, isLocalToken, state, pid } = manner(word);
    const count = rows[from + COUNT];
    const ports = rows[from + FIRST_PORTS];
    const hasPeer = ((word >>> CLASS_SHIFT) & 3) !== WITHOUT_PEER;
    const isListener = !hasPeer && !isUdp && ports >>> 16 === 0;
    // Ports that differ between merged rows are not told.
    const hasPorts = hasPeer ? this.#table.coarseness < 2 : isListener || count === 1;
    const name = STATES[state];
    const local = this.#localAddress(rows[from + LOCAL], isLocalToken);
    const remote = isStar ? null : this.#remoteAddress(rows[from + ADDRESS], isRemoteToken);
    return {
      protocol: isUdp ? 'udp' : 'tcp',
      local: end(local, hasPorts ? ports & 0xffff : null),
      remote: end(remote, hasPorts ? ports >>> 16 : null),
      state: name,
      direction: name === 'listening' ? 'listening' : null,
      process: this.#process(pid ?? 0),
      host: null,
      remoteNames: NO_NAMES,
      time: null,
      bytesSent: null,
      bytesReceived: null,
      line: rows[from + LINE],
      count,
    };
  }

  #localAddress(word: number, isToken: boolean): Address | null {
    if (isToken) return this.#addresses.at(word);
    if (this.#local.w3 !== word) this.#local = ipv4(word);
    return this.#local;
  }

  #remoteAddress(word: number, isToken: boolean): Address | null {
    if (isToken) return this.#addresses.at(word);
    if (this.#remote.w3 !== word) this.#remote = ipv4(word);
    return this.#remote;
  }
}

/** A process for each pid, 0 being nobody. Whoever keeps this keeps no rows. */
function processesByPid(): (pid: number) => Process | null {
  const processes = new Map<number, Process>();
  return (pid) => {
    if (pid === 0) return null;
    let process = processes.get(pid);
    if (process === undefined) processes.set(pid, (process = processOf(pid)));
    return process;
  };
}

function processOf(pid: number): Process {
  // Written out: what is spread is no object of one shape to the engine, and each flow asks for the name.
  return {
    name: null,
    path: null,
    pid,
    services: NO_NAMES,
    commandLine: null,
    user: null,
    parent: null,
    signer: null,
  };
}

function end(address: Address | null, port: number | null): Endpoint {
  return address === null ? ANY : exact(address, port);
}
