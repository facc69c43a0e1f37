import type { Investigation, JudgedPeer, PeerList } from '../model/investigation.js';
import type { Scene } from '../model/judgement.js';
import { readSaved, type SavedPeer } from './_saved.js';

/**
 * The investigation that `-o json` wrote, with the verdicts of then: nothing is judged anew, and the JSON made of it is
 * the same again. Throws UserError with the place of what does not fit.
 */
export function savedInvestigation(text: string): Investigation {
  const { peers, scene, rejudged, lacks: _, weights, ...saved } = readSaved(text);
  const judged = peers.map((peer) => asJudged(peer, scene));
  const none = { malicious: 0, suspicious: 0, unexplained: 0, expected: 0 };
  return {
    ...saved,
    schema: 1,
    scene,
    weights: weights ?? '',
    counts: { ...saved.counts, peers: judged.length, byVerdict: { ...none, ...saved.counts.byVerdict } },
    peers: inOrder(judged),
    ...(rejudged === null ? {} : { rejudged }),
    ...notesOf(judged),
  };
}

function asJudged({ answers, before, note, ...saved }: SavedPeer, scene: Scene): JudgedPeer {
  return {
    ...saved,
    programs: saved.peer.processes.map(() => null),
    services: saved.peer.processes.map(() => []),
    scene,
    ...(answers === null ? {} : { answers }),
    ...(before === null ? {} : { before }),
    ...(note === null ? {} : { note }),
  };
}

/** What people wrote of these peers, where they did. */
export function notesOf(peers: readonly JudgedPeer[]): Pick<Investigation, 'notes'> {
  const notes = new Map(peers.flatMap(({ peer, note }) => (note === undefined ? [] : [[peer.text, note] as const])));
  return notes.size === 0 ? {} : { notes };
}

/** In the order of the file. */
export function inOrder(peers: readonly JudgedPeer[]): PeerList {
  return {
    length: peers.length,
    at: (index) => peers[index],
    verdictAt: (index) => peers[index].judgement.verdict,
    [Symbol.iterator]: () => peers[Symbol.iterator](),
  };
}
