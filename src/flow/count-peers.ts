import type { ByteSource } from '../inputs/format.js';
import type { CountedPeer, CountedPeers } from '../model/counted-peers.js';
import { PeerCounts } from './_peer-counts.js';
import { type ReadingOptions, readPeers } from './_read-peers.js';
import type { Knowledge } from './knowledge.js';

/**
 * The first half of the main job by itself: bytes -> connections -> peers with their rows. The same peers and numbers as
 * `investigate` has, sooner, because nothing else of a row is kept.
 */
export async function countPeers(
  sources: readonly ByteSource[],
  options: ReadingOptions,
  knowledge: Knowledge,
): Promise<CountedPeers> {
  const peers = new PeerCounts();
  const { inputs, join, set, hashing } = await readPeers(sources, peers, options);
  const order = peers.ranked();
  // Big inputs are hashed beside all this.
  await Promise.all(hashing);
  return {
    inputs,
    companions: join.summaries(),
    pack: knowledge.info,
    counts: {
      rows: inputs.reduce((sum, { rows }) => sum + rows, 0),
      external: set.external,
      peers: peers.length,
      byClass: set.byClass(),
    },
    ranked: (most) => ranked(peers, order.subarray(0, most)),
    owned: (most) => owned(peers, order.subarray(0, most), knowledge),
  };
}

function* ranked(peers: PeerCounts, order: Uint32Array): Generator<Omit<CountedPeer, 'owner'>> {
  for (const number of order) yield { address: peers.addressAt(number), rows: peers.rowsAt(number) };
}

function* owned(peers: PeerCounts, order: Uint32Array, knowledge: Knowledge): Generator<CountedPeer> {
  const { owners, numbers } = knowledge.owners(order.length, (at) => peers.addressAt(order[at]));
  let at = 0;
  for (const peer of ranked(peers, order)) yield { ...peer, owner: owners[numbers[at++]] };
}
