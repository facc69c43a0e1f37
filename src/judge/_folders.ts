/** Where Windows keeps its own programs, with the folders of updates (SigmaHQ: system binary in unusual location). */
const SYSTEM_FOLDERS =
  'windows\\system32|windows\\syswow64|windows\\winsxs\\*|windows\\softwaredistribution\\*|windows\\systemtemp\\*|windows\\uus\\*|windows\\servicing\\*|$windows.~bt\\*|$winreagent\\*';
/** What the tables abbreviate; a component `?` is any one. */
const MACROS: Readonly<Record<string, string>> = {
  '%sys%': SYSTEM_FOLDERS,
  '%w%': 'windows',
  '%pf%': 'program files|program files (x86)|program files (arm)',
  '%pd%': 'programdata|documents and settings\\all users\\application data',
  '%la%': 'users\\?\\appdata\\local|documents and settings\\?\\local settings\\application data',
  '%ra%': 'users\\?\\appdata\\roaming|documents and settings\\?\\application data',
};

/**
 * True when a normalised folder (no file) is the one that a table entry names: `%pf%\google\*`, `/usr/bin`, `?:\steam`.
 * A last `*` takes the folder and all below; a component may end in `*`. On Windows any drive fits, a share never does.
 */
export function isInFolder(folder: string, wanted: string): boolean {
  if (wanted.startsWith('/')) return fits(folder.slice(1).split('/'), wanted.slice(1).split('/'));
  if (!/^[a-z]:(?:\\|$)/.test(folder)) return false;
  const parts = folder.slice(3).split('\\');
  const macro = /^(%[a-z]+%)(?:\\(.*))?$/.exec(wanted);
  if (macro === null) return fits(parts, wanted.replace(/^\?:\\/, '').split('\\'));
  const rest = macro[2] === undefined ? '' : `\\${macro[2]}`;
  return (MACROS[macro[1]] ?? '').split('|').some((start) => fits(parts, `${start}${rest}`.split('\\')));
}

function fits(parts: readonly string[], wanted: readonly string[]): boolean {
  const isOpen = wanted.at(-1) === '*';
  const fixed = isOpen ? wanted.length - 1 : wanted.length;
  if (isOpen ? parts.length < fixed : parts.length !== fixed) return false;
  for (let index = 0; index < fixed; index++) if (!partFits(parts[index], wanted[index])) return false;
  return true;
}

function partFits(part: string, wanted: string): boolean {
  if (wanted === '?') return true;
  return wanted.endsWith('*') ? part.startsWith(wanted.slice(0, -1)) : part === wanted;
}
