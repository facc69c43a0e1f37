import { isBrowser, ownerText } from '../_match.js';
import type { Rule } from '../rule.js';
import { isOpenCdn } from '../view.js';

export const plainHttpOpenCdn: Rule = {
  id: 'plain-http-open-cdn',
  title: 'Unencrypted web traffic behind an open content network',
  family: 'behaviour',
  why: 'Sites behind a content network get a certificate for nothing; who still asks for plain HTTP there is seldom a person.',
  falsePositives: 'Revocation lists and old links.',
  references: ['https://attack.mitre.org/techniques/T1090/004/'],
  attack: ['T1071.001'],
  judge({ ports, actors, owner }) {
    if (!isOpenCdn(owner) || actors.some(isBrowser)) return null;
    if (!ports.some(({ port, isUdp }) => port === 80 && !isUdp)) return null;
    return {
      weight: 'plain-http-open-cdn',
      says: `Unencrypted HTTP to a site behind ${ownerText(owner)}, which anybody can join.`,
    };
  },
};
