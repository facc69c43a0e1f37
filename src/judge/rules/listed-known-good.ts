import { listedRule } from '../_listed.js';

export const listedKnownGood = listedRule(
  {
    title: 'On a list of known services',
    why: 'A named service that people expect; it lowers, it never hides.',
    falsePositives: 'Anybody may abuse a good service (T1102).',
    references: ['https://github.com/MISP/misp-warninglists'],
    attack: [],
  },
  'known-good',
  (listed) => `The address belongs to a known service according to ${listed}.`,
  { explains: true, isOwnWord: true },
);
