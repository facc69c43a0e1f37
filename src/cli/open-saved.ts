import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Arguments } from './arguments.js';
import { type Evidence, operandsOf } from './commands/investigate.js';
import type { Io } from './io.js';
import { openSources } from './sources.js';

/**
 * What a command reads that wants a saved investigation: a JSON report, standard input, or a folder that the page of
 * `farend serve` saved, with the notes beside it.
 */
export function openSaved(args: Arguments, io: Io): Evidence {
  const [place] = args.operands;
  const folder = place === undefined ? null : savedFolder(place, io);
  if (folder === null || args.operands.length > 1) return operandsOf(args, io);
  const notes = join(folder, 'notes.json');
  return {
    operands: [place],
    open: () => openSources([join(folder, 'investigation.json')], io),
    notes: existsSync(resolve(io.cwd, notes)) ? notes : null,
  };
}

/** The folder itself when an investigation is saved in it, else null. */
export function savedFolder(place: string, io: Io): string | null {
  const full = resolve(io.cwd, place);
  if (statSync(full, { throwIfNoEntry: false })?.isDirectory() !== true) return null;
  return existsSync(join(full, 'investigation.json')) ? place : null;
}
