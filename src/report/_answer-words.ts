import { DISAGREEMENT, type Fact } from '../model/fact.js';
import type { OnlineAnswer, Reputation } from '../model/answer.js';

/** Statements shown of an answer that holds no opinion: the first ones are who and where. */
const FEW_FACTS = 4;

/** What a service said in its own words and numbers, ours beside them: `5.7 of 10, Spam 57 % [ours 52 of 100]`. */
export function answerSays({ answer, reason, facts, reputation, registration, names }: OnlineAnswer): string {
  const said = [
    ...reputation.map((opinion) => `${opinion.raw}${labelWords(opinion)}${oursWords(opinion)}`),
    registration?.name ?? null,
    ...names.map(({ name, isConfirmed }) => `${name}${isConfirmed ? '' : ' (does not lead back)'}`),
    reason,
  ].filter((part) => part !== null && part !== '');
  if (said.length > 0) return said.join('; ');
  if (answer !== 'known') return answer === 'not-known' ? 'not known' : 'could not ask';
  return facts
    .slice(0, FEW_FACTS)
    .map(({ what, value }) => `${what} ${value}`)
    .join('; ');
}

/** Who contradicts whom about a peer, in one sentence, or null. */
export function disagreementWords({ facts }: { readonly facts: readonly Fact[] }): string | null {
  const said = facts.find(({ what }) => what === DISAGREEMENT)?.value;
  return said === undefined ? null : `They disagree: ${said}`;
}

/** `asked 2026-11-25 12:00 UTC`; of an answer on disk, when that came. */
export function answerTime({ askedAt, isCached }: OnlineAnswer): string {
  return `${isCached ? 'kept answer of' : 'asked'} ${askedAt.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Whether it brought anything: what could not be asked is told with the coverage. */
export function hasAnswered({ answer }: OnlineAnswer): boolean {
  return answer !== 'could-not-ask';
}

function labelWords({ label, raw }: Reputation): string {
  return label === null || raw.includes(label) ? '' : ` (${label})`;
}

function oursWords({ score }: Reputation): string {
  return score === null ? '' : ` [ours ${Math.round(score * 100)} of 100]`;
}
