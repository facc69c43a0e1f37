import { type FlowGroups, NO_PORT } from '../model/flow-group.js';
import { Column } from './_interned.js';
import { mix, RowIndex } from '../address/row-index.js';
import { widened, wider } from '../address/widened.js';

/** No flow: the end of a peer's list. */
export const END = -1;
/** In a column of peers: rows that are set aside. */
export const NOBODY = 0xffffffff;
/** Past this many distinct flows, handed-out local ports no longer tell flows apart: memory stays bounded. */
const FLOWS_WITH_LOCAL_PORT = 1_000_000;
const EPHEMERAL_FROM = 32_768;
/** Up to here looking through a peer's flows is quicker than a hash; nearly all peers stay below it. */
const FEW = 16;

/** Words of a flow, side by side so that one look at memory brings them all. */
const STRIDE = 8;
const PEER = 0;
/** The number of the flow before and one: 0 is none. */
const NEXT = 1;
const REMOTE = 2;
const LOCAL = 3;
const MANNER = 4;
const PROCESS = 5;
const COUNT = 6;
const NOTE = 7;

/** Distinct flows as rows of numbers: those of one peer are linked, the latest first. */
export class Flows {
  length = 0;
  #words = new Uint32Array(64 * STRIDE);
  /** Likewise. */
  readonly #latest = new Column();
  readonly #ofPeer = new Column();
  /** Flows of peers that have more than a few, once one of them is looked for. */
  readonly #index = new RowIndex();
  readonly #isIndexed = new Column();

  /** Makes room for so many peers. */
  reachPeers(peers: number): void {
    this.#latest.reach(peers);
    this.#ofPeer.reach(peers);
    this.#isIndexed.reach(peers);
  }

  /** Counts rows of the flow, which is made if there is none. */
  add(peer: number, remote: number, port: number, manner: number, process: number, count: number): void {
    const local = port >= EPHEMERAL_FROM && this.length >= FLOWS_WITH_LOCAL_PORT ? NO_PORT : port;
    const known = this.#find(peer, remote, local, manner, process);
    if (known !== END) this.#words[known * STRIDE + COUNT] += count;
    else this.#push(peer, remote, local, manner, process, count);
  }

  #find(peer: number, remote: number, local: number, manner: number, process: number): number {
    if (this.#ofPeer.get(peer) > FEW) return this.#findAmongMany(peer, remote, local, manner, process);
    let flow = this.first(peer);
    while (flow !== END && !this.#isAt(flow, peer, remote, local, manner, process)) flow = this.next(flow);
    return flow;
  }

  /** By itself, since what a closure holds is set up on entry. */
  #findAmongMany(peer: number, remote: number, local: number, manner: number, process: number): number {
    if (this.#isIndexed.get(peer) === 0) this.#indexAll(peer);
    const hash = hashOf(peer, remote, local, manner, process);
    const found = this.#index.find(hash, (flow) => this.#isAt(flow, peer, remote, local, manner, process));
    return found === -1 ? END : found;
  }

  #isAt(flow: number, peer: number, remote: number, local: number, manner: number, process: number): boolean {
    const words = this.#words;
    const at = flow * STRIDE;
    return (
      words[at + LOCAL] === local &&
      words[at + MANNER] === manner &&
      words[at + REMOTE] === remote &&
      words[at + PROCESS] === process &&
      words[at + PEER] === peer
    );
  }

  #push(peer: number, remote: number, local: number, manner: number, process: number, count: number): void {
    const flow = this.length;
    this.#reach(flow + 1);
    this.#write(flow, peer, this.#latest.get(peer), remote, local, manner, process, count);
    this.#latest.set(peer, flow + 1);
    this.#ofPeer.add(peer, 1);
    if (this.#isIndexed.get(peer) === 1) this.#insert(flow);
  }

