import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';

/** Peers of a verdict that somebody wrote of: a report that folds the others still shows these. */
export function* notedPeers({ peers, notes }: Investigation, verdict: Verdict): Iterable<JudgedPeer> {
  if (notes === undefined || notes.size === 0) return;
  for (let index = 0; index < peers.length; index++) {
    if (peers.verdictAt(index) !== verdict) continue;
    const judged = peers.at(index);
    if (judged.note !== undefined) yield judged;
  }
}
