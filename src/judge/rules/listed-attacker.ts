import { listedRule } from '../_listed.js';

export const listedAttacker = listedRule(
  {
    title: 'On a list of attackers',
    why: 'The address attacks servers: it speaks of connections that came in.',
    falsePositives: 'Shared exits, scanners of researchers, and machines cleaned since.',
    references: ['https://www.blocklist.de/en/'],
    attack: [],
  },
  'attacker',
  (listed, view) =>
    view.isVisitor
      ? `The peer attacks servers according to ${listed}, and it connected here.`
      : `The address attacks servers according to ${listed}; that says little of a connection that we opened.`,
);
