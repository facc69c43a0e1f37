import { NO_PORT } from '../model/flow-group.js';
import type { OperatingSystem } from '../model/input.js';
import type { ServiceEnd } from '../model/peer.js';
import type { FlowEnds } from './_flow-ends.js';
import { END, type Flows } from './_flows.js';
import type { Manners } from './_manners.js';
import { Repetition } from './_repetition.js';
import { serviceEndOf, sumServiceEnds } from './service-end.js';

/** At which end of a peer's flows the service is, and how sure that is. */
export class ServiceEnds {
  readonly #flows: Flows;
  readonly #manners: Manners;
  readonly #ends: FlowEnds;
  /** Made when the first peer is asked for. */
  #repetition: Repetition | null = null;
  /** The system that the listings are of: it tells which ports are handed out. */
  os: OperatingSystem = 'unknown';

  constructor(flows: Flows, manners: Manners, ends: FlowEnds) {
    this.#flows = flows;
    this.#manners = manners;
    this.#ends = ends;
  }

  /** `peers` is how many there are: what repeats is counted over all of them. */
  at(peer: number, peers: number): ServiceEnd[] {
    this.#repetition ??= this.#countRepetition(peers);
    return sumServiceEnds(this.#each(peer, this.#repetition));
  }

  *#each(peer: number, repetition: Repetition): Generator<readonly [Omit<ServiceEnd, 'connections'>, number]> {
    const flows = this.#flows;
    for (let flow = flows.first(peer); flow !== END; flow = flows.next(flow)) {
      const manner = this.#manners.at(flows.manner(flow));
      const meetOurs = repetition.ofOurs(manner.place, flows.local(flow));
      const meetTheirs = repetition.ofTheirs(peer, flows.remote(flow), manner.place);
      const seen = { ...this.#ends.endsOf(flow, manner), stated: manner.direction, meetOurs, meetTheirs };
      yield [serviceEndOf(seen, this.os), flows.count(flow)];
    }
  }

  /** Of flows that nothing else decides, and of TCP alone: one UDP socket may call many. */
  #countRepetition(peers: number): Repetition {
    const repetition = new Repetition();
    const flows = this.#flows;
    for (let peer = 0; peer < peers; peer++) {
      for (let flow = flows.first(peer); flow !== END; flow = flows.next(flow)) {
        const [remote, local] = [flows.remote(flow), flows.local(flow)];
        const manner = this.#manners.at(flows.manner(flow));
        if (remote === NO_PORT || local === NO_PORT || !manner.protocol.startsWith('tcp')) continue;
        if (this.#ends.directionOf(flow, manner) === 'unknown') repetition.add(peer, remote, manner.place, local);
      }
    }
    return repetition;
  }
}