  /**
   * The flows of groups, whose peers are `peers`, but for those of nobody; `manners` by kind, `processes` by flow. A reader
   * tells of a flow once: those of a peer that has none yet need not be looked for, which takes the most time.
   */
  addGroups(peers: Uint32Array, groups: FlowGroups, manners: readonly number[], processes: Uint32Array): void {
    this.#words = widened(this.#words, (this.length + groups.left) * STRIDE);
    const { remotePorts, localPorts, kindOf, counts } = groups;
    for (let group = 0, at = 0; group < groups.length; group++) {
      const peer = peers[group];
      const end = groups.ends[group];
      if (peer === NOBODY) at = end;
      else if (this.#ofPeer.get(peer) > 0 || this.length + end - at > FLOWS_WITH_LOCAL_PORT) {
        for (; at < end; at++)
          this.add(peer, remotePorts[at], localPorts[at], manners[kindOf[at]], processes[at], counts[at]);
      } else at = this.#addNew(peer, at, end, groups, manners, processes);
    }
  }

  /** The flows from `start` to `end` are all those of the peer. */
  #addNew(
    peer: number,
    start: number,
    end: number,
    { remotePorts, localPorts, kindOf, counts }: FlowGroups,
    manners: readonly number[],
    processes: Uint32Array,
  ): number {
    let flow = this.length;
    let next = 0;
    this.#reach(flow + end - start);
    for (let at = start; at < end; at++) {
      this.#write(flow, peer, next, remotePorts[at], localPorts[at], manners[kindOf[at]], processes[at], counts[at]);
      next = ++flow;
    }
    this.#latest.set(peer, next);
    this.#ofPeer.set(peer, end - start);
    return end;
  }

  /** Makes room for so many flows. */
  #reach(flows: number): void {
    while (flows * STRIDE > this.#words.length) this.#words = wider(this.#words);
    this.length = flows;
  }

  #write(
    flow: number,
    peer: number,
    next: number,
    remote: number,
    local: number,
    manner: number,
    process: number,
    count: number,
  ): void {
    const words = this.#words;
    const at = flow * STRIDE;
    words[at + PEER] = peer;
    words[at + NEXT] = next;
    words[at + REMOTE] = remote;
    words[at + LOCAL] = local;
    words[at + MANNER] = manner;
    words[at + PROCESS] = process;
    words[at + COUNT] = count;
  }

  #indexAll(peer: number): void {
    this.#isIndexed.set(peer, 1);
    for (let flow = this.first(peer); flow !== END; flow = this.next(flow)) this.#insert(flow);
  }

  #insert(flow: number): void {
    const words = this.#words;
    const at = flow * STRIDE;
    const hash = hashOf(
      words[at + PEER],
      words[at + REMOTE],
      words[at + LOCAL],
      words[at + MANNER],
      words[at + PROCESS],
    );
    this.#index.insert(hash, flow);
  }

  /** The latest flow of a peer, or END; the others follow by `next`. */
  first(peer: number): number {
    return this.#latest.get(peer) - 1;
  }

  next(flow: number): number {
    return this.#words[flow * STRIDE + NEXT] - 1;
  }

  remote(flow: number): number {
    return this.#words[flow * STRIDE + REMOTE];
  }

  local(flow: number): number {
    return this.#words[flow * STRIDE + LOCAL];
  }

  manner(flow: number): number {
    return this.#words[flow * STRIDE + MANNER];
  }

  process(flow: number): number {
    return this.#words[flow * STRIDE + PROCESS];
  }

  count(flow: number): number {
    return this.#words[flow * STRIDE + COUNT];
  }

  /** What was noted of a flow; 0 before that. */
  note(flow: number): number {
    return this.#words[flow * STRIDE + NOTE];
  }

  setNote(flow: number, note: number): void {
    this.#words[flow * STRIDE + NOTE] = note;
  }

  clearNotes(): void {
    for (let flow = 0; flow < this.length; flow++) this.setNote(flow, 0);
  }
}

function hashOf(peer: number, remote: number, local: number, manner: number, process: number): number {
  return mix(mix(mix(mix(peer, remote), local), manner), process);
}
