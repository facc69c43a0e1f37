import type { ProgramKind } from '../../model/knowledge.js';
import type { Rule } from '../rule.js';
import type { WeightKey } from '../weights.js';

const TELLING: Partial<Record<ProgramKind, { weight: WeightKey; what: string; attack: readonly string[] }>> = {
  offensive: { weight: 'program-kind.offensive', what: 'a tool for attacks', attack: [] },
  miner: { weight: 'program-kind.miner', what: 'a coin miner', attack: ['T1496.001'] },
  'remote-access': { weight: 'program-kind.remote-access', what: 'a remote control program', attack: ['T1219'] },
};

export const programKind: Rule = {
  id: 'program-kind',
  title: 'An attack tool, a miner or remote control',
  family: 'program',
  why: 'Names of such programs are known; most are used without the knowledge of the owner of the computer.',
  falsePositives: 'Testers, miners and supporters at work.',
  references: ['https://attack.mitre.org/techniques/T1219/', 'https://attack.mitre.org/techniques/T1496/001/'],
  attack: [],
  needs: 'program',
  judge({ actors }) {
    for (const { known } of actors) {
      const telling = known === null ? undefined : TELLING[known.kind];
      if (known === null || telling === undefined) continue;
      return {
        weight: telling.weight,
        says: `The name of the program is that of ${telling.what}, ${known.title}.`,
        attack: known.attack.length > 0 ? known.attack : telling.attack,
        evidence: [known.source],
      };
    }
    return null;
  },
};
