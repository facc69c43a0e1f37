import { LEAST_REFUSED, LEAST_STARTS } from '../judge/index.js';
import type { Connection } from '../model/connection.js';
import { type FlowStarts, type FlowSums, isUnanswered, STARTS_OF_ALL, STARTS_OF_ONE } from '../model/flow-group.js';
import type { PeerTiming } from '../model/peer.js';
import { rhythmOf } from './_rhythm.js';

const DAY = 86_400_000;
const DAYS_KEPT = 10_000;
/** What a date can hold: evidence may claim any number. */
const LATEST = 8.64e15;
const NONE = -1;

/**
 * When the connections of each peer began and how long they lasted. Listings of one moment never come here. Starts are
 * kept up to bounds, the first that are read: gaps between them need no more, and thinning would distort them.
 */
export class Times {
  readonly #days = new Set<number>();
  #from = Infinity;
  #to = -Infinity;
  #length = 0;
  #times = new Float64Array(64);
  /** NaN where nothing is said. */
  #bytes = new Float64Array(64);
  #failed = new Uint8Array(64);
  /** The start of the same peer before each. */
  #before = new Int32Array(64);
  /** By peer: whether it has times, its last start, how many of them, how many failed, and its longest connection. */
  #isTimed = new Uint8Array(64);
  #last = new Int32Array(64).fill(NONE);
  #kept = new Uint16Array(64);
  #failures = new Uint16Array(64);
  #longest = new Float64Array(64).fill(NaN);

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

  /** Starts in file order, by position in `peers`; those of an address that is no peer are left out. */
  addStarts(starts: FlowStarts, peers: readonly (number | null)[]): void {
    const { length, remoteOf, times, bytesSent, unanswered } = starts;
    for (const day of starts.days) this.#addDay(day);
    for (let at = 0; at < length; at++) {
      const peer = peers[remoteOf[at]];
      if (peer !== null && this.#isTimed[peer] === 1) this.#start(peer, times[at], bytesSent[at], unanswered[at]);
    }
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
    this.#before[at] = this.#last[peer];
    this.#last[peer] = at;
    this.#kept[peer]++;
    this.#failures[peer] += isFailed;
  }

  #grow(): void {
    const room = this.#length * 2;
    this.#times = filled(new Float64Array(room), this.#times);
    this.#bytes = filled(new Float64Array(room), this.#bytes);
    this.#failed = filled(new Uint8Array(room), this.#failed);
    this.#before = filled(new Int32Array(room), this.#before);
  }

  #reach(peer: number): void {
    const before = this.#last.length;
    if (peer >= before) this.#reachTo(before, Math.max(before * 2, peer + 1));
    this.#isTimed[peer] = 1;
  }

  #reachTo(before: number, room: number): void {
    this.#isTimed = filled(new Uint8Array(room), this.#isTimed);
    this.#last = filled(new Int32Array(room).fill(NONE, before), this.#last);
    this.#kept = filled(new Uint16Array(room), this.#kept);
    this.#failures = filled(new Uint16Array(room), this.#failures);
    this.#longest = filled(new Float64Array(room).fill(NaN, before), this.#longest);
  }

  /** The same as `at` for whoever asks for the pace alone: what can't count is left out, and not computed. */
  outlineAt(peer: number): PeerTiming | null {
    if (this.#kept[peer] >= LEAST_STARTS || this.#failures[peer] >= LEAST_REFUSED) return this.at(peer);
    if (this.#isTimed[peer] !== 1) return null;
    const longestMs = Number.isNaN(this.#longest[peer]) ? null : this.#longest[peer];
    return { from: this.#from, to: this.#to, days: this.#days.size, longestMs, failedRun: 0, rhythm: null };
  }

  at(peer: number): PeerTiming | null {
    if (this.#isTimed[peer] !== 1) return null;
    const period = { from: this.#from, to: this.#to };
    const starts = this.#startsOf(peer);
    const times = valuesAt(starts, this.#times);
    const sizes = valuesAt(starts, this.#bytes).filter((bytes) => !Number.isNaN(bytes));
    return {
      ...period,
      days: this.#days.size,
      longestMs: Number.isNaN(this.#longest[peer]) ? null : this.#longest[peer],
      failedRun: longestRun(starts, this.#failed),
      rhythm: rhythmOf(times, sizes, period),
    };
  }

  /** Positions of a peer's starts by time; of one moment the answered ones first, whatever the order of the evidence. */
  #startsOf(peer: number): Uint32Array {
    const starts = new Uint32Array(this.#kept[peer]);
    let at = starts.length;
    for (let start = this.#last[peer]; start !== NONE; start = this.#before[start]) starts[--at] = start;
    return this.#isInOrder(starts) ? starts : starts.sort((a, b) => this.#byTime(a, b));
  }

  /** Logs nearly always are. */
  #isInOrder(starts: Uint32Array): boolean {
    for (let at = 1; at < starts.length; at++) if (this.#byTime(starts[at - 1], starts[at]) > 0) return false;
    return true;
  }

  #byTime(a: number, b: number): number {
    return this.#times[a] - this.#times[b] || this.#failed[a] - this.#failed[b];
  }
}

function valuesAt(places: Uint32Array, column: Float64Array): Float64Array {
  const values = new Float64Array(places.length);
  for (let at = 0; at < places.length; at++) values[at] = column[places[at]];
  return values;
}

function longestRun(starts: Uint32Array, failed: Uint8Array): number {
  let [longest, run] = [0, 0];
  for (const at of starts) {
    run = failed[at] === 1 ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

function filled<T extends Float64Array | Int32Array | Uint16Array | Uint8Array>(column: T, from: T): T {
  column.set(from);
  return column;
}
