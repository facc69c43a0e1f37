import { isBorrowed, ownerText } from '../_match.js';
import type { Rule } from '../rule.js';

export const borrowedPlatform: Rule = {
  id: 'borrowed-platform',
  title: 'An unknown program at a platform for files and messages',
  family: 'owner',
  why: 'Stealers send what they find through the interfaces of messengers and file stores, and loaders fetch from there: nobody blocks them.',
  falsePositives: 'Programs of small makers that fetch updates from a code host or send notices by a messenger.',
  references: [
    'https://attack.mitre.org/techniques/T1102/',
    'https://attack.mitre.org/techniques/T1567/',
    'https://github.com/SigmaHQ/sigma/tree/master/rules/windows/network_connection',
  ],
  attack: ['T1102', 'T1567'],
  needs: 'program',
  judge(view) {
    if (view.ports.length === 0 || !isBorrowed(view)) return null;
    return {
      weight: 'borrowed-platform',
      says: `${view.actors[0].name} reaches ${ownerText(view.owner)}, where anybody keeps files and messages.`,
    };
  },
};
