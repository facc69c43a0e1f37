import { type NameKind, nameKind } from '../_names.js';
import { isBrowser } from '../_match.js';
import type { Rule } from '../rule.js';
import type { WeightKey } from '../weights.js';

const KINDS: Record<NameKind, { weight: WeightKey; what: string; attack: readonly string[] }> = {
  dynamic: {
    weight: 'name-kind.dynamic',
    what: 'is a dynamic DNS name that anybody gets in a minute',
    attack: ['T1568'],
  },
  sharing: { weight: 'name-kind.sharing', what: 'is a sharing, paste or tunnel service', attack: ['T1102'] },
  echo: { weight: 'name-kind.echo', what: 'is a service that tells callers their own address', attack: ['T1016.001'] },
  cheap: {
    weight: 'name-kind.cheap',
    what: 'lies in a top-level domain that leads the statistics of abuse',
    attack: [],
  },
};

export const nameKindRule: Rule = {
  id: 'name-kind',
  title: 'Dynamic DNS, tunnels, address echoes and names for nothing',
  family: 'identity',
  why: 'Operators like names that cost nothing and leave no trace; malware asks for its own address first.',
  falsePositives: 'Home servers with dynamic DNS, people who share files, small sites under cheap domains.',
  references: [
    'https://attack.mitre.org/techniques/T1568/',
    'https://attack.mitre.org/techniques/T1102/',
    'https://attack.mitre.org/techniques/T1016/001/',
  ],
  attack: [],
  needs: 'name',
  judge({ peer, actors }) {
    if (peer.names.length === 0) return null;
    for (const name of peer.names) {
      const kind = nameKind(name);
      if (kind === null || ((kind === 'sharing' || kind === 'echo') && actors.some(isBrowser))) continue;
      const { weight, what, attack } = KINDS[kind];
      return { weight, says: `The name ${name} ${what}.`, attack };
    }
    return null;
  },
};
