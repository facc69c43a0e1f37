import type { Connection } from '../model/connection.js';
import type { PeerTiming } from '../model/peer.js';
import { rhythmOf } from './_rhythm.js';

/** Starts kept of one peer: the first that are read. Gaps between them need no more, and thinning would distort them. */
const KEPT = 4_096;
/** Starts kept of all peers: memory stays bounded. */
const MOST = 1 << 20;
const DAY = 86_400_000;
const DAYS_KEPT = 10_000;
/** What a date can hold: evidence may claim any number. */
const LATEST = 8.64e15;

/** One connection with a time. `bytes` is what was sent, or null. */
interface Start {
  readonly time: number;
  readonly bytes: number | null;
  readonly isFailed: boolean;
}

interface Kept {
  readonly starts: Start[];
  longestMs: number | null;
}

/** When the connections of each peer began and how long they lasted. Listings of one moment never come here. */
export class Times {
  readonly #peers = new Map<number, Kept>();
  readonly #days = new Set<number>();
  #total = 0;
  #from = Infinity;
  #to = -Infinity;

  add(peer: number, connection: Connection): void {
    const { time, until, bytesSent } = connection;
    if (time === null || Math.abs(time) > LATEST) return;
    this.#from = Math.min(this.#from, time);
    this.#to = Math.max(this.#to, Math.min(until ?? time, LATEST));
    if (this.#days.size < DAYS_KEPT) this.#days.add(Math.floor(time / DAY));
    let kept = this.#peers.get(peer);
    if (kept === undefined) this.#peers.set(peer, (kept = { starts: [], longestMs: null }));
    if (until !== undefined) kept.longestMs = Math.max(kept.longestMs ?? 0, until - time);
    if (kept.starts.length >= KEPT || this.#total >= MOST) return;
    this.#total++;
    kept.starts.push({ time, bytes: bytesSent, isFailed: isFailed(connection) });
  }

  at(peer: number): PeerTiming | null {
    const kept = this.#peers.get(peer);
    if (kept === undefined) return null;
    const period = { from: this.#from, to: this.#to };
    const starts = kept.starts.sort((a, b) => a.time - b.time);
    const sizes = starts.map(({ bytes }) => bytes).filter((bytes) => bytes !== null);
    return {
      ...period,
      days: this.#days.size,
      longestMs: kept.longestMs,
      failedRun: longestFailure(starts),
      rhythm: rhythmOf(
        starts.map(({ time }) => time),
        sizes,
        period,
      ),
    };
  }
}

/** Nobody answered, or somebody refused: ended without a byte from the far end. */
function isFailed({ protocol, state, bytesReceived }: Connection): boolean {
  return state === 'syn-sent' || (state === 'closed' && protocol.startsWith('tcp') && bytesReceived === 0);
}

function longestFailure(starts: readonly Start[]): number {
  let [longest, run] = [0, 0];
  for (const { isFailed } of starts) {
    run = isFailed ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}
