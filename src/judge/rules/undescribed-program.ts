import { stemOf } from '../_program-name.js';
import type { Rule } from '../rule.js';

export const undescribedProgram: Rule = {
  id: 'undescribed-program',
  title: 'A program that nothing is known of',
  family: 'program',
  why: 'Malware has names of its own. So has every small program, so that this says little alone.',
  falsePositives: 'Programs of small makers and of the company itself.',
  references: ['https://attack.mitre.org/techniques/T1204/002/'],
  attack: [],
  needs: 'program',
  judge({ actors, isPlatform, isVisitor, kind }) {
    if (isVisitor) return null;
    const actor = actors.find(({ known, name }) => known === null && stemOf(name) !== '');
    if (actor === undefined) return null;
    return {
      weight: isPlatform || kind === 'cdn' ? 'undescribed-program.platform' : 'undescribed-program',
      says: `Nothing is known of a program called ${actor.name}.`,
    };
  },
};
