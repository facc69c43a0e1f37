import type { JudgedPeer, VerdictChange } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';

/** How many peers each verdict has, and how many of those that were judged before have another one now. */
export function verdictCounts(peers: Iterable<JudgedPeer>): {
  byVerdict: Record<Verdict, number>;
  changes: VerdictChange[];
} {
  const byVerdict = { malicious: 0, suspicious: 0, unexplained: 0, expected: 0 };
  const changes = new Map<string, { readonly from: Verdict; readonly to: Verdict; peers: number }>();
  for (const { judgement, before } of peers) {
    const to = judgement.verdict;
    byVerdict[to]++;
    if (before === undefined || before.verdict === to) continue;
    const from = before.verdict;
    const change = changes.get(`${from} ${to}`) ?? { from, to, peers: 0 };
    changes.set(`${from} ${to}`, { ...change, peers: change.peers + 1 });
  }
  return { byVerdict, changes: [...changes.values()].sort((a, b) => b.peers - a.peers) };
}
