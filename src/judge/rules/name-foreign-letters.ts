import type { Rule } from '../rule.js';

export const nameForeignLetters: Rule = {
  id: 'name-foreign-letters',
  title: 'A name in letters that computers write as xn--',
  family: 'identity',
  why: 'Letters of other scripts look like Latin ones (RFC 5891): such names serve to deceive as well as to be read at home.',
  falsePositives: 'Sites in languages that need these letters.',
  references: ['https://www.rfc-editor.org/rfc/rfc5891', 'https://attack.mitre.org/techniques/T1583/001/'],
  attack: [],
  needs: 'name',
  judge({ peer, isPlatform, isPrivate }) {
    if (isPlatform || isPrivate) return null;
    const name = peer.names.find((name) => /(?:^|\.)xn--/i.test(name));
    return name === undefined
      ? null
      : { weight: 'name-foreign-letters', says: `The name ${name} is written in letters of another script.` };
  },
};
