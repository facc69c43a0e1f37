import type { Counterfactual, NextStep, Verdict } from '../model/judgement.js';
import { signed } from './_numbers.js';

/** More of either kind would not be read in one line. */
const FEW = 3;
/** Mildest first: an answer that clears and one that condemns stand in one order in every report. */
const ORDER: readonly Verdict[] = ['expected', 'unexplained', 'suspicious', 'malicious'];

/**
 * What would change the verdict, in one line: `unexplained without the odd-folder finding; malicious if listed as a
 * command-and-control server`. Empty when nothing would.
 */
export function counterfactualWords(counterfactuals: readonly Counterfactual[]): string {
  return (['without', 'if'] as const)
    .flatMap((kind) => kindWords(counterfactuals.filter((one) => one.kind === kind)))
    .join('; ');
}

function kindWords(counterfactuals: readonly Counterfactual[]): string[] {
  return ORDER.flatMap((verdict) => {
    const all = counterfactuals.filter((one) => one.verdict === verdict);
    if (all.length === 0) return [];
    const more = all.length > FEW ? `, or ${all.length - FEW} more` : '';
    const few = all.slice(0, FEW);
    const isEachAFinding = few.every(({ kind, about }) => kind === 'without' && about.length === 1);
    const said = isEachAFinding
      ? `without the ${few.map(({ about }) => about[0]).join(' or ')} finding`
      : few.map(({ says }) => says).join(', or ');
    return [`${verdict} ${said}${more}`];
  });
}

/** ` (up to +32: malicious)`: how far a step could move the score, and where to; empty where that isn't known. */
export function movesWords({ moves }: NextStep): string {
  if (moves === undefined) return '';
  return ` (up to ${signed(moves.decibans, 0)}: ${moves.verdict})`;
}
