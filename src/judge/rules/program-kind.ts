import type { ProgramKind, ProgramKnowledge } from '../../model/knowledge.js';
import { ANONYMISES, isAnonymiser } from '../_match.js';
import type { Rule } from '../rule.js';
import type { WeightKey } from '../weights.js';

interface Telling {
  readonly weight: WeightKey;
  readonly what: string;
  readonly attack: readonly string[];
}

const TELLING: Partial<Record<ProgramKind, Telling>> = {
  offensive: { weight: 'program-kind.offensive', what: 'a tool for attacks', attack: [] },
  miner: { weight: 'program-kind.miner', what: 'a coin miner', attack: ['T1496.001'] },
  'remote-access': { weight: 'program-kind.remote-access', what: 'a remote control program', attack: ['T1219'] },
};

const ANONYMISER = { weight: 'program-kind.anonymiser', what: 'an anonymiser', attack: [ANONYMISES] } as const;

function tellingOf(known: ProgramKnowledge): Telling | undefined {
  return TELLING[known.kind] ?? (isAnonymiser(known) ? ANONYMISER : undefined);
}

export const programKind: Rule = {
  id: 'program-kind',
  title: 'An attack tool, a miner, an anonymiser or remote control',
  family: 'program',
  why: 'Names of such programs are known; most are used without the knowledge of the owner of the computer.',
  falsePositives: 'Testers, miners and supporters at work, and people who want to be unknown.',
  references: ['https://attack.mitre.org/techniques/T1219/', 'https://attack.mitre.org/techniques/T1496/001/'],
  attack: [],
  needs: 'program',
  judge({ actors }) {
    for (const { known } of actors) {
      const telling = known === null ? undefined : tellingOf(known);
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
