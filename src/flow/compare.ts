import type { ChangedPeer, ComparedPeer, Comparison } from '../model/comparison.js';
import type { Investigation, JudgedPeer } from '../model/investigation.js';

/** Ports and programs named per peer. */
const FEW = 4;

/** What is new, gone and judged otherwise in `after`, each worst first. Peers are told apart by their address. */
export function compare(before: Investigation, after: Investigation): Comparison {
  const known = new Map<string, ComparedPeer>();
  for (const judged of before.peers) known.set(judged.peer.text, comparedPeer(judged));
  const fresh: ComparedPeer[] = [];
  const changed: ChangedPeer[] = [];
  let same = 0;
  for (const judged of after.peers) {
    const now = comparedPeer(judged);
    const then = known.get(now.address);
    known.delete(now.address);
    if (then === undefined) fresh.push(now);
    else if (then.verdict === now.verdict) same++;
    else changed.push({ before: then, after: now });
  }
  return { new: fresh, gone: [...known.values()], changed, same };
}

function comparedPeer({ peer, owner, judgement }: JudgedPeer): ComparedPeer {
  const programs = peer.processes.flatMap(({ name }) => (name === null ? [] : [name]));
  return {
    address: peer.text,
    verdict: judgement.verdict,
    score: judgement.score,
    organisation: owner.organisation ?? owner.as?.name ?? null,
    ports: peer.ports.slice(0, FEW).map(({ port, protocol }) => `${port}/${protocol}`),
    programs: [...new Set(programs)].slice(0, FEW),
  };
}
