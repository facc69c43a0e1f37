import { STARTS_OF_ONE } from '../model/flow-group.js';

/** Starts that are sorted at once, twice what one peer may have: so many are at hand in the processor. */
const PART = STARTS_OF_ONE * 2;

/** Starts of connections: whose, when, bytes sent (NaN where nothing is said), and 1 where nobody answered. */
export interface StartColumns {
  readonly peers: Uint32Array;
  readonly times: Float64Array;
  readonly bytes: Float64Array;
  readonly failed: Uint8Array;
}

/**
 * Puts the first starts of columns in the order of their peers, those of one peer as they came; `counts` says how many each
 * has, and with that how many there are. Uses the columns up, and gives others. A million are dealt out to a few hundred parts
 * first, and each part is sorted by itself: sorting all at once would wait for the memory at every step.
 */
export function byPeer(columns: StartColumns, counts: Uint16Array): { sorted: StartColumns; ends: Uint32Array } {
  // Each says where the next start of a peer goes, and in the end where they end.
  const ends = new Uint32Array(counts.length);
  const partOf = new Uint16Array(counts.length);
  const begins = [0];
  let length = 0;
  let part = 0;
  let full = PART;
  for (let peer = 0; peer < counts.length; peer++) {
    const count = counts[peer];
    if (length + count > full) {
      part = begins.push(length) - 1;
      full = length + PART;
    }
    ends[peer] = length;
    partOf[peer] = part;
    length += count;
  }
  const sorted = begins.length === 1 ? columns : dealt(columns, length, partOf, begins);
  const spare = columnsOf(Math.min(PART, length));
  for (const [at, begin] of begins.entries()) sort(sorted, begin, begins[at + 1] ?? length, ends, spare);
  return { sorted, ends };
}

/** Columns for so many starts. */
export function columnsOf(length: number): StartColumns {
  return {
    peers: new Uint32Array(length),
    times: new Float64Array(length),
    bytes: new Float64Array(length),
    failed: new Uint8Array(length),
  };
}

/** By parts. A column that was dealt is where the next one is dealt to: there need not be two of each. */
function dealt(columns: StartColumns, length: number, partOf: Uint16Array, begins: readonly number[]): StartColumns {
  const peers = columns.peers.subarray(0, length);
  const times = new Float64Array(length);
  dealNumbers(columns.times, times, peers, partOf, begins);
  const bytes = columns.times;
  dealNumbers(columns.bytes, bytes, peers, partOf, begins);
  const failed = new Uint8Array(length);
  const dealtPeers = new Uint32Array(columns.bytes.buffer, columns.bytes.byteOffset, length);
  const next = Uint32Array.from(begins);
  for (let at = 0; at < length; at++) {
    const to = next[partOf[peers[at]]]++;
    failed[to] = columns.failed[at];
    dealtPeers[to] = peers[at];
  }
  return { peers: dealtPeers, times, bytes, failed };
}

function dealNumbers(
  from: Float64Array,
  to: Float64Array,
  peers: Uint32Array,
  partOf: Uint16Array,
  begins: readonly number[],
): void {
  const next = Uint32Array.from(begins);
  for (let at = 0; at < peers.length; at++) to[next[partOf[peers[at]]]++] = from[at];
}

function sort(columns: StartColumns, begin: number, end: number, next: Uint32Array, spare: StartColumns): void {
  const { peers, times, bytes, failed } = columns;
  const { peers: sortedPeers, times: sortedTimes, bytes: sortedBytes, failed: sortedFailed } = spare;
  for (let at = begin; at < end; at++) {
    const to = next[peers[at]]++ - begin;
    sortedPeers[to] = peers[at];
    sortedTimes[to] = times[at];
    sortedBytes[to] = bytes[at];
    sortedFailed[to] = failed[at];
  }
  const length = end - begin;
  peers.set(sortedPeers.subarray(0, length), begin);
  times.set(sortedTimes.subarray(0, length), begin);
  bytes.set(sortedBytes.subarray(0, length), begin);
  failed.set(sortedFailed.subarray(0, length), begin);
}
