import { isAnybodysService, isBrowsing, isOfItsMaker, ownerText } from '../_match.js';
import type { Rule } from '../rule.js';

/** Below this many peers everything is alone. */
const FROM = 20;

export const loneOrganisation: Rule = {
  id: 'lone-organisation',
  title: 'The only peer at its organisation',
  family: 'rarity',
  why: 'Services that people use are spread over several addresses of their owner; a server rented for one purpose stands alone.',
  falsePositives: 'Small sites and services.',
  references: ['https://www.activecountermeasures.com/'],
  attack: [],
  judge(view) {
    const { scene, owner, isPlatform, isRented, kind, ports } = view;
    // Large hosters and access providers are alone by chance: their customers have nothing in common.
    if (
      scene.peers < FROM ||
      isRented ||
      kind === 'access' ||
      kind === 'mobile' ||
      isPlatform ||
      kind === 'cdn' ||
      kind === 'special' ||
      ports.length === 0 ||
      isAnybodysService(view) ||
      isBrowsing(view) ||
      isOfItsMaker(view)
    )
      return null;
    if (owner.organisation === null || scene.organisations.get(owner.organisation) !== 1) return null;
    return {
      weight: 'lone-organisation',
      says: `Of ${scene.peers} peers this is the only one at ${ownerText(owner)}.`,
    };
  },
};
