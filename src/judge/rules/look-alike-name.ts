import { type LookAlike, lookAlike } from '../_masquerade.js';
import { memo } from '../_memo.js';
import type { Rule } from '../rule.js';
import type { WeightKey } from '../weights.js';

const HOW: Record<LookAlike['how'], { weight: WeightKey; attack: readonly string[] }> = {
  bidi: { weight: 'look-alike-name.letters', attack: ['T1036.002'] },
  'double-extension': { weight: 'look-alike-name.letters', attack: ['T1036.007'] },
  'edit-distance': { weight: 'look-alike-name', attack: ['T1036.005'] },
  homoglyph: { weight: 'look-alike-name.letters', attack: ['T1036.005'] },
};

/** Comparing with every system name is slow. */
const pretended = memo(lookAlike);

export const lookAlikeName: Rule = {
  id: 'look-alike-name',
  title: 'A name made to be read as another',
  family: 'program',
  why: 'A letter more or less, a foreign letter or a second ending let a program pass for the system or a document.',
  falsePositives: 'Small programs whose name is close to one of the system by chance.',
  references: [
    'https://attack.mitre.org/techniques/T1036/002/',
    'https://attack.mitre.org/techniques/T1036/005/',
    'https://attack.mitre.org/techniques/T1036/007/',
  ],
  attack: ['T1036.005'],
  needs: 'program',
  judge({ actors }) {
    for (const { name, known } of actors) {
      const found = known === null ? pretended(name) : null;
      if (found === null) continue;
      const { weight, attack } = HOW[found.how];
      return { weight, attack, says: `The name ${name} is made to be read as ${found.of}.` };
    }
    return null;
  },
};
