import type {
  Counterfactual,
  Expectation,
  Finding,
  Judgement,
  NextStep,
  Subject,
  Verdict,
} from '../model/judgement.js';
import { hypothesesOf } from './_hypotheses.js';
import { counterfactuals, suppose, type Supposed } from './counterfactuals.js';
import { coverageOf } from './coverage.js';
import { expectationOf } from './expectation.js';
import { nextSteps } from './next-steps.js';
import { rules } from './rules/index.js';
import type { Rule } from './rule.js';
import { type Weighing, weigh } from './weigh.js';

export { behaviourOf, BEHAVIOURS } from './behaviour.js';
export {
  COUNTED_PACE,
  LEAST_CORE,
  LEAST_GAPS,
  LEAST_REFUSED,
  LEAST_SECONDS,
  LEAST_STARTS,
  paceOf,
  PACES,
} from './pace.js';
export { isAnybodys, isOddProgram, neighbourhoodOf, neighboursKey, strangersKey, tenantsKey } from './relations.js';
export { ownerClasses } from './owner-class.js';
export { coverageWithAnswers } from './coverage.js';
export { rules } from './rules/index.js';
export { WEIGHTS } from './weights.js';
export { weightsVersion } from './weights-version.js';

/**
 * Decibans before any finding: about one unknown peer in a hundred is bad. Argued: the 100 benign peers around an
 * incident, and the share of desktop connections that turn out bad in a triage.
 */
export const PRIOR = -20;

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
  return new Weighed(weigh(subject, options.prior ?? PRIOR, options.rules ?? rules));
}

/**
 * A class, since an object with getters of its own is slow to make; what would change the verdict, and next steps, are
 * for peers that are shown.
 */
class Weighed implements Judgement {
  readonly prior: number;
  readonly findings: readonly Finding[];
  readonly score: number;
  readonly probability: number;
  readonly verdict: Verdict;
  readonly coverage: number;
  readonly #weighing: Weighing;
  #supposed: readonly Supposed[] | null = null;

  constructor(weighing: Weighing) {
    const { prior, findings, score, verdict, view } = weighing;
    this.prior = prior;
    this.findings = findings;
    this.score = score;
    this.probability = 1 / (1 + 10 ** (-score / 10));
    this.verdict = verdict;
    this.coverage = coverageOf(view);
    this.#weighing = weighing;
  }

  get expectation(): Expectation | null {
    return expectationOf(this.#weighing.view, this.#weighing.fired);
  }

  get counterfactuals(): Counterfactual[] {
    return counterfactuals(this.#weighing, this.#suppose());
  }

  get next(): NextStep[] {
    return this.verdict === 'expected' ? [] : nextSteps(this.#weighing, this.#suppose());
  }

  #suppose(): readonly Supposed[] {
    return (this.#supposed ??= suppose(this.#weighing, hypothesesOf(this.#weighing.view)));
  }
}
