import type { ReputationEvidence } from '../../model/answer.js';
import type { Rule } from '../rule.js';

export const reputation: Rule = {
  id: 'reputation',
  title: 'Online services speak against the address',
  family: 'lists',
  why: 'Services that see many networks report what the address did. Each independent statement counts by its strength.',
  falsePositives: 'Shared addresses, old reports, and crowds that report what is well known.',
  references: ['https://exchange.xforce.ibmcloud.com/faq'],
  attack: [],
  judge({ subject }) {
    if (subject.reputation.length === 0) return null;
    const against = subject.reputation.filter(({ meaning, strength }) => strength > 0 && !GOOD.has(meaning));
    if (against.length === 0) return null;
    return {
      weight: 'reputation',
      // Independent statements: the chance that at least one of them is right.
      scale: 1 - against.reduce((allWrong, { strength }) => allWrong * (1 - strength), 1),
      says: sentence(against[0]),
      evidence: against.map(({ says, strength }) => `${says} (counts ${Math.round(strength * 100)} %)`),
    };
  },
};

const GOOD: ReadonlySet<ReputationEvidence['meaning']> = new Set(['known-good', 'allow', 'hosting', 'exposure']);

/** The services' own words, as one sentence. */
export function sentence({ says }: ReputationEvidence): string {
  const text = says.trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
