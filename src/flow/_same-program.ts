import { canonicalName, fileNameOf, imageName } from '../model/image.js';
import type { CompanionProcess } from '../model/companion.js';
import type { Process } from '../model/connection.js';

/** Linux keeps 15 characters of a program's name; a table of tasklist shows 25. */
const SHORTEST_CUT = 9;

/**
 * Whether a listing and a process list name the same program under one process number; null where one of them names
 * none. A script has its interpreter's file and its own name: a word of the command line is enough.
 */
export function isSameProgram(listed: Pick<Process, 'name' | 'path'>, known: CompanionProcess): boolean | null {
  const [a, b] = [imageName(listed), imageName(known)];
  if (a === null || b === null) return null;
  if (isSameName(a, b) || (known.name !== null && isSameName(a, canonicalName(known.name)))) return true;
  // Windows lists the image everywhere, and a command line there can be anything.
  if (known.path?.includes('\\') === true) return false;
  return commandWords(known.commandLine).some((word) => isSameName(a, word));
}

function isSameName(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= SHORTEST_CUT && long.startsWith(short);
}

function commandWords(commandLine: string | null): string[] {
  if (commandLine === null) return [];
  return commandLine
    .slice(0, 1024)
    .split(/\s+/, 12)
    .map((word) => canonicalName(fileNameOf(word)));
}
