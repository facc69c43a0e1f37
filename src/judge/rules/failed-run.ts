import { portText } from '../../model/port-text.js';
import { UNANSWERED } from '../behaviour.js';
import { REFUSED } from '../pace.js';
import type { Rule } from '../rule.js';

export const failedRun: Rule = {
  id: 'failed-run',
  title: 'Attempt after attempt without an answer',
  family: 'behaviour',
  why: 'People give up and products wait longer each time; a program with a built-in server keeps calling when it is gone (T1008).',
  falsePositives: 'A service that is down, and a firewall in between.',
  references: ['https://attack.mitre.org/techniques/T1008/'],
  attack: ['T1008'],
  judge({ behaviour, pace, peer, ports, isPlatform }) {
    const run = peer.timing?.failedRun ?? 0;
    // Where nothing was ever answered `failed-attempts` says so.
    if ((pace & REFUSED) === 0 || (behaviour & UNANSWERED) !== 0 || ports.length === 0 || isPlatform) return null;
    return {
      weight: 'failed-run',
      says: `${run} attempts one after another to reach ${portText(ports[0])} were refused or not answered.`,
    };
  },
};
