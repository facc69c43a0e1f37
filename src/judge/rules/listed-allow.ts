import { listedRule } from '../_listed.js';

export const listedAllow = listedRule(
  {
    title: 'Accepted by you',
    why: 'You accepted it, with a reason and an end date; it stays in the report.',
    falsePositives: 'Yours to say.',
    references: ['https://csrc.nist.gov/pubs/sp/800/61/r3/final'],
    attack: [],
  },
  'allow',
  (listed) => `You accepted this address: ${listed}.`,
  { explains: true, isOwnWord: true },
);
