import { boundUse, isAnonymiser, isBoundTo, isOfProgram, ownerFit, ownerText } from '../_match.js';
import type { ObservedUse } from '../../model/knowledge.js';
import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';
import type { View } from '../view.js';

export const portOwner: Rule = {
  id: 'port-owner',
  title: 'A port that belongs to one owner or program',
  family: 'expectation',
  why: 'Some ports are used by one company only (5223 Apple, 5228 Google): with it they explain a connection, without it the port says nothing in its favour.',
  falsePositives: 'Companies move to other clouds before tables learn of it.',
  references: [
    'https://support.apple.com/HT210060',
    'https://firebase.google.com/docs/cloud-messaging/concept-options',
  ],
  attack: [],
  judge(view) {
    for (const far of view.ports) {
      const use = boundUse(far.knowledge);
      // Remote control by its own port is still remote control.
      if (use === null || use.kind === 'remote-access' || !isBoundTo(use, view)) continue;
      // And who hides is still hidden.
      if (use.kind === 'anon' && view.actors.some(({ known }) => known !== null && isAnonymiser(known))) continue;
      const says = `Port ${portText(far)} is that of ${use.use}, and ${ownerText(view.owner)} is where it belongs.`;
      const evidence = [use.source];
      // Who serves it from rented machines has neighbours there.
      if (view.kind === 'cloud-tenant' && !isOfProgram(use, view))
        return { weight: 'port-owner.customer', says, evidence };
      return {
        weight: 'port-owner',
        says,
        evidence,
        // Anonymisers, remote control and the like are known by their port, and still ask for the owner's word.
        explains: (use.kind === 'app' || use.kind === 'infra') && isAtHome(use, view),
      };
    }
    return null;
  },
};

/** At an owner that the use is bound to, or that its program is known for. */
function isAtHome({ owners }: ObservedUse, { owner, actors }: View): boolean {
  if (ownerFit(owners, owner) === 'named') return true;
  return actors.some(({ known }) => known !== null && ownerFit(known.owners, owner) === 'named');
}
