import { LEAST_CORE, LEAST_GAPS, LEAST_REFUSED, LEAST_SECONDS, LEAST_STARTS } from '../judge/index.js';
import type { Connection } from '../model/connection.js';
import { type FlowStarts, type FlowSums, isUnanswered, STARTS_OF_ALL, STARTS_OF_ONE } from '../model/flow-group.js';
import type { PeerTiming, Rhythm } from '../model/peer.js';
import { gapsEvenness, rhythmOf, sizesEvenness } from './_rhythm.js';
import { StartsByPeer } from './_starts-by-peer.js';

const DAY = 86_400_000;
const DAYS_KEPT = 10_000;
/** What a date can hold: evidence may claim any number. */
const LATEST = 8.64e15;

/**
 * When the connections of each peer began and how long they lasted. Listings of one moment never come here. Starts are
 * kept up to bounds, the first that are read: gaps between them need no more, and thinning would distort them.
 */
export class Times {
  readonly #days = new Set<number>();
  #from = Infinity;
  #to = -Infinity;
  #length = 0;
  #times: Float64Array = new Float64Array(64);
  /** NaN where nothing is said. */
  #bytes: Float64Array = new Float64Array(64);
  #failed: Uint8Array = new Uint8Array(64);
  #peers: Uint32Array = new Uint32Array(64);
  /** By peer: whether it has times, how many starts are kept, how many failed, and its longest connection. */
  #isTimed = new Uint8Array(64);
  #kept = new Uint16Array(64);
  #failures = new Uint16Array(64);
  #longest = new Float64Array(64).fill(NaN);
  /** Made when the first peer is asked for. */
  #byPeer: StartsByPeer | null = null;

  add(peer: number, connection: Connection): void {
    const { time, until, bytesSent } = connection;
    if (time === null || Math.abs(time) > LATEST) return;
    this.#reach(peer);
    this.#cover(time, until ?? time);
    this.#addDay(Math.floor(time / DAY));
    if (until !== undefined) this.#lasted(peer, until - time);
    this.#start(peer, time, bytesSent ?? NaN, isUnanswered(connection) ? 1 : 0);
  }

  /** All of a peer's rows in one input but their starts. */
  addSums(peer: number, { firstSeen, lastSeen, longestMs }: FlowSums): void {
    if (firstSeen === null || lastSeen === null) return;
    this.#reach(peer);
    this.#cover(firstSeen, lastSeen);
    this.#lasted(peer, longestMs ?? NaN);
  }

  /** Starts in file order; `peerOf` says of the number of each remote address which peer it is. */
  addStarts(starts: FlowStarts, peerOf: Uint32Array): void {
    const { length, remoteOf, times, bytesSent, unanswered } = starts;
    for (const day of starts.days) this.#addDay(day);
    if (this.#length === 0) return this.#adopt(starts, peerOf);
    for (let at = 0; at < length; at++) this.#start(peerOf[remoteOf[at]], times[at], bytesSent[at], unanswered[at]);
  }

  /** The columns of the first input become those kept here: they are within the same bounds. */
  #adopt({ length, remoteOf, times, bytesSent, unanswered }: FlowStarts, peerOf: Uint32Array): void {
    for (let at = 0; at < length; at++) {
      const peer = peerOf[remoteOf[at]];
      remoteOf[at] = peer;
      this.#kept[peer]++;
      this.#failures[peer] += unanswered[at];
    }
    [this.#peers, this.#times, this.#bytes, this.#failed] = [remoteOf, times, bytesSent, unanswered];
    this.#length = length;
    this.#byPeer = null;
  }

  #cover(from: number, to: number): void {
    this.#from = Math.min(this.#from, from);
    this.#to = Math.max(this.#to, Math.min(to, LATEST));
  }

  #addDay(day: number): void {
    if (this.#days.size < DAYS_KEPT) this.#days.add(day);
  }

