/** Starts of connections: whose, when, bytes sent (NaN where nothing is said), and 1 where nobody answered. */
export interface StartColumns {
  readonly peers: Uint32Array;
  readonly times: Float64Array;
  readonly bytes: Float64Array;
  readonly failed: Uint8Array;
}

/**
 * Puts the first starts of columns in the order of their peers, those of one peer as they came; `counts` says how many each
 * has, and with that how many there are. Uses the columns up, and gives others. Where each start goes is found first, then
 * one column after the other is put there: to write all over the memory is quick if nothing is waited for in between.
 */
export function byPeer(
  { peers, times, bytes, failed }: StartColumns,
  counts: Uint16Array,
): { sorted: StartColumns; ends: Uint32Array } {
  const ends = new Uint32Array(counts.length);
  let length = 0;
  for (let peer = 0; peer < counts.length; peer++) {
    ends[peer] = length;
    length += counts[peer];
  }
  // What says where the next start of a peer goes says in the end where they end.
  for (let at = 0; at < length; at++) peers[at] = ends[peers[at]]++;
  const sorted = new Float64Array(length);
  deal(times, sorted, peers, length);
  // There need not be two of each column.
  deal(bytes, times, peers, length);
  const sortedFailed = new Uint8Array(length);
  deal(failed, sortedFailed, peers, length);
  for (let peer = 0, at = 0; peer < counts.length; peer++) while (at < ends[peer]) peers[at++] = peer;
  return { sorted: { peers, times: sorted, bytes: times, failed: sortedFailed }, ends };
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

function deal<T extends Float64Array | Uint8Array>(from: T, to: T, places: Uint32Array, length: number): void {
  for (let at = 0; at < length; at++) to[places[at]] = from[at];
}
