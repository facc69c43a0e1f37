import type { Counterfactual, Finding, Judgement, NextStep, Verdict } from '../model/judgement.js';
import { signed } from './_numbers.js';

/** More answers would not be read in one line. */
const FEW = 3;
/** Mildest first: an answer that clears and one that condemns stand in one order in every report. */
const ORDER: readonly Verdict[] = ['expected', 'unexplained', 'suspicious', 'malicious'];
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/**
 * What would change the verdict, in one line below the reasons, which are counted as they stand there: `unexplained
 * without the first or second reason; malicious if listed as a command-and-control server`. Empty when nothing would.
 */
export function counterfactualWords({ counterfactuals, findings }: Judgement): string {
  return ORDER.flatMap((verdict) => {
    const turned = counterfactuals.filter((one) => one.verdict === verdict);
    if (turned.length === 0) return [];
    const without = withoutWords(turned, findings);
    const answers = turned.filter(({ kind }) => kind === 'if').map(({ says }) => says);
    const more = answers.length > FEW ? [`${answers.length - FEW} more`] : [];
    return [`${verdict} ${[...without, ...answers.slice(0, FEW), ...more].join(', or ')}`];
  }).join('; ');
}

/** Each reason that the verdict falls without, or the fewest together. */
function withoutWords(turned: readonly Counterfactual[], findings: readonly Finding[]): string[] {
  const without = turned.filter(({ kind }) => kind === 'without').map(({ about }) => placesOf(about, findings));
  const single = without.flatMap((places) => (places.length === 1 ? places : []));
  const together = without
    .filter(({ length }) => length > 1)
    .map((places) => `without the ${listed(places, 'and')} reasons`);
  if (single.length === 0) return together;
  const isAnyOfAll = single.length > 2 && single.length === findings.length;
  return [isAnyOfAll ? 'without any one of these reasons' : `without the ${listed(single, 'or')} reason`, ...together];
}

/** Where the findings of these rules stand; what another version saved may name rules that no finding has. */
function placesOf(rules: readonly string[], findings: readonly Finding[]): string[] {
  return rules.map((rule) => {
    const index = findings.findIndex((finding) => finding.rule === rule);
    return index === -1 ? rule : (ORDINALS[index] ?? `${index + 1}th`);
  });
}

function listed(words: readonly string[], last: string): string {
  if (words.length === 1) return words[0];
  return `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;
}

/** ` (up to +32, to malicious)`: how far a step could move the score and, if elsewhere, where to; empty where that isn't known. */
export function movesWords({ moves }: NextStep, verdict: Verdict): string {
  if (moves === undefined) return '';
  return ` (up to ${signed(moves.decibans, 0)}${moves.verdict === verdict ? '' : `, to ${moves.verdict}`})`;
}
