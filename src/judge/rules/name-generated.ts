import { generatedLook } from '../_names.js';
import type { Rule } from '../rule.js';

export const nameGenerated: Rule = {
  id: 'name-generated',
  title: 'A name that an algorithm seems to have made',
  family: 'identity',
  why: 'Malware computes names, or its operators register generated ones by the dozen (T1568.002).',
  falsePositives: 'Host names of content networks and telemetry, brand names without meaning.',
  references: ['https://attack.mitre.org/techniques/T1568/002/'],
  attack: ['T1568.002'],
  needs: 'name',
  judge({ peer, isPlatform, kind }) {
    if (peer.names.length === 0 || isPlatform || kind === 'special') return null;
    for (const name of peer.names) {
      const look = generatedLook(name);
      if (look !== null)
        return {
          weight: `name-generated.${look}`,
          says: `The name ${name} looks as if an algorithm had made it.`,
        };
    }
    return null;
  },
};
