/** Ports, one more than there are. */
const PORTS = 0x10000;
/** More hosts and protocols than one investigation holds: a part of the key, not a limit. */
const PLACES = 0x1000;
/** Past this many ports counting stops: a listing so large has listeners, and memory stays bounded. */
const MOST = 1 << 19;

interface Met {
  count: number;
  last: number;
}

/**
 * How many ports at the other end each port has met: a port of ours that many meet is a service here, one of theirs
 * that many of our ports meet is a service there. Flows of one peer come one after another.
 */
export class Repetition {
  readonly #ours = new Map<number, Met>();
  readonly #theirs = new Map<number, Met>();

  add(peer: number, remote: number, place: number, local: number): void {
    meet(this.#ours, place * PORTS + local, peer * PORTS + remote);
    meet(this.#theirs, keyOfTheirs(peer, remote, place), local);
  }

  /** Far ports that have met this port of ours. */
  ofOurs(place: number, local: number): number {
    return this.#ours.get(place * PORTS + local)?.count ?? 0;
  }

  /** Ports of ours that have met this one of a peer. */
  ofTheirs(peer: number, remote: number, place: number): number {
    return this.#theirs.get(keyOfTheirs(peer, remote, place))?.count ?? 0;
  }
}

function keyOfTheirs(peer: number, remote: number, place: number): number {
  return (peer * PLACES + (place % PLACES)) * PORTS + remote;
}

function meet(met: Map<number, Met>, key: number, other: number): void {
  const known = met.get(key);
  if (known === undefined) {
    if (met.size < MOST) met.set(key, { count: 1, last: other });
  } else if (known.last !== other) {
    known.count++;
    known.last = other;
  }
}
