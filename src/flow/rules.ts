import { PRIOR, rules, WEIGHTS } from '../judge/index.js';
import { TECHNIQUES } from '../judge/techniques.js';

export { PRIOR };

/** A weight that a rule may give, in decibans, and where it comes from. */
export interface RuleWeight {
  /** `rule` or `rule.variant`. */
  readonly key: string;
  readonly decibans: number;
  readonly from: (typeof WEIGHTS)[keyof typeof WEIGHTS]['from'];
}

/** What a person wants to know of a rule: what it says, why, where it errs, what it weighs. */
export interface RuleFacts {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  readonly why: string;
  readonly falsePositives: string;
  readonly attack: readonly string[];
  /** Names of `attack`, in its order. */
  readonly techniques: readonly string[];
  readonly references: readonly string[];
  readonly weights: readonly RuleWeight[];
}

/** Every rule of the judge, by id. */
export function ruleFacts(): RuleFacts[] {
  const weights = Object.entries(WEIGHTS).map(([key, { decibans, from }]) => ({ key, decibans, from }));
  return rules
    .map(({ id, title, family, why, falsePositives, attack, references }) => ({
      id,
      title,
      family,
      why,
      falsePositives,
      attack,
      techniques: attack.map((technique) => TECHNIQUES[technique]),
      references,
      weights: weights.filter(({ key }) => key === id || key.startsWith(`${id}.`)),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
