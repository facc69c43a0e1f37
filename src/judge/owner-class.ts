import type { Scene } from '../model/judgement.js';
import type { Owner, PortKnowledge } from '../model/knowledge.js';
import { namesOwner } from './_match.js';

/**
 * Gives each owner a text for all that rules may weigh of it where no program is named, no host name was seen and no
 * list speaks: what kind of network it is, whether it stands alone, and which uses of the ports seen are bound to it. So
 * owners without number that nobody has described are judged once. `ports` are those seen.
 */
export function ownerClasses(scene: Scene, ports: Iterable<PortKnowledge>): (owner: Owner) => string {
  const bound = entriesByInitial(ports);
  return ({ organisation, network: { kind, provider, service } }) => {
    const isAlone = organisation !== null && scene.organisations.get(organisation) === 1;
    const named = provider === null && organisation !== null ? bound(organisation) : [];
    return [kind, provider ?? '', service ?? '', organisation === null, isAlone, ...named].join('\n');
  };
}

/** The owners that uses are bound to, of which an organisation has the name: few have the initial. */
function entriesByInitial(ports: Iterable<PortKnowledge>): (organisation: string) => string[] {
  const entries = new Map<string, Set<string>>();
  for (const { observed } of ports) {
    for (const entry of observed.flatMap(({ owners }) => owners)) {
      const initial = initialOf(entry);
      const known = entries.get(initial);
      if (known === undefined) entries.set(initial, new Set([entry]));
      else known.add(entry);
    }
  }
  return (organisation) =>
    Array.from(entries.get(initialOf(organisation)) ?? []).filter((entry) => namesOwner(entry, organisation));
}

function initialOf(text: string): string {
  return text.slice(0, 1).toLowerCase();
}
