import type { Investigation, JudgedPeer } from '../../model/investigation.js';
import type { PeerPort } from '../../model/peer.js';
import { portText } from '../../model/port-text.js';
import type { Writing } from '../_defang.js';

/** A peer as the sheets see it. */
export interface PeerRow {
  readonly judged: JudgedPeer;
  readonly investigation: Investigation;
  /** How addresses and names are written. */
  readonly names: Writing;
  /** Its cell on the sheet Peers: `Peers!A2`. */
  readonly place: string;
}

/** Distinct texts in one cell. */
export function several(values: readonly (string | number | null)[]): string {
  return [...new Set(values.filter((value) => value !== null).map(String))].join('; ');
}

/** `443/tcp`, and `3389/tcp (ours)` where the peer came to our port. */
export function portCell(port: Pick<PeerPort, 'port' | 'protocol' | 'isLocal'>): string {
  return `${portText(port)}${port.isLocal ? ' (ours)' : ''}`;
}

/** `connections.txt: 14, 17 and 3 more`. */
export function rowsText({ judged: { peer }, investigation: { inputs } }: PeerRow): string {
  const lines = new Map<number, number[]>();
  for (const { input, line } of peer.rows) {
    const known = lines.get(input);
    if (known === undefined) lines.set(input, [line]);
    else known.push(line);
  }
  const parts = [...lines].map(([input, numbers]) => `${inputs[input]?.name ?? ''}: ${numbers.join(', ')}`);
  const more = peer.rowsOmitted > 0 ? ` and ${peer.rowsOmitted} more` : '';
  return parts.join('; ') + more;
}

/** A sentence of a finding or fact with the peer's own address and names written as wished. */
export function sentence({ judged: { peer }, names }: PeerRow, said: string): string {
  return names.sentence(said, [peer.text, ...peer.names]);
}
