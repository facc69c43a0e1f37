import { portText } from '../../model/port-text.js';
import type { PortKind } from '../../model/knowledge.js';
import type { Rule } from '../rule.js';
import type { WeightKey } from '../weights.js';

/** Kinds of use that ask for the owner's word, with the techniques they are consistent with. */
const TELLING: Partial<Record<PortKind, { weight: WeightKey; what: string; attack: readonly string[] }>> = {
  anon: { weight: 'telling-port.anonymiser', what: 'an anonymiser or tunnel', attack: ['T1090'] },
  mining: { weight: 'telling-port.mining', what: 'coin mining', attack: ['T1496.001'] },
  'remote-access': { weight: 'telling-port.remote-access', what: 'remote control', attack: ['T1219'] },
};

export const tellingPort: Rule = {
  id: 'telling-port',
  title: 'Port of remote control, mining or anonymisers',
  family: 'port',
  why: 'Such programs are legitimate only where the owner of the computer installed them.',
  falsePositives: 'Supporters, administrators and VPN users.',
  references: [
    'https://attack.mitre.org/techniques/T1219/',
    'https://attack.mitre.org/techniques/T1496/001/',
    'https://attack.mitre.org/techniques/T1090/',
  ],
  attack: [],
  judge({ ports, actors, isPrivate }) {
    if (isPrivate || actors.some(({ known }) => known?.kind === 'vpn' || known?.kind === 'remote-access')) return null;
    for (const far of ports) {
      const use = far.knowledge.observed[0];
      const telling = use === undefined || use.confidence === 'low' ? undefined : TELLING[use.kind];
      if (telling === undefined) continue;
      return {
        weight: telling.weight,
        says: `Port ${portText(far)} is consistent with ${telling.what}: ${use.use}.`,
        attack: telling.attack,
        evidence: [use.source],
      };
    }
    return null;
  },
};
