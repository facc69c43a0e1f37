import { ownerText } from '../_match.js';
import { programKey } from '../_program-name.js';
import {
  isAnybodys,
  isOddProgram,
  neighbourhoodOf,
  neighboursKey,
  sitesOf,
  strangersKey,
  tenantsKey,
} from '../relations.js';
import type { Draft, Rule } from '../rule.js';
import type { Actor, View } from '../view.js';

/** Machines of one organisation, and of any, from which on chance is no explanation. */
const TENANTS_FROM = 3;
const STRANGERS_FROM = 5;

export const relatedPeers: Rule = {
  id: 'related-peers',
  title: 'One odd program, several rented machines',
  family: 'rarity',
  why: 'Operators rent servers by the handful, often from one company and in one block, and their program knows them all.',
  falsePositives: 'Small products whose maker rents a few machines.',
  references: ['https://attack.mitre.org/techniques/T1583/003/', 'https://attack.mitre.org/techniques/T1008/'],
  attack: [],
  needs: 'program',
  judge(view) {
    if (view.ports.length === 0 || view.isPrivate || !isAnybodys(view.owner)) return null;
    // Whoever visits so many rents none of them.
    if (sitesOf(view) !== null) return null;
    for (const actor of view.actors) {
      const draft = isOddProgram(actor.known) ? relation(actor, view) : null;
      if (draft !== null) return draft;
    }
    return null;
  },
};

/** The closest relation. */
function relation(actor: Actor, { peer, owner, scene }: View): Draft | null {
  const program = programKey(actor);
  const block = neighbourhoodOf(peer.address);
  const neighbours = scene.fanOut.get(neighboursKey(program, block)) ?? 1;
  if (neighbours > 1)
    return { weight: 'related-peers.block', says: `${actor.name} reaches ${neighbours} machines in ${block}.` };
  const tenants = scene.fanOut.get(tenantsKey(program, owner.organisation ?? '')) ?? 1;
  if (tenants >= TENANTS_FROM)
    return { weight: 'related-peers', says: `${actor.name} reaches ${tenants} machines at ${ownerText(owner)}.` };
  const strangers = scene.fanOut.get(strangersKey(program)) ?? 1;
  if (strangers < STRANGERS_FROM) return null;
  return {
    weight: 'related-peers',
    says: `${actor.name} reaches ${strangers} machines at companies that rent to anybody.`,
  };
}
