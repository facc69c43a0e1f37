import { isAnybodysService, isOfItsMaker, ownerText } from '../_match.js';
import type { Rule } from '../rule.js';

export const littleKnownOwner: Rule = {
  id: 'little-known-owner',
  title: 'An owner that nobody has described',
  family: 'owner',
  why: 'Widely used services belong to owners that tables know. Small networks with nothing to tell include those that rent to anybody.',
  falsePositives: 'Small companies with their own network.',
  references: ['https://attack.mitre.org/techniques/T1583/'],
  attack: [],
  judge(view) {
    const { kind, owner, ports } = view;
    if (isAnybodysService(view) || isOfItsMaker(view)) return null;
    if (kind !== 'unknown' || owner.organisation === null || owner.network.provider !== null || ports.length === 0)
      return null;
    // Sites of small firms are like that; what nobody has described calls home to such networks as well.
    const isWeb = !view.hasLooseProgram && ports.every(({ port }) => port === 443);
    return {
      weight: isWeb ? 'little-known-owner.web' : 'little-known-owner',
      says: `Nothing is known of what ${ownerText(owner)} uses its network for.`,
    };
  },
};
