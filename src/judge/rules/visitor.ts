import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';

export const visitor: Rule = {
  id: 'visitor',
  title: 'The peer came to us',
  family: 'behaviour',
  why: 'Every public address is visited all day by scanners. That a peer called a local service says little of this computer, and its own port is no service.',
  falsePositives: 'A visitor who got in.',
  references: ['https://attack.mitre.org/techniques/T1595/'],
  attack: [],
  judge({ isVisitor, visited }) {
    if (!isVisitor) return null;
    return {
      weight: 'visitor',
      says: `The peer connected to the local service on port ${portText(visited[0])}; nothing here called it.`,
    };
  },
};
