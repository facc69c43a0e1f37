import type { Finding, Subject, Verdict } from '../model/judgement.js';
import { combine, type Fired } from './combine.js';
import type { Draft, Rule } from './rule.js';
import { type View, viewOf } from './view.js';

/** Ten times likelier bad than not. */
const MALICIOUS_FROM = 10;
/** As likely bad as not. */
const SUSPICIOUS_FROM = 0;
/** Adverse decibans that an expected peer may carry at most. */
const ADVERSE_AT_MOST = 3;

/** The sum of what fired. */
export interface Sum {
  readonly findings: readonly Finding[];
  /** Decibans: prior plus counted weights. */
  readonly score: number;
  readonly verdict: Verdict;
}

/** A subject weighed by some rules, with all that it takes to weigh it again otherwise. */
export interface Weighing extends Sum {
  readonly view: View;
  readonly prior: number;
  readonly rules: readonly Rule[];
  readonly fired: readonly Fired[];
}

/** Asks every rule about the subject and adds up what they say. */
export function weigh(subject: Subject, prior: number, rules: readonly Rule[]): Weighing {
  const view = viewOf(subject);
  const fired: Fired[] = [];
  for (const rule of rules) {
    if (rule.needs !== undefined && !has(view, rule.needs)) continue;
    const draft = rule.judge(view);
    if (draft !== null) fired.push({ rule, draft: plainly(draft, view) });
  }
  const { findings, score, verdict } = sumOf(fired, prior);
  return { view, prior, rules, fired, findings, score, verdict };
}

/** Combines and adds up: also what is left when some of it is taken away. */
export function sumOf(fired: readonly Fired[], prior: number): Sum {
  const findings = combine(fired);
  let score = prior;
  for (const { weight } of findings) score += weight;
  return { findings, score, verdict: verdictOf(score, prior, fired, findings) };
}

/** A loose program in sight is explained by nothing: what it is known to reach, anybody may have it reach. */
function plainly(draft: Draft, { hasLooseProgram }: View): Draft {
  return draft.explains === true && hasLooseProgram ? { ...draft, explains: false } : draft;
}

function has({ actors, peer }: View, needs: 'program' | 'name'): boolean {
  return needs === 'program' ? actors.length > 0 : peer.names.length > 0;
}

function verdictOf(score: number, prior: number, fired: readonly Fired[], findings: readonly Finding[]): Verdict {
  if (score >= MALICIOUS_FROM) return 'malicious';
  if (score >= SUSPICIOUS_FROM) return 'suspicious';
  if (score >= prior || !fired.some(({ draft }) => draft.explains === true)) return 'unexplained';
  if (fired.some(({ draft }) => draft.accepts === true)) return 'expected';
  let adverse = 0;
  for (const { weight } of findings) if (weight > 0) adverse += weight;
  return adverse <= ADVERSE_AT_MOST ? 'expected' : 'unexplained';
}
