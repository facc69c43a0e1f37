import type { Rule } from '../rule.js';

export const deletedProgram: Rule = {
  id: 'deleted-program',
  title: 'The file of the program is gone',
  family: 'path',
  why: 'Programs that delete their own file, or were never in one, leave nothing to examine.',
  falsePositives: 'Programs that an update has replaced while they ran.',
  references: ['https://attack.mitre.org/techniques/T1070/004/', 'https://attack.mitre.org/techniques/T1620/'],
  attack: ['T1070.004'],
  needs: 'program',
  judge({ actors }) {
    for (const { name, process } of actors) {
      const { path } = process;
      if (path === null) continue;
      if (path.startsWith('/memfd:'))
        return {
          weight: 'deleted-program.memory',
          says: `${name} runs from memory alone (${path}).`,
          attack: ['T1620'],
        };
      if (path.endsWith(' (deleted)'))
        return { weight: 'deleted-program', says: `The file of ${name} has been deleted while it runs.` };
    }
    return null;
  },
};
