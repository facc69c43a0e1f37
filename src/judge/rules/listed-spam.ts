import { listedRule } from '../_listed.js';

export const listedSpam = listedRule(
  {
    title: 'On a list of senders of spam',
    why: 'Mail sent from there is unwanted.',
    falsePositives: 'Shared mail servers.',
    references: ['https://www.spamhaus.org/blocklists/'],
    attack: [],
  },
  'spam',
  (listed) => `The address sends spam according to ${listed}.`,
  {},
);
