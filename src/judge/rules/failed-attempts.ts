import { portText } from '../_match.js';
import type { Rule } from '../rule.js';

/** So many unanswered attempts at one peer are no passing trouble. */
const MANY = 10;

export const failedAttempts: Rule = {
  id: 'failed-attempts',
  title: 'Nobody answers there',
  family: 'behaviour',
  why: 'Services that people use answer. Lists of servers built into malware go stale, and the program keeps calling (T1008).',
  falsePositives: 'Blocked connections, and a service that is down.',
  references: ['https://attack.mitre.org/techniques/T1008/'],
  attack: [],
  judge({ peer, ports, isPlatform }) {
    const failed = peer.states['syn-sent'] ?? 0;
    if (failed === 0 || failed < peer.connections || ports.length === 0 || isPlatform) return null;
    if (failed >= MANY) {
      return {
        weight: 'failed-attempts.many',
        says: `${failed} attempts to reach ${portText(ports[0])} and no answer, consistent with a server that is gone.`,
        attack: ['T1008'],
      };
    }
    return { weight: 'failed-attempts', says: `The attempt to reach ${portText(ports[0])} has had no answer.` };
  },
};
