import type { Rule } from '../rule.js';
import { sentence } from './reputation.js';

export const reputationGood: Rule = {
  id: 'reputation-good',
  title: 'Online services vouch for the address',
  family: 'lists',
  why: 'A service names it as one that people expect; it lowers, it never hides.',
  falsePositives: 'Anybody may abuse a good service (T1102).',
  references: ['https://docs.greynoise.io/docs/riot-data'],
  attack: [],
  judge({ subject }) {
    const good = subject.reputation.find(({ meaning }) => meaning === 'known-good' || meaning === 'allow');
    if (good === undefined) return null;
    return {
      weight: 'reputation-good',
      scale: good.strength,
      says: sentence(good),
      evidence: [good.says],
      explains: true,
    };
  },
};
