import type { Rule } from '../rule.js';

export const missingProgram: Rule = {
  id: 'missing-program',
  title: 'The capture names programs, but none for this peer',
  family: 'program',
  why: 'A socket whose owner is hidden from the tool that lists owners deserves a second look.',
  falsePositives: 'Closed connections have no owner, and listings without administrator rights miss those of others.',
  references: ['https://attack.mitre.org/techniques/T1014/'],
  attack: [],
  judge({ actors, scene, peer, isPlatform }) {
    if (!scene.hasPrograms || actors.length > 0 || isPlatform || (peer.states.established ?? 0) === 0) return null;
    return {
      weight: 'missing-program',
      says: 'Other rows name their program, but nothing names the one behind this peer.',
    };
  },
};
