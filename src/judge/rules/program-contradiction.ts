import { isAnybodysService, isStranger, ownerFit, ownerText, programText } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';
import type { Actor, View } from '../view.js';

/** Kinds of program that talk to their maker only. */
const BOUND: ReadonlySet<string> = new Set([
  'system',
  'service-host',
  'updater',
  'security',
  'office',
  'vendor',
  'cloud-sync',
]);

export const programContradiction: Rule = {
  id: 'program-contradiction',
  title: 'The program has no business with this owner',
  family: 'expectation',
  why: 'A part of the system that reaches a stranger has been imitated or carries foreign code.',
  falsePositives: 'Revocation lists, proxies, and services that makers moved to another cloud.',
  references: ['https://attack.mitre.org/techniques/T1055/', 'https://attack.mitre.org/techniques/T1036/005/'],
  attack: ['T1055', 'T1036.005'],
  needs: 'program',
  judge(view) {
    if (
      view.ports.length === 0 ||
      view.isPrivate ||
      view.isPlatform ||
      view.kind === 'cdn' ||
      view.kind === 'enterprise' ||
      isAnybodysService(view)
    )
      return null;
    const actor = view.actors.find((actor) => isContradiction(actor, view));
    if (actor?.known == null) return null;
    const isSystem = actor.known.kind === 'system' || actor.known.kind === 'service-host';
    return {
      weight: isStranger(view)
        ? isSystem
          ? 'program-contradiction.system'
          : 'program-contradiction.maker'
        : 'program-contradiction.weak',
      says: `${programText(actor)} normally reaches ${namesOf(actor.known.owners)}; ${portText(view.ports[0])} at ${ownerText(view.owner)} contradicts that.`,
      evidence: [actor.known.source],
      attack: isSystem ? ['T1055', 'T1036.005'] : [],
    };
  },
};

function isContradiction({ known, services }: Actor, { owner }: View): boolean {
  if (known === null || !BOUND.has(known.kind) || known.owners.length === 0) return false;
  if (ownerFit(known.owners, owner) !== 'none') return false;
  return !services.some(({ owners }) => ownerFit(owners, owner) !== 'none');
}

/** `microsoft`, `new-relic` as people write them: Microsoft, New Relic. */
function namesOf(owners: readonly string[]): string {
  const names = owners
    .filter((owner) => owner !== '*' && !owner.startsWith('kind:'))
    .slice(0, 3)
    .map(nameOf);
  return names.length === 0 ? 'other kinds of networks' : names.join(', ');
}

/** Short names are abbreviations: HP, AMD. */
function nameOf(key: string): string {
  if (key.length <= 3) return key.toUpperCase();
  return key
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
