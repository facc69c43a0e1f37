import { isAnybodysService, isBrowsing, ownerText } from '../_match.js';
import type { Rule } from '../rule.js';
import { isCompanyCloud, isLargestHoster, type View } from '../view.js';
import type { WeightKey } from '../weights.js';

export const rentedMachine: Rule = {
  id: 'rented-machine',
  title: 'The far end is a rented machine',
  family: 'owner',
  why: 'Attackers rent servers by the hour. Programs talk mostly to their makers, to large clouds and to content delivery networks.',
  falsePositives: 'Small web sites, own servers, game servers and mirrors stand at the same companies.',
  references: ['https://attack.mitre.org/techniques/T1583/003/', 'https://attack.mitre.org/techniques/T1583/004/'],
  attack: [],
  judge(view) {
    const { owner, isRented, kind, isVisitor } = view;
    if (isVisitor || kind === 'anonymiser' || isAnybodysService(view)) return null;
    if (isRented)
      return {
        weight: weightOf(view),
        says: `The address is a machine that anybody can rent, at ${ownerText(owner)}.`,
      };
    // Makers of remote control have their relays there, for owners and intruders alike.
    if (kind !== 'cloud-tenant' || view.actors.some(({ known }) => known?.kind === 'remote-access')) return null;
    return {
      weight: 'rented-machine.large-cloud',
      says: `The address belongs to a customer of ${ownerText(owner)}, not to its own services.`,
    };
  },
};

function weightOf(view: View): WeightKey {
  if (isCompanyCloud(view.owner)) return 'rented-machine.company-cloud';
  if (isBrowsing(view)) return 'rented-machine.browsed';
  return isLargestHoster(view.owner) ? 'rented-machine.largest' : 'rented-machine';
}
