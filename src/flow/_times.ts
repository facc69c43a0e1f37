import { LEAST_CORE, LEAST_GAPS, LEAST_REFUSED, LEAST_SECONDS, LEAST_STARTS } from '../judge/index.js';
import type { Connection } from '../model/connection.js';
import { type FlowStarts, type GroupSums, isUnanswered, SUMS_OF_GROUP } from '../model/flow-group.js';
import type { PeerTiming, Rhythm } from '../model/peer.js';
import { NOBODY } from './_flows.js';
import { gapsEvenness, rhythmOf, sizesEvenness } from './_rhythm.js';
import { Starts } from './_starts.js';

const DAY = 86_400_000;
const DAYS_KEPT = 10_000;
/** What a date can hold: evidence may claim any number. */
const LATEST = 8.64e15;
/** It has times, and it is known how long it lasted. */
const TIMED = 1;
const LASTED = 2;

/**
 * When the connections of each peer began and how long they lasted. Listings of one moment never come here. Starts are
 * kept up to bounds, the first that are read: gaps between them need no more, and thinning would distort them.
 */
export class Times {
  readonly #days = new Set<number>();
  #from = Infinity;
  #to = -Infinity;
  readonly #starts = new Starts();
  /** By peer: what is said, and its longest connection. */
  #said = new Uint8Array(64);
  #longest = new Float64Array(64);

  add(peer: number, connection: Connection): void {
    const { time, until, bytesSent } = connection;
    if (time === null || Math.abs(time) > LATEST) return;
    this.#reach(peer);
    this.#cover(time, until ?? time);
    this.#addDay(Math.floor(time / DAY));
    if (until !== undefined) this.#lasted(peer, until - time);
    this.#starts.add(peer, time, bytesSent ?? NaN, isUnanswered(connection) ? 1 : 0);
  }

  /** What groups, whose peers are `peers`, say of all rows but when they started. */
  addGroups(peers: Uint32Array, { numbers }: GroupSums): void {
    for (let group = 0; group < peers.length; group++) {
      const peer = peers[group];
      const at = group * SUMS_OF_GROUP;
      if (peer === NOBODY || numbers[at] === Infinity || numbers[at + 1] < 0) continue;
      this.#reach(peer);
      this.#cover(numbers[at], numbers[at + 1]);
      if (numbers[at + 2] >= 0) this.#lasted(peer, numbers[at + 2]);
    }
  }

  /** Starts in file order; `peerOf` says of the number of each remote address which of the `most` peers it is. Uses them up. */
  addStarts(
    { length, remoteOf, times, bytesSent, unanswered, days }: FlowStarts,
    peerOf: Uint32Array,
    most: number,
  ): void {
    for (const day of days) this.#addDay(day);
    this.#starts.addAll({ peers: remoteOf, times, bytes: bytesSent, failed: unanswered }, length, peerOf, most);
  }

  #cover(from: number, to: number): void {
    this.#from = Math.min(this.#from, from);
    this.#to = Math.max(this.#to, Math.min(to, LATEST));
  }

  #addDay(day: number): void {
    if (this.#days.size < DAYS_KEPT) this.#days.add(day);
  }

  #lasted(peer: number, milliseconds: number): void {
    this.#said[peer] |= LASTED;
    if (milliseconds > this.#longest[peer]) this.#longest[peer] = milliseconds;
  }

  #reach(peer: number): void {
    if (peer >= this.#said.length) this.#reachTo(Math.max(this.#said.length * 4, peer + 1));
    this.#said[peer] |= TIMED;
  }

  /** Pages that nothing is written to cost no memory. */
  #reachTo(room: number): void {
    const said = new Uint8Array(room);
    said.set(this.#said);
    this.#said = said;
    const longest = new Float64Array(room);
    longest.set(this.#longest);
    this.#longest = longest;
  }

  #isTimed(peer: number): boolean {
    return peer < this.#said.length && this.#said[peer] !== 0;
  }

  /** As `at`, for whoever asks for the counted pace alone: what can't change it is left out, and not computed. */
  outlineAt(peer: number): PeerTiming | null {
    if (!this.#isTimed(peer)) return null;
    const count = this.#starts.countOf(peer);
    if (count < LEAST_STARTS && count < LEAST_REFUSED) return this.#timing(peer, 0, null);
    const begin = this.#starts.beginOf(peer);
    if (count >= LEAST_STARTS && this.#mayBeStrict(begin, begin + count)) return this.at(peer);
    return this.#timing(peer, longestRun(this.#starts.failed, begin, begin + count), null);
  }

  /** Sizes are asked of those alone whose gaps pass. */
  #mayBeStrict(begin: number, end: number): boolean {
    const gaps = gapsEvenness(this.#starts.times, begin, end, LEAST_SECONDS);
    if (gaps < LEAST_GAPS) return false;
    const sizes = sizesEvenness(this.#starts.bytes, begin, end);
    return (sizes === null ? gaps : (gaps + sizes) / 2) >= LEAST_CORE;
  }

  at(peer: number): PeerTiming | null {
    if (!this.#isTimed(peer)) return null;
    const begin = this.#starts.beginOf(peer);
    const end = this.#starts.endOf(peer);
    const { times, bytes, failed } = this.#starts;
    const period = { from: this.#from, to: this.#to };
    const rhythm = rhythmOf(times.subarray(begin, end), bytes.subarray(begin, end), period);
    return this.#timing(peer, longestRun(failed, begin, end), rhythm);
  }

  #timing(peer: number, failedRun: number, rhythm: Rhythm | null): PeerTiming {
    const longestMs = (this.#said[peer] & LASTED) === 0 ? null : this.#longest[peer];
    return { from: this.#from, to: this.#to, days: this.#days.size, longestMs, failedRun, rhythm };
  }
}

/** Of starts the most on end that failed. */
function longestRun(failed: Uint8Array, begin: number, end: number): number {
  let longest = 0;
  let run = 0;
  for (let at = begin; at < end; at++) {
    run = failed[at] === 1 ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}
