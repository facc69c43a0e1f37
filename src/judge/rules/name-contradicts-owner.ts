import { ownerText } from '../_match.js';
import { makersOf } from '../_names.js';
import type { Rule } from '../rule.js';

export const nameContradictsOwner: Rule = {
  id: 'name-contradicts-owner',
  title: "A maker's name on a stranger's machine",
  family: 'identity',
  why: 'The name in a request is the choice of the program that sends it; update servers do not stand at rented machines.',
  falsePositives: 'Caches inside access providers, proxies, and name servers that send everything to one address.',
  references: ['https://attack.mitre.org/techniques/T1036/005/'],
  attack: ['T1036.005'],
  needs: 'name',
  judge({ peer, owner, isRented }) {
    if (peer.names.length === 0 || !isRented) return null;
    const { provider } = owner.network;
    const name = peer.names.find((name) => {
      const makers = makersOf(name);
      return makers !== null && (provider === null || !makers.includes(provider));
    });
    if (name === undefined) return null;
    return {
      weight: 'name-contradicts-owner',
      says: `The name ${name} does not belong on a machine at ${ownerText(owner)}.`,
    };
  },
};
