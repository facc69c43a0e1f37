import type { LedgerEntry } from '../model/fact.js';
import type { Subject } from '../model/judgement.js';
import type { Owner } from '../model/knowledge.js';

/** Who was asked without leaving the machine, and whether they knew; the same sources in the same order for every peer. */
export function offlineLedger({ owner, peer, lists, scene }: Subject): LedgerEntry[] {
  return [
    entry('country', owner.country !== null, 'no delegation or geofeed covers this address'),
    entry('autonomous system', owner.as !== null, 'no announced prefix covers this address'),
    entry('network kind', ownerKindIsKnown(owner), 'neither the AS number nor its name tells'),
    scene.hasPrograms
      ? entry(
          'program',
          peer.processes.some(({ name, path }) => name !== null || path !== null),
          'the listing names no owner for these rows',
        )
      : { source: 'program', answer: 'could-not-ask', reason: 'the capture carries no program names' },
    scene.lists > 0
      ? entry('threat lists', lists.length > 0, `on none of ${scene.lists} lists`)
      : { source: 'threat lists', answer: 'could-not-ask', reason: 'no list is loaded' },
  ];
}

function ownerKindIsKnown(owner: Owner): boolean {
  return owner.network.kind !== 'unknown';
}

function entry(source: string, isKnown: boolean, reason: string): LedgerEntry {
  return isKnown ? { source, answer: 'known', reason: null } : { source, answer: 'not-known', reason };
}
