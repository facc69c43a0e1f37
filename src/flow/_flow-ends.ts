import { type Connection, type Direction, DIRECTIONS } from '../model/connection.js';
import { NO_PORT } from '../model/flow-group.js';
import type { Flows } from './_flows.js';
import type { Manner, Manners } from './_manners.js';
import { directionOf, type Ends } from './direction.js';

const PORTS = 0x10000;

/** Which end of a flow opened it, and the port of the service that the other end has. */
export class FlowEnds {
  readonly #flows: Flows;
  readonly #manners: Manners;
  readonly #listeners = new Set<number>();
  /** Ports that anything listens on: most flows are on none of them. */
  readonly #listenedTo = new Uint8Array(PORTS + 1);
  /** Whether any direction is noted: a further listener may turn it round. */
  #hasNotes = false;

  constructor(flows: Flows, manners: Manners) {
    this.#flows = flows;
    this.#manners = manners;
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

  /** Found once for each flow and noted, as a position after none. */
  directionOf(flow: number, manner: Manner): Direction {
    if (manner.direction !== null) return manner.direction;
    let note = this.#flows.note(flow);
    if (note === 0) {
      const [local, remote] = [this.#localOf(flow, manner), this.remoteOf(flow, manner)];
      note = DIRECTIONS.indexOf(directionOf(manner.state, local, remote, this.#isListening(manner, local))) + 1;
      this.#flows.setNote(flow, note);
      this.#hasNotes = true;
    }
    return DIRECTIONS[note - 1];
  }

  endsOf(flow: number, manner: Manner): Ends {
    const localPort = portOrNull(this.#localOf(flow, manner));
    const remotePort = portOrNull(this.remoteOf(flow, manner));
    const isListening = this.#isListening(manner, this.#flows.local(flow));
    return { state: manner.state, remotePort, localPort, isListening };
  }

  /** The end of a flow where the service is: ours when the peer came to us. A caller's own port is none. */
  servicePortOf(flow: number, manner: Manner, isInbound: boolean): number {
    return isInbound ? this.#localOf(flow, manner) : this.remoteOf(flow, manner);
  }

  /** The peer's port, or `NO_PORT`. */
  remoteOf(flow: number, { hasPorts }: Manner): number {
    return hasPorts ? this.#flows.remote(flow) : NO_PORT;
  }

  #localOf(flow: number, { hasPorts }: Manner): number {
    return hasPorts ? this.#flows.local(flow) : NO_PORT;
  }

  #isListening({ place }: Manner, local: number): boolean {
    return this.#listenedTo[local] === 1 && this.#listeners.has(place * PORTS + local);
  }
}

/** A port as a report names it. */
export function portOrNull(value: number): number | null {
  return value === NO_PORT ? null : value;
}
