import type { Family, Finding } from '../model/judgement.js';
import type { Draft, Rule } from './rule.js';
import { WEIGHTS } from './weights.js';

/** What fired, before correlation is taken into account. */
export interface Fired {
  readonly rule: Rule;
  readonly draft: Draft;
}

/** Decibans that the weaker findings of one family may add together, either way: they are not independent. */
const REST_CAP = 4;
const NONE: readonly string[] = [];

/**
 * Findings with their weights as counted, strongest first. In each family and direction the strongest counts whole,
 * the others share a cap; every counted weight is an integer, so that prior + weights is the score to the last digit.
 */
export function combine(fired: readonly Fired[]): Finding[] {
  const sorted = fired.length < 2 ? fired : [...fired].sort(byStrength);
  const rest = new Map<string, number>();
  const findings: Finding[] = [];
  for (const one of sorted) findings.push(finding(one, counted(weightOf(one.draft), one.rule.family, rest)));
  return findings.length < 2 ? findings : findings.sort(byCause);
}

/** Of reasons as strong the nearer cause first: what runs and what it pretends before where it calls, that before how often. */
const CAUSES: readonly Family[] = [
  'lists',
  'expectation',
  'path',
  'program',
  'identity',
  'port',
  'owner',
  'behaviour',
  'rarity',
];

function byCause(a: Finding, b: Finding): number {
  return b.weight - a.weight || CAUSES.indexOf(a.family) - CAUSES.indexOf(b.family);
}

function byStrength(a: Fired, b: Fired): number {
  return Math.abs(weightOf(b.draft)) - Math.abs(weightOf(a.draft));
}

/** Rounded, so that the sum stays exact; -0 would print as such. */
function weightOf({ weight, scale }: Draft): number {
  const { decibans } = WEIGHTS[weight];
  return scale === undefined ? decibans : Math.round(decibans * scale) + 0;
}

function counted(weight: number, family: Family, rest: Map<string, number>): number {
  const key = weight < 0 ? `-${family}` : family;
  const left = rest.get(key);
  if (left === undefined) {
    rest.set(key, REST_CAP);
    return weight;
  }
  const size = Math.min(Math.abs(weight), left);
  rest.set(key, left - size);
  return weight < 0 ? 0 - size : size;
}

function finding({ rule, draft }: Fired, weight: number): Finding {
  return {
    rule: rule.id,
    says: draft.says,
    weight,
    family: rule.family,
    attack: draft.attack ?? rule.attack,
    evidence: draft.evidence ?? NONE,
  };
}
