import { portText } from '../../model/port-text.js';
import { UNANSWERED, UNANSWERED_OFTEN } from '../behaviour.js';
import type { Rule } from '../rule.js';

export const failedAttempts: Rule = {
  id: 'failed-attempts',
  title: 'Nobody answers there',
  family: 'behaviour',
  why: 'Services that people use answer. Lists of servers built into malware go stale, and the program keeps calling (T1008).',
  falsePositives: 'Blocked connections, and a service that is down.',
  references: ['https://attack.mitre.org/techniques/T1008/'],
  attack: [],
  judge({ behaviour, peer, ports, isPlatform }) {
    if ((behaviour & UNANSWERED) === 0 || ports.length === 0 || isPlatform) return null;
    if ((behaviour & UNANSWERED_OFTEN) !== 0) {
      return {
        weight: 'failed-attempts.many',
        says: `${peer.states['syn-sent'] ?? 0} attempts to reach ${portText(ports[0])} and no answer, consistent with a server that is gone.`,
        attack: ['T1008'],
      };
    }
    return { weight: 'failed-attempts', says: `The attempt to reach ${portText(ports[0])} has had no answer.` };
  },
};
