import { oddity } from '../_program-name.js';
import type { Rule } from '../rule.js';

export const oddProgramName: Rule = {
  id: 'odd-program-name',
  title: 'A name that no maker would choose',
  family: 'program',
  why: 'Loaders write their programs under numbers or random letters, and testers leave the name that their tool proposes.',
  falsePositives: 'Temporary installers.',
  references: ['https://attack.mitre.org/techniques/T1036/'],
  attack: [],
  needs: 'program',
  judge({ actors }) {
    for (const { name, known } of actors) {
      if (known !== null) continue;
      const odd = oddity(name);
      if (odd === 'word')
        return {
          weight: 'odd-program-name.word',
          says: `The name ${name} is consistent with a program generated for an attack or a test.`,
        };
      if (odd === 'hidden')
        return {
          weight: 'odd-program-name.hidden',
          says: `The name ${name} begins with a dot, which hides a file from its owner.`,
          attack: ['T1564.001'],
        };
      if (odd === 'letters') return { weight: 'odd-program-name', says: `The name ${name} looks generated.` };
    }
    return null;
  },
};
