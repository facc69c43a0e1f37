import { listedRule } from '../_listed.js';

export const listedWatch = listedRule(
  {
    title: 'On your own list',
    why: 'You asked to be told of it.',
    falsePositives: 'Yours to say.',
    references: ['https://csrc.nist.gov/pubs/sp/800/61/r3/final'],
    attack: [],
  },
  'watch',
  (listed) => `The address is on your list: ${listed}.`,
  { isOwnWord: true },
);
