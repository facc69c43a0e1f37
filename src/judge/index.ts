import type { Finding, Judgement, NextStep, Subject, Verdict } from '../model/judgement.js';
import { combine, type Fired } from './combine.js';
import { coverageOf } from './coverage.js';
import { nextSteps } from './next-steps.js';
import { rules } from './rules/index.js';
import type { Rule } from './rule.js';
import { type View, viewOf } from './view.js';

export { behaviourOf, BEHAVIOURS } from './behaviour.js';
export { coverageWithAnswers } from './coverage.js';
export { rules } from './rules/index.js';
export type { Draft, Rule } from './rule.js';
export { WEIGHTS } from './weights.js';

/**
 * Decibans before any finding: about one unknown peer in a hundred is bad. Argued: the 100 benign peers around an
 * incident, and the share of desktop connections that turn out bad in a triage.
 */
export const PRIOR = -20;
/** Ten times likelier bad than not. */
const MALICIOUS_FROM = 10;
/** As likely bad as not. */
const SUSPICIOUS_FROM = 0;
/** Adverse decibans that an expected peer may carry at most. */
const ADVERSE_AT_MOST = 3;

export interface JudgeOptions {
  /** Decibans before any finding; default `PRIOR`. */
  readonly prior?: number;
  /** Default: all. Evaluation leaves one out. */
  readonly rules?: readonly Rule[];
}

/**
 * Weighs all evidence about one peer (Good 1950): score = prior + counted weights in decibans, exactly;
 * probability = 1 / (1 + 10^(-score/10)). Pure. `expected` is said only with positive evidence.
 */
export function judge(subject: Subject, options: JudgeOptions = {}): Judgement {
  const prior = options.prior ?? PRIOR;
  const view = viewOf(subject);
  const fired: Fired[] = [];
  let explains = false;
  let isAccepted = false;
  for (const rule of options.rules ?? rules) {
    if (rule.needs !== undefined && !has(view, rule.needs)) continue;
    const draft = rule.judge(view);
    if (draft === null) continue;
    fired.push({ rule, draft });
    explains ||= draft.explains === true;
    isAccepted ||= draft.accepts === true;
  }
  const findings = combine(fired);
  let score = prior;
  for (const { weight } of findings) score += weight;
  const verdict = verdictOf(score, prior, explains, isAccepted ? Infinity : ADVERSE_AT_MOST, findings);
  return new Weighed(view, prior, findings, score, verdict);
}

/** A class, since an object with a getter of its own is slow to make, and next steps are for peers that are shown. */
class Weighed implements Judgement {
  readonly prior: number;
  readonly findings: readonly Finding[];
  readonly score: number;
  readonly probability: number;
  readonly verdict: Verdict;
  readonly coverage: number;
  readonly #view: View;

  constructor(view: View, prior: number, findings: readonly Finding[], score: number, verdict: Verdict) {
    this.prior = prior;
    this.findings = findings;
    this.score = score;
    this.probability = 1 / (1 + 10 ** (-score / 10));
    this.verdict = verdict;
    this.coverage = coverageOf(view);
    this.#view = view;
  }

  get next(): NextStep[] {
    return this.verdict === 'expected' ? [] : nextSteps(this.#view);
  }
}

function has({ actors, peer }: View, needs: 'program' | 'name'): boolean {
  return needs === 'program' ? actors.length > 0 : peer.names.length > 0;
}

function verdictOf(
  score: number,
  prior: number,
  explains: boolean,
  adverseAtMost: number,
  findings: readonly Finding[],
): Verdict {
  if (score >= MALICIOUS_FROM) return 'malicious';
  if (score >= SUSPICIOUS_FROM) return 'suspicious';
  if (!explains || score >= prior) return 'unexplained';
  let adverse = 0;
  for (const { weight } of findings) if (weight > 0) adverse += weight;
  return adverse <= adverseAtMost ? 'expected' : 'unexplained';
}
