import type { Expectation, ExpectationGrade, Judgement } from '../model/judgement.js';

const GRADED: Readonly<Record<ExpectationGrade, string>> = {
  expected: 'expected of',
  plausible: 'plausible for',
  unusual: 'unusual for',
  contradictory: 'contradictory for',
};

/**
 * `this owner and port contradict each other: Port 4070/tcp is that of Spotify, ...`; empty where nothing is known. The
 * sentence is left out where it stands among the reasons, which are shown below.
 */
export function expectationWords({ expectation, findings }: Judgement): string {
  if (expectation === null) return '';
  const graded = gradeWords(expectation);
  return findings.some(({ says }) => says === expectation.says) ? graded : `${graded}: ${expectation.says}`;
}

function gradeWords({ grade, basis }: Expectation): string {
  const last = basis.at(-1);
  if (last === undefined) return grade;
  if (basis.length === 1) return `${GRADED[grade]} this ${last}`;
  const all = `this ${basis.slice(0, -1).join(', ')} and ${last}`;
  return grade === 'contradictory' ? `${all} contradict each other` : `${GRADED[grade]} ${all}`;
}
