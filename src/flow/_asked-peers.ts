import { compareAddresses } from '../address/compare.js';
import { coverageWithAnswers } from '../judge/index.js';
import type { OnlineAnswer } from '../model/answer.js';
import { DISAGREEMENT, type Fact, type LedgerEntry } from '../model/fact.js';
import type { JudgedPeer, PeerList } from '../model/investigation.js';
import type { Judgement, Verdict } from '../model/judgement.js';

/** What was asked about one peer, and what wasn't. */
export interface PeerAnswers {
  readonly answers: readonly OnlineAnswer[];
  /** Sources that were not asked about it, with the reason. */
  readonly notAsked: readonly LedgerEntry[];
}

export type Rejudge = (peer: JudgedPeer, answers: readonly OnlineAnswer[]) => JudgedPeer;

/** The peers of an investigation with what online sources said of them, judged again and in their new order. */
export class AskedPeers implements PeerList {
  readonly #base: PeerList;
  readonly #asked = new Map<number, JudgedPeer>();
  readonly #order: Uint32Array;
  /** Some verdict is another one than before. */
  readonly hasNewVerdict: boolean;

  constructor(base: PeerList, answersOf: (peer: JudgedPeer) => PeerAnswers | null, rejudge: Rejudge) {
    this.#base = base;
    const scores = new Float64Array(base.length);
    const peers: JudgedPeer['peer'][] = [];
    let hasNewVerdict = false;
    for (let index = 0; index < base.length; index++) {
      const peer = base.at(index);
      const found = answersOf(peer);
      const now = found === null ? peer : withAnswers(peer, found, rejudge);
      if (now !== peer) this.#asked.set(index, now);
      hasNewVerdict ||= now.judgement.verdict !== peer.judgement.verdict;
      scores[index] = now.judgement.score;
      peers.push(now.peer);
    }
    this.hasNewVerdict = hasNewVerdict;
    this.#order = Uint32Array.from(peers.keys()).sort(
      (a, b) => scores[b] - scores[a] || compareAddresses(peers[a].address, peers[b].address),
    );
  }

  get length(): number {
    return this.#order.length;
  }

  at(index: number): JudgedPeer {
    const peer = this.#order[index];
    return this.#asked.get(peer) ?? this.#base.at(peer);
  }

  verdictAt(index: number): Verdict {
    const peer = this.#order[index];
    return this.#asked.get(peer)?.judgement.verdict ?? this.#base.verdictAt(peer);
  }

  *[Symbol.iterator](): Iterator<JudgedPeer> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}

function withAnswers(peer: JudgedPeer, { answers: fresh, notAsked }: PeerAnswers, rejudge: Rejudge): JudgedPeer {
  const { base, answers, failedAgain } = together(peer, fresh);
  const facts = [...base.facts, ...answers.flatMap((answer) => answer.facts)];
  const ledger = [...base.ledger, ...answers.map(entryOf), ...failedAgain, ...notAsked];
  if (fresh.length === 0) return { ...peer, facts, ledger, answers };
  const { judgement, reputation, facts: compared } = rejudge(peer, answers);
  const answered = answers.filter(({ answer }) => answer !== 'could-not-ask').length;
  const coverage = coverageWithAnswers(judgement.coverage, answered, answers.length);
  return {
    ...peer,
    // Of an earlier asking the comparison is out of date.
    facts: [...facts.filter((fact) => !isComparison(fact)), ...compared.filter(isComparison)],
    ledger,
    answers,
    reputation,
    judgement: withCoverage(judgement, coverage),
  };
}

function isComparison({ what }: Fact): boolean {
  return what === DISAGREEMENT;
}

interface Together {
  /** Facts and ledger without what an earlier asking added. */
  readonly base: Pick<JudgedPeer, 'facts' | 'ledger'>;
  readonly answers: readonly OnlineAnswer[];
  readonly failedAgain: readonly LedgerEntry[];
}

/** Earlier answers of a saved peer with the new ones: the newer counts, but a failure takes no answer back. */
function together({ facts, ledger, answers: earlier = [] }: JudgedPeer, fresh: readonly OnlineAnswer[]): Together {
  if (earlier.length === 0) return { base: { facts, ledger }, answers: fresh, failedAgain: [] };
  const hadAnswered = new Set(earlier.filter(({ answer }) => answer !== 'could-not-ask').map(({ source }) => source));
  const isLost = ({ source, answer }: OnlineAnswer): boolean => answer === 'could-not-ask' && hadAnswered.has(source);
  const lost = fresh.filter(isLost);
  const taken = fresh.filter((answer) => !isLost(answer));
  const renewed = new Set(taken.map(({ source }) => source));
  const said = new Set(earlier.flatMap((answer) => answer.facts.map((fact) => JSON.stringify(fact))));
  const sources = new Set([...earlier, ...fresh].map(({ source }) => source));
  return {
    base: {
      facts: facts.filter((fact) => !said.has(JSON.stringify(fact))),
      ledger: ledger.filter(({ source, reason }) => !sources.has(source) && reason?.startsWith('not asked: ') !== true),
    },
    answers: [...earlier.filter(({ source }) => !renewed.has(source)), ...taken],
    failedAgain: lost.map(({ source, answer, reason }) => ({ source, answer, reason: `asked again: ${reason ?? ''}` })),
  };
}

/** The judgement with another coverage. Field by field: the last three are made when they are asked for, and a spread would not take them along. */
export function withCoverage(judgement: Judgement, coverage: number): Judgement {
  const { prior, findings, score, probability, verdict } = judgement;
  return {
    prior,
    findings,
    score,
    probability,
    verdict,
    coverage,
    get expectation() {
      return judgement.expectation;
    },
    get counterfactuals() {
      return judgement.counterfactuals;
    },
    get next() {
      return judgement.next;
    },
  };
}

function entryOf({ source, answer, reason }: OnlineAnswer): LedgerEntry {
  return { source, answer, reason };
}
