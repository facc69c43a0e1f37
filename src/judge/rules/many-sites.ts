import { sitesOf } from '../relations.js';
import type { Rule } from '../rule.js';

export const manySites: Rule = {
  id: 'many-sites',
  title: 'One of many sites that a script visits',
  family: 'rarity',
  why: 'Crawlers, monitors and link checkers reach machines of strangers by the dozen; what speaks against one of them speaks against all.',
  falsePositives: 'A script that attacks web servers visits as many: look at the script.',
  references: ['https://attack.mitre.org/techniques/T1595/'],
  attack: [],
  needs: 'program',
  judge(view) {
    const found = sitesOf(view);
    if (found === null) return null;
    return {
      weight: 'many-sites',
      says: `${found.actor.name} visits ${found.sites} machines at companies that rent to anybody: this is one of many.`,
    };
  },
};
