import type { ListEvidence } from '../model/listing.js';

/** `Feodo Tracker (c2): 192.0.2.7:443, QakBot, 2026-08-20; also on IPsum`. */
export function listWords({ strongest, repeatedBy }: ListEvidence): string {
  const { source, entry, label, lastSeen } = strongest;
  const parts = [entry, label, lastSeen ?? source.asOf].filter((part) => part !== null);
  const also = repeatedBy.length === 0 ? '' : `; also on ${repeatedBy.join(', ')}`;
  return `${source.title} (${source.meaning}): ${parts.join(', ')}${also}`;
}
