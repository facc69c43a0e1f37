import { boundUse, isBoundTo, isStranger, ownerText, usualUse } from '../_match.js';
import type { ObservedUse } from '../../model/knowledge.js';
import { NOT_TOLD, portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';
import type { FarPort, View } from '../view.js';

export const portWithoutOwner: Rule = {
  id: 'port-without-owner',
  title: 'A port of one owner, at another',
  family: 'port',
  why: 'A port that one company or program uses is out of place where neither is there.',
  falsePositives: 'Companies move to other clouds before tables learn of it; any program may use any port.',
  references: ['https://attack.mitre.org/techniques/T1571/'],
  attack: [],
  judge(view) {
    for (const far of view.ports) {
      // It may be another protocol's port, of which that use says nothing.
      if (far.protocol === NOT_TOLD) continue;
      const use = boundUse(far.knowledge);
      if (use === null || use.kind === 'c2-default' || use.confidence === 'low' || isBoundTo(use, view)) continue;
      if (isOpenToAnybody(far, use) || isUntold(use, view)) continue;
      if (use.kind === 'p2p' && isHome(view)) continue;
      return {
        weight: isStranger(view) ? 'port-without-owner.stranger' : 'port-without-owner',
        says: `Port ${portText(far)} is that of ${use.use}, which neither the program nor ${ownerText(view.owner)} confirms.`,
        evidence: [use.source],
      };
    }
    return null;
  },
};

/** A use that is as likely and nobody's own comes first: 5060 is telephony before it is a game. */
function isOpenToAnybody({ knowledge }: FarPort, bound: ObservedUse): boolean {
  const use = usualUse(knowledge);
  return use !== null && use !== bound && use.owners.length === 0 && use.programs.length === 0;
}

/** Where no program can be named, that the program is not seen says nothing. */
function isUntold(use: ObservedUse, { actors, scene }: View): boolean {
  return use.owners.length === 0 && actors.length === 0 && !scene.hasPrograms;
}

/** Where file sharing belongs, whoever's line it is. */
function isHome({ kind }: View): boolean {
  return kind === 'access' || kind === 'mobile';
}
