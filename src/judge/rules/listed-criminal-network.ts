import { listedRule } from '../_listed.js';

export const listedCriminalNetwork = listedRule(
  {
    title: 'In a network run by or for criminals',
    why: 'Whole netblocks that are hijacked or leased to criminals (Spamhaus DROP).',
    falsePositives: 'Rare: such blocks are listed with care.',
    references: ['https://www.spamhaus.org/blocklists/do-not-route-or-peer/'],
    attack: [],
  },
  'criminal-network',
  (listed) => `The network is run by or for criminals according to ${listed}.`,
  {},
);
