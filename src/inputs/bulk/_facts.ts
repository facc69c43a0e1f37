import type { Connection } from '../../model/connection.js';
import type { BlindSpot } from '../../model/input.js';
import type { LineReader } from '../format.js';

/**
 * Shows a line reader one row of each kind that was read without it, so that what it says of the capture (tool,
 * switches, blind spots) is true of all rows. Its sink must be deaf meanwhile.
 */
export class Examples {
  readonly #seen = new Set<string>();
  readonly #reader: LineReader;

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  show(connection: Connection): void {
    const { protocol, state, remote, process } = connection;
    const kind = `${protocol} ${state} ${remote.isAny} ${remote.name !== null} ${process?.pid != null} ${process?.name != null}`;
    if (this.#seen.has(kind)) return;
    this.#seen.add(kind);
    const end = remote.isAny ? (protocol === 'udp' ? '*:*' : '0.0.0.0:0') : `${remote.name ?? '192.0.2.1'}:443`;
    const word = state === 'none' ? '' : state.toUpperCase().replaceAll('-', '_');
    this.#reader.line(`  ${protocol.toUpperCase()}  192.0.2.2:50000  ${end}  ${word}  ${process?.pid ?? ''}`, 1);
    if (process?.name != null) this.#reader.line(` [${process.name}]`, 1);
  }
}

/** What merging has cost, if anything. */
export function mergedSpots(coarseness: number): BlindSpot[] {
  if (coarseness === 0) return [];
  const lost = coarseness === 1 ? 'Process numbers were' : 'Ports and process numbers were';
  const says = `${lost} left out because there are over a million different connections; all counts are exact.`;
  return [{ id: 'merged-connections', says, fix: 'split -C 100M connections.txt part- && farend part-*' }];
}
