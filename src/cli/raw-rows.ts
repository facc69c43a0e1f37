import { rawLines } from '../inputs/raw-lines.js';
import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { RawRows } from '../report/report.js';
import { fileSource } from './files.js';
import type { Io } from './io.js';

/** Rows of one peer that are shown, and peers, worst first, whose rows are looked for. */
const ROWS = 3;
const PEERS = 350;
/** A bigger file is not read a second time for this: its line numbers stand in the report. */
const LARGEST = 67_108_864;

/**
 * The rows of the evidence as they stand, for the peers that a report shows in full. `files` are those behind the inputs,
 * by the names that these have. A line that does not name its peer is left out: it would prove nothing.
 */
export async function rawRowsOf(
  { inputs, peers }: Investigation,
  files: readonly { readonly name: string; readonly path: string }[],
  io: Io,
  places: Iterable<number> = Array(Math.min(PEERS, peers.length)).keys(),
): Promise<RawRows> {
  const shown = [...places].map((index) => peers.at(index));
  const texts = new Map<number, ReadonlyMap<number, string>>();
  for (const [input, { name, encoding }] of inputs.entries()) {
    const path = files.find((file) => file.name === name)?.path;
    const wanted = new Set(shown.flatMap((judged) => rowsIn(judged, input)));
    if (path === undefined || encoding === 'binary' || wanted.size === 0) continue;
    texts.set(input, await linesOf(path, wanted, io));
  }
  return ({ peer }) =>
    peer.rows.slice(0, ROWS).flatMap(({ input, line }) => {
      const text = texts.get(input)?.get(line);
      return text === undefined || !text.includes(peer.text) ? [] : [{ input, line, text }];
    });
}

function rowsIn({ peer }: JudgedPeer, wanted: number): number[] {
  return peer.rows.slice(0, ROWS).flatMap(({ input, line }) => (input === wanted ? [line] : []));
}

/** None where the file is gone, has changed to something else, or is too big. */
async function linesOf(path: string, wanted: ReadonlySet<number>, io: Io): Promise<ReadonlyMap<number, string>> {
  try {
    const source = fileSource(path, io.cwd);
    if (source.size === null || source.size > LARGEST) return new Map();
    return await rawLines(source, wanted);
  } catch {
    return new Map();
  }
}
