import type { Connection, Direction, State } from '../model/connection.js';
import type { FlowKind } from '../model/flow-group.js';
import { Interned } from './_interned.js';

/** What tells a flow's rows apart besides its numbers: interned as one, since few combinations exist. */
export interface Manner {
  readonly protocol: string;
  readonly state: State;
  readonly direction: Direction | null;
  readonly host: string;
  /** Number of the host and protocol: listeners and columns of ports are told apart by it. */
  readonly place: number;
  /** Number of the protocol. */
  readonly protocolId: number;
  /** False where what stands in the place of ports is something else. */
  readonly hasPorts: boolean;
}

/** Protocols above IP without ports; Zeek and others put ICMP's type and code where ports stand (RFC 792, RFC 4443). */
const PORTLESS = /^(?:icmp(?:v?6)?|ipv6-icmp|igmp|gre|esp|ah|ospf|pim|vrrp|ip-in-ip|ipip)$/;

type Said = Pick<Connection, 'protocol' | 'state' | 'direction' | 'host'>;

/** Manners seen lately, looked through before a text is built to ask the map with. */
const RECENT = 16;

export class Manners {
  readonly #manners = new Interned<Manner>();
  readonly #places = new Interned<string>();
  readonly #recent: number[] = [];
  #oldest = 0;
  readonly #protocols = new Interned<string>();
  #kinds: readonly FlowKind[] = [];
  #kindIds: number[] = [];

  at(id: number): Manner {
    return this.#manners.values[id];
  }

  idOf(connection: Said): number {
    const { protocol, state, direction } = connection;
    const host = connection.host ?? '';
    for (const id of this.#recent) {
      const known = this.#manners.values[id];
      if (known.state === state && known.protocol === protocol && known.direction === direction && known.host === host)
        return id;
    }
    const id = this.#manners.id(`${protocol}|${state}|${direction}|${host}`, () => {
      return {
        protocol,
        state,
        direction,
        host,
        place: this.placeOf(connection),
        protocolId: this.#protocols.id(protocol, () => protocol),
        hasPorts: !PORTLESS.test(protocol),
      };
    });
    this.#recent[this.#oldest] = id;
    this.#oldest = (this.#oldest + 1) % RECENT;
    return id;
  }

  protocol(id: number): string {
    return this.#protocols.values[id];
  }

  /** The numbers of what groups of flows say, by position in `kinds`. */
  idsOfKinds(kinds: readonly FlowKind[]): readonly number[] {
    if (kinds !== this.#kinds) {
      this.#kinds = kinds;
      this.#kindIds = kinds.map((kind) => this.idOf({ direction: null, host: null, ...kind }));
    }
    return this.#kindIds;
  }

  placeOf({ host, protocol }: Pick<Connection, 'host' | 'protocol'>): number {
    const place = `${protocol}|${host ?? ''}`;
    return this.#places.id(place, () => place);
  }
}
