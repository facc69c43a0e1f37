import { NO_PORT } from '../model/flow-group.js';
import type { PeerFlow, PeerPort, PeerProcess } from '../model/peer.js';
import { type FlowEnds, portOrNull } from './_flow-ends.js';
import { END, type Flows } from './_flows.js';
import type { Manner, Manners } from './_manners.js';
import { portKey } from './_port-key.js';
import { processKey, type Processes } from './_processes.js';
import type { Counted, Seen } from './_table-peer.js';
import { Tally } from './_tally.js';

/** What the flows of a peer add up to, as a report shows it. */
export class PeerFlows {
  readonly #flows: Flows;
  readonly #manners: Manners;
  readonly #ends: FlowEnds;
  readonly #processes: Processes;

  constructor(flows: Flows, manners: Manners, ends: FlowEnds, processes: Processes) {
    this.#flows = flows;
    this.#manners = manners;
    this.#ends = ends;
    this.#processes = processes;
  }

  /** The hosts, ports, processes, states and directions of a peer, most connections first. */
  seenAt(peer: number): Seen {
    const [hosts, states, directions]: [string[], Seen['states'], Seen['directions']] = [[], {}, {}];
    const ports = new Tally<Counted<PeerPort>>();
    const processes = new Tally<Counted<PeerProcess>>();
    for (let flow = this.#flows.first(peer); flow !== END; flow = this.#flows.next(flow)) {
      const count = this.#flows.count(flow);
      const manner = this.#manners.at(this.#flows.manner(flow));
      const direction = this.#ends.directionOf(flow, manner);
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

  /** The flows of a peer without their handed-out ports. `processes` are the peer's own, which flows point into. */
  togetherAt(peer: number, processes: Seen['processes']): PeerFlow[] {
    const found = new Map<string, Counted<PeerFlow>>();
    const places = new Map<number, number>();
    for (let flow = this.#flows.first(peer); flow !== END; flow = this.#flows.next(flow)) {
      const manner = this.#manners.at(this.#flows.manner(flow));
      const direction = this.#ends.directionOf(flow, manner);
      const isLocal = direction === 'inbound';
      const port = this.#ends.servicePortOf(flow, manner, isLocal);
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
    const process = this.#processes.at(id);
    if (process === null) return null;
    const known = places.get(id);
    if (known !== undefined) return known;
    const key = processKey(process);
    const place = processes.findIndex((candidate) => processKey(candidate) === key);
    places.set(id, place);
    return place;
  }

  #countPort(ports: Tally<Counted<PeerPort>>, flow: number, manner: Manner, isLocal: boolean, count: number): void {
    const port = this.#ends.servicePortOf(flow, manner, isLocal);
    if (port === NO_PORT) return;
    const { protocol } = manner;
    const key = portKey(manner, port, isLocal);
    const known = ports.find(key);
    if (known === undefined) ports.add(key, { port, protocol, connections: count, isLocal });
    else known.connections += count;
  }

  #countProcess(processes: Tally<Counted<PeerProcess>>, id: number, count: number): void {
    const process = this.#processes.at(id);
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
