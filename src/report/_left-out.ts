import type { Investigation } from '../model/investigation.js';
import { counted, grouped } from './_numbers.js';

/** What a reader of some of the peers must know of the others; null where all are there. */
export function filteredWords({ scene, counts }: Investigation): string | null {
  const hidden = scene.peers - counts.peers;
  if (hidden <= 0) return null;
  return `${grouped(hidden)} of ${counted(scene.peers, 'peer')} ${hidden === 1 ? 'is' : 'are'} left out by the filter of this report (--only)`;
}

/** Why there is no peer; null where there are some. */
export function noPeerWords({ scene, counts }: Investigation): string | null {
  if (counts.peers > 0) return null;
  return scene.peers > 0 ? 'No peer matches the filter' : 'No row has a public address at its far end';
}
