import type { Scene } from '../model/judgement.js';
import type { Owner, PortKnowledge } from '../model/knowledge.js';
import { isDeadDrop, namesOwner } from './_match.js';
import { isCompanyCloud, isLargestHoster, isOpenCdn, isRentedOut } from './view.js';

/**
 * Gives each owner a text for all that rules may weigh of it where no program is named, no host name was seen and no
 * list speaks: what its network is for, whether it stands alone, and which uses of the ports seen are bound to it. So
 * owners without number are judged as a few. `ports` are those seen.
 */
export function ownerClasses(
  { organisations }: Pick<Scene, 'organisations'>,
  ports: Iterable<PortKnowledge>,
): (owner: Owner) => string {
  const bound = entriesByInitial(ports);
  return (owner) => {
    const { organisation, network } = owner;
    const isAlone = organisation !== null && organisations.get(organisation) === 1;
    const rented = [isRentedOut(owner), isCompanyCloud(owner), isLargestHoster(owner)];
    const what = [network.kind, network.provider === null, ...rented, isOpenCdn(owner), isDeadDrop(owner)];
    return [...what, organisation === null, isAlone, ...boundTo(owner, bound)].join('\n');
  };
}

/** The owners that uses of ports are bound to, by the first letter, which few have. */
type Entries = ReadonlyMap<string, ReadonlySet<string>>;

function entriesByInitial(ports: Iterable<PortKnowledge>): Entries {
  const entries = new Map<string, Set<string>>();
  for (const { observed } of ports) {
    for (const entry of observed.flatMap(({ owners }) => owners)) {
      const known = entries.get(initialOf(entry));
      if (known === undefined) entries.set(initialOf(entry), new Set([entry]));
      else known.add(entry);
    }
  }
  return entries;
}

/** Which of them an owner is, as `ownerFit` has it: by its key, or by its name where it has none. */
function boundTo({ organisation, network: { provider } }: Owner, entries: Entries): string[] {
  const name = provider ?? organisation;
  if (name === null) return [];
  return Array.from(entries.get(initialOf(name)) ?? []).filter((entry) =>
    provider === null ? namesOwner(entry, name) : entry === provider,
  );
}

function initialOf(text: string): string {
  return text.slice(0, 1).toLowerCase();
}
