import { isLoneNameServer, ownerText } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';

export const loneNameServer: Rule = {
  id: 'lone-name-server',
  title: 'Names are asked of a rented machine',
  family: 'port',
  why: 'Computers ask the resolver of their network or a public one, and resolvers ask many servers. One rented machine that is asked directly is a resolver put in their place, or the far end of a tunnel.',
  falsePositives: 'Resolvers of small providers, VPNs and filters of advertisements.',
  references: ['https://attack.mitre.org/techniques/T1071/004/', 'https://attack.mitre.org/techniques/T1584/002/'],
  attack: ['T1071.004'],
  judge(view) {
    if (!isLoneNameServer(view)) return null;
    return {
      weight: 'lone-name-server',
      says: `Names are asked on ${portText(view.ports[0])} of a machine at ${ownerText(view.owner)}, which is no known resolver.`,
    };
  },
};
