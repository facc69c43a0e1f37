import { canonicalName, fileNameOf, imageName } from '../model/image.js';
import type { Process } from '../model/connection.js';

/** Linux keeps 15 characters of a program's name; a table of tasklist shows 25. */
const SHORTEST_CUT = 9;

/** Unix files that run what others wrote, or are many tools in one: they don't tell which program it is. */
const RUNS_OTHERS =
  /^(?:busybox|toybox|coreutils|systemd|dash|(?:ba|k|mk|z|a)?sh|(?:python|perl|ruby|php|lua|node|nodejs|java|mono|dotnet|tclsh)[\d.]*)$/;

/** Where no program is installed: a process of such a file that calls itself otherwise hides (ATT&CK T1036.004). */
const HIDING_PLACE = /^(?:\/(?:dev|run)\/shm\/|\/(?:private\/)?(?:var\/)?tmp\/|\/?memfd:)|\/\.[^/.]/;

type Named = Pick<Process, 'name' | 'path' | 'commandLine'>;

/**
 * Whether a listing and a process list, or two lists, name the same program under one process number; null where one of
 * them names none. A script has its interpreter's file and its own name: a word of the command line is enough.
 */
export function isSameProgram(one: Named, other: Named): boolean | null {
  const [a, b] = [namesOf(one), namesOf(other)];
  if (a.length === 0 || b.length === 0) return null;
  if (a.some((name) => b.some((also) => isSameName(name, also)))) return true;
  // Windows lists the image everywhere, and a command line there can be anything.
  if (one.path?.includes('\\') === true || other.path?.includes('\\') === true) return false;
  if (isCalled([...a, ...commandWords(one.commandLine)], b) || isCalled([...b, ...commandWords(other.commandLine)], a))
    return true;
  return [one, other].some((side) => side.name === null && tellsNoName(side)) ? null : false;
}

function tellsNoName(side: Named): boolean {
  return RUNS_OTHERS.test(imageName(side) ?? '') || HIDING_PLACE.test(side.path ?? '');
}

/** What its file and what it itself say that it is called. */
function namesOf(process: Named): string[] {
  const [file, own] = [imageName(process), imageName({ name: process.name, path: null })];
  return [...new Set([file, own])].filter((name) => name !== null);
}

function isSameName(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= SHORTEST_CUT && long.startsWith(short);
}

/** A link names a file without its version: `python3` is `python3.11`, `nc` is `nc.openbsd`. */
function isCalled(words: readonly string[], names: readonly string[]): boolean {
  return words.some((word) =>
    names.some(
      (name) =>
        isSameName(word, name) || (word !== '' && name.startsWith(word) && /^[\d.-]/.test(name.slice(word.length))),
    ),
  );
}

function commandWords(commandLine: string | null): string[] {
  if (commandLine === null) return [];
  return commandLine
    .slice(0, 1024)
    .split(/\s+/, 12)
    .map((word) => canonicalName(fileNameOf(word)));
}
