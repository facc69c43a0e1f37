import { type LookAlike, lookAlike } from '../_masquerade.js';
import type { Rule } from '../rule.js';
import type { WeightKey } from '../weights.js';

const HOW: Record<LookAlike['how'], { weight: WeightKey; attack: readonly string[] }> = {
  bidi: { weight: 'look-alike-name.letters', attack: ['T1036.002'] },
  'double-extension': { weight: 'look-alike-name.letters', attack: ['T1036.007'] },
  'edit-distance': { weight: 'look-alike-name', attack: ['T1036.005'] },
  homoglyph: { weight: 'look-alike-name.letters', attack: ['T1036.005'] },
};

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
  judge({ actors }) {
    for (const { name, known } of actors) {
      const found = known === null ? remembered(name) : null;
      if (found === null) continue;
      const { weight, attack } = HOW[found.how];
      return { weight, attack, says: `The name ${name} is made to be read as ${found.of}.` };
    }
    return null;
  },
};

/** The same few programs hold thousands of connections, and comparing with every system name is slow. */
const AT_MOST = 1000;
const answers = new Map<string, LookAlike | null>();

function remembered(name: string): LookAlike | null {
  const known = answers.get(name);
  if (known !== undefined) return known;
  const found = lookAlike(name);
  if (answers.size >= AT_MOST) answers.clear();
  answers.set(name, found);
  return found;
}
