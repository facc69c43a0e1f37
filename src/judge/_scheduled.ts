import { boundUse, isBoundTo, ownerFit } from './_match.js';
import type { ProgramKind } from '../model/knowledge.js';
import type { View } from './view.js';

/** Programs that ask their servers at set times, and what it is called. */
const BY_KIND: Partial<Record<ProgramKind, string>> = {
  chat: 'a chat program',
  'cloud-sync': 'synchronisation',
  mail: 'a mail program',
  security: 'a security product',
  time: 'a clock',
  updater: 'an updater',
};
const NTP = 123;

/** The known schedule that a connection keeps to, as a noun; null where none is known. */
export function isScheduled(view: View): string | null {
  const { ports, actors, owner, isPlatform } = view;
  if (ports.length > 0 && ports.every(({ port, isUdp }) => isUdp && port === NTP)) return 'a clock';
  for (const { known } of actors) {
    const what = known === null ? undefined : BY_KIND[known.kind];
    if (known !== null && what !== undefined && (isPlatform || ownerFit(known.owners, owner) === 'named')) return what;
  }
  for (const { knowledge } of ports) {
    const use = boundUse(knowledge);
    if (use !== null && use.kind === 'app' && isBoundTo(use, view)) return use.use;
  }
  return isPlatform && actors.length === 0 ? 'a service of a platform' : null;
}
