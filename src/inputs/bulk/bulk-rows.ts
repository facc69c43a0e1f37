import { ipv4 } from '../../address/ipv4.js';
import { parseAddress } from '../../address/parse.js';
import type { Connection, Endpoint, Process } from '../../model/connection.js';
import { ANY, exact } from '../_endpoint.js';
import { WITHOUT_PEER } from './_port-class.js';
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
import type { TokenArena } from './token-arena.js';

const NO_NAMES: readonly string[] = [];

/** Turns counted flows into connections, one at a time. */
export class BulkRows {
  readonly #table: FlowTable;
  readonly #tokens: TokenArena;
  readonly #processes = new Map<number, Process>();

  constructor(table: FlowTable, tokens: TokenArena) {
    this.#table = table;
    this.#tokens = tokens;
  }

  /** Gives every flow to `sink`, in the order of their first lines. */
  emit(sink: { connection(connection: Connection): void }): void {
    for (let at = 0; at < this.#table.length; at++) sink.connection(this.at(at));
  }

  at(position: number): Connection {
    const { rows, coarseness } = this.#table;
    const from = position * STRIDE;
    const word = rows[from + MANNER];
    const { isUdp, isStar, isRemoteToken, isLocalToken, state, pid } = manner(word);
    const count = rows[from + COUNT];
    const hasPeer = ((word >>> CLASS_SHIFT) & 3) !== WITHOUT_PEER;
    const isListener = !hasPeer && !isUdp && rows[from + FIRST_PORTS] >>> 16 === 0;
    // Ports that differ between merged rows are not told.
    const hasPorts = hasPeer ? coarseness < 2 : isListener || count === 1;
    const ports = rows[from + FIRST_PORTS];
    const name = STATES[state];
    return {
      protocol: isUdp ? 'udp' : 'tcp',
      local: this.#end(rows[from + LOCAL], isLocalToken, hasPorts ? ports & 0xffff : null),
      remote: isStar ? ANY : this.#end(rows[from + ADDRESS], isRemoteToken, hasPorts ? ports >>> 16 : null),
      state: name,
      direction: name === 'listening' ? 'listening' : null,
      process: pid === null || pid === 0 ? null : this.#process(pid),
      host: null,
      remoteNames: NO_NAMES,
      time: null,
      bytesSent: null,
      bytesReceived: null,
      line: rows[from + LINE],
      count,
    };
  }

  #end(word: number, isToken: boolean, port: number | null): Endpoint {
    const address = isToken ? parseAddress(this.#tokens.text(word)) : ipv4(word);
    return address === null ? ANY : exact(address, port);
  }

  #process(pid: number): Process {
    let process = this.#processes.get(pid);
    if (process === undefined) {
      process = {
        name: null,
        path: null,
        pid,
        services: NO_NAMES,
        commandLine: null,
        user: null,
        parent: null,
        signer: null,
      };
      this.#processes.set(pid, process);
    }
    return process;
  }
}
