import type { Counterfactual, Finding, Verdict } from '../model/judgement.js';
import type { Fired } from './combine.js';
import type { Hypothesis } from './_hypotheses.js';
import { type Sum, sumOf, type Weighing, weigh } from './weigh.js';

/** A hypothesis with what the peer would be judged under it. */
export interface Supposed extends Sum {
  readonly hypothesis: Hypothesis;
}

/** Judges the subject of each hypothesis by the same rules and prior. */
export function suppose({ prior, rules }: Weighing, hypotheses: readonly Hypothesis[]): Supposed[] {
  return hypotheses.map((hypothesis) => {
    const { findings, score, verdict } = weigh(hypothesis.subject, prior, rules);
    return { hypothesis, findings, score, verdict };
  });
}

/**
 * What would change the verdict: each finding that it would not stand without, by combining the others anew (families
 * and caps make that no plain subtraction), and each open answer that would turn it. Where no single finding decides,
 * the fewest strongest ones together. Strongest first; empty when nothing that is known of would change it.
 */
export function counterfactuals(weighing: Weighing, supposed: readonly Supposed[]): Counterfactual[] {
  const turned = supposed.filter(({ verdict }) => verdict !== weighing.verdict);
  return [
    ...without(weighing),
    ...turned.map(({ hypothesis, verdict, score }): Counterfactual => {
      return { kind: 'if', about: [hypothesis.id], says: `if ${hypothesis.says}`, verdict, score };
    }),
  ];
}

function without(weighing: Weighing): Counterfactual[] {
  const single = weighing.findings.flatMap(({ rule }) => left(weighing, [rule]));
  return single.length > 0 ? single : together(weighing);
}

/** The verdict without some findings, when it is another one. */
function left({ fired, prior, verdict: now }: Weighing, rules: readonly string[]): Counterfactual[] {
  const { verdict, score } = sumOf(withoutRules(fired, rules), prior);
  if (verdict === now) return [];
  return [{ kind: 'without', about: rules, says: `without the ${names(rules)}`, verdict, score }];
}

/** Takes away what speaks for the verdict, strongest first, until it falls. */
function together(weighing: Weighing): Counterfactual[] {
  const supporting = weighing.findings.filter((finding) => supports(finding, weighing.verdict));
  for (let count = 2; count <= supporting.length; count++) {
    const fallen = left(
      weighing,
      supporting.slice(0, count).map(({ rule }) => rule),
    );
    if (fallen.length > 0) return fallen;
  }
  return [];
}

function supports({ weight }: Finding, verdict: Verdict): boolean {
  return verdict === 'expected' ? weight < 0 : weight > 0;
}

function withoutRules(fired: readonly Fired[], rules: readonly string[]): Fired[] {
  return fired.filter(({ rule }) => !rules.includes(rule.id));
}

/** `odd-folder finding`, `odd-folder and rented-machine findings`. */
function names(rules: readonly string[]): string {
  if (rules.length === 1) return `${rules[0]} finding`;
  return `${rules.slice(0, -1).join(', ')} and ${rules[rules.length - 1]} findings`;
}