  #lasted(peer: number, milliseconds: number): void {
    if (Number.isNaN(milliseconds)) return;
    this.#longest[peer] = Math.max(Number.isNaN(this.#longest[peer]) ? 0 : this.#longest[peer], milliseconds);
  }

  #start(peer: number, time: number, bytes: number, isFailed: number): void {
    if (this.#kept[peer] >= STARTS_OF_ONE || this.#length >= STARTS_OF_ALL) return;
    if (this.#length === this.#times.length) this.#grow();
    const at = this.#length++;
    this.#times[at] = time;
    this.#bytes[at] = bytes;
    this.#failed[at] = isFailed;
    this.#peers[at] = peer;
    this.#byPeer = null;
    this.#kept[peer]++;
    this.#failures[peer] += isFailed;
  }

  #grow(): void {
    const room = this.#length * 2;
    this.#times = filled(new Float64Array(room), this.#times);
    this.#bytes = filled(new Float64Array(room), this.#bytes);
    this.#failed = filled(new Uint8Array(room), this.#failed);
    this.#peers = filled(new Uint32Array(room), this.#peers);
  }

  #reach(peer: number): void {
    const before = this.#kept.length;
    if (peer >= before) this.#reachTo(before, Math.max(before * 2, peer + 1));
    this.#isTimed[peer] = 1;
  }

  #reachTo(before: number, room: number): void {
    this.#isTimed = filled(new Uint8Array(room), this.#isTimed);
    this.#kept = filled(new Uint16Array(room), this.#kept);
    this.#failures = filled(new Uint16Array(room), this.#failures);
    this.#longest = filled(new Float64Array(room).fill(NaN, before), this.#longest);
  }

  /** As `at`, for whoever asks for the counted pace alone: what can't change it is left out, and not computed. */
  outlineAt(peer: number): PeerTiming | null {
    if (this.#isTimed[peer] !== 1) return null;
    if (this.#mayBeStrict(peer)) return this.at(peer);
    // Those of the peer are at hand.
    const failedRun = this.#failures[peer] < LEAST_REFUSED ? 0 : longestRun(this.#sorted().failed, this.#kept[peer]);
    return this.#timing(peer, failedRun, null);
  }

  /** Gaps are few and at hand, and sizes are asked of those alone whose gaps pass. */
  #mayBeStrict(peer: number): boolean {
    if (this.#kept[peer] < Math.min(LEAST_STARTS, LEAST_REFUSED)) return false;
    const starts = this.#sorted();
    const gaps = gapsEvenness(starts.times, starts.bring(peer), LEAST_SECONDS);
    if (this.#kept[peer] < LEAST_STARTS || gaps < LEAST_GAPS) return false;
    const sizes = sizesEvenness(starts.bytes, starts.bringBytes(peer));
    return (sizes === null ? gaps : (gaps + sizes) / 2) >= LEAST_CORE;
  }

  at(peer: number): PeerTiming | null {
    if (this.#isTimed[peer] !== 1) return null;
    const starts = this.#sorted();
    const length = starts.bring(peer);
    const sizes = starts.bytes.subarray(0, starts.bringBytes(peer));
    const rhythm = rhythmOf(starts.times.subarray(0, length), sizes, { from: this.#from, to: this.#to });
    return this.#timing(peer, longestRun(starts.failed, length), rhythm);
  }

  #timing(peer: number, failedRun: number, rhythm: Rhythm | null): PeerTiming {
    const longest = this.#longest[peer];
    const longestMs = Number.isNaN(longest) ? null : longest;
    return { from: this.#from, to: this.#to, days: this.#days.size, longestMs, failedRun, rhythm };
  }

  #sorted(): StartsByPeer {
    if (this.#byPeer !== null) return this.#byPeer;
    const columns = { times: this.#times, bytes: this.#bytes, failed: this.#failed };
    const peers = this.#peers.subarray(0, this.#length);
    return (this.#byPeer = new StartsByPeer(columns, peers, this.#kept, STARTS_OF_ONE));
  }
}

/** Of the first `length` starts the most on end that failed. */
function longestRun(failed: Uint8Array, length: number): number {
  let longest = 0;
  let run = 0;
  for (let at = 0; at < length; at++) {
    run = failed[at] === 1 ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

function filled<T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(
  column: T,
  from: ArrayLike<number>,
): T {
  column.set(from);
  return column;
}
