import { type Imitation, imitationOf } from '../_brands.js';
import { isStranger, ownerText } from '../_match.js';
import { memo } from '../_memo.js';
import type { Rule } from '../rule.js';
import type { WeightKey } from '../weights.js';

const HOW: Record<Imitation['how'], { weight: WeightKey; text: string }> = {
  brand: { weight: 'name-imitates.brand', text: 'carries the name of' },
  letters: { weight: 'name-imitates.letters', text: 'is made to be read as that of' },
};

const imitated = memo(imitationOf);

export const nameImitates: Rule = {
  id: 'name-imitates',
  title: "A name that borrows somebody's brand",
  family: 'identity',
  why: 'Operators put a trusted word into the name, or a letter that looks like another; the brand itself does not rent its machine here.',
  falsePositives: 'Dealers, fan pages, status pages and agencies that work for the brand.',
  references: ['https://attack.mitre.org/techniques/T1583/001/', 'https://attack.mitre.org/techniques/T1036/005/'],
  attack: ['T1583.001'],
  needs: 'name',
  judge(view) {
    if (!isStranger(view)) return null;
    for (const name of view.peer.names) {
      const found = imitated(name);
      if (found === null) continue;
      const { weight, text } = HOW[found.how];
      return {
        weight,
        says: `The name ${name} ${text} ${found.of}, whose machine at ${ownerText(view.owner)} it is not.`,
      };
    }
    return null;
  },
};
