import { BEHAVIOURS, behaviourOf, COUNTED_PACE, paceOf, PACES } from '../judge/index.js';
import { NO_PORT } from '../model/flow-group.js';
import type { FlowEnds } from './_flow-ends.js';
import { END, type Flows } from './_flows.js';
import type { Manners } from './_manners.js';
import { portKey, portOfKey, type PortRef } from './_port-key.js';
import { NO_LIST, PortLists } from './_port-lists.js';
import type { Processes } from './_processes.js';
import type { Side } from './_table-peer.js';
import type { Times } from './_times.js';

/** See `Outlines.at`. */
export const NO_OUTLINE = -1;

/** Numbers for all that judging counts of a peer besides its owner: peers with the same one differ in nothing else. */
export class Outlines {
  readonly #flows: Flows;
  readonly #manners: Manners;
  readonly #ends: FlowEnds;
  readonly #processes: Processes;
  readonly #times: Times;
  readonly #portLists = new PortLists();
  readonly #protocol = (id: number): string => this.#manners.protocol(id);

  constructor(flows: Flows, manners: Manners, ends: FlowEnds, processes: Processes, times: Times) {
    this.#flows = flows;
    this.#manners = manners;
    this.#ends = ends;
    this.#processes = processes;
    this.#times = times;
  }

  /** `NO_OUTLINE` where there is more than ports, counts, times and bytes: names, a program that is named. */
  at(peer: number, connections: number, side: Side | null): number {
    if (side !== null && side.names.length > 0) return NO_OUTLINE;
    const flows = this.#flows;
    const ports = this.#portLists;
    let synSent = 0;
    let established = 0;
    let closeWait = 0;
    let outbound = 0;
    ports.clear();
    for (let flow = flows.first(peer); flow !== END; flow = flows.next(flow)) {
      const process = this.#processes.at(flows.process(flow));
      if (process !== null && (process.name !== null || process.path !== null)) return NO_OUTLINE;
      const count = flows.count(flow);
      const manner = this.#manners.at(flows.manner(flow));
      // How many hosts is asked of a peer with times.
      if (side !== null && manner.host !== '') return NO_OUTLINE;
      const direction = this.#ends.directionOf(flow, manner);
      if (manner.state === 'syn-sent') synSent += count;
      else if (manner.state === 'established') established += count;
      else if (manner.state === 'close-wait') closeWait += count;
      if (direction === 'outbound') outbound += count;
      const isLocal = direction === 'inbound';
      const port = this.#ends.servicePortOf(flow, manner, isLocal);
      if (port !== NO_PORT) ports.count(portKey(manner, port, isLocal), count);
    }
    const list = ports.number();
    if (list === NO_LIST) return NO_OUTLINE;
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
    const list = Math.floor(outline / (BEHAVIOURS * PACES));
    return this.#portLists.portsOf(list).map((key) => portOfKey(key, this.#protocol));
  }

  /** The ports of all outlines found so far. */
  portsOfAll(): PortRef[] {
    return Array.from(this.#portLists.allPorts(), (key) => portOfKey(key, this.#protocol));
  }
}
