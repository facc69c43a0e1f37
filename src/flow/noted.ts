import type { Investigation, JudgedPeer, PeerList } from '../model/investigation.js';
import type { Notes } from '../model/notes.js';

/** The investigation with these notes beside its peers, and no others; for reports. Verdicts stay. */
export function noted(investigation: Investigation, notes: Notes): Investigation {
  return { ...investigation, notes, peers: new NotedPeers(investigation.peers, notes) };
}

/** Peers are still built when they are asked for. */
class NotedPeers implements PeerList {
  readonly #peers: PeerList;
  readonly #notes: Notes;

  constructor(peers: PeerList, notes: Notes) {
    this.#peers = peers;
    this.#notes = notes;
  }

  get length(): number {
    return this.#peers.length;
  }

  at(index: number): JudgedPeer {
    const { note: _, ...peer } = this.#peers.at(index);
    const note = this.#notes.get(peer.peer.text);
    return note === undefined ? peer : { ...peer, note };
  }

  verdictAt(index: number): ReturnType<PeerList['verdictAt']> {
    return this.#peers.verdictAt(index);
  }

  *[Symbol.iterator](): Iterator<JudgedPeer> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}
