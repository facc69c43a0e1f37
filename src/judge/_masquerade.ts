import type { Process } from '../model/connection.js';
import type { ProgramKnowledge } from '../model/knowledge.js';
import { canonicalName, fileNameOf, normalisePath } from '../model/image.js';
import { isInFolder } from './_folders.js';
import { memo } from './_memo.js';

/** A name that pretends to be another. */
export interface LookAlike {
  /** What it pretends to be: a system program, or the harmless ending in front of the real one. */
  readonly of: string;
  readonly how: 'edit-distance' | 'homoglyph' | 'double-extension' | 'bidi';
}

/** Names that malware imitates. */
const IMITATED =
  'svchost lsass csrss winlogon wininit services explorer taskhost taskhostw taskhostex rundll32 spoolsv dllhost dllhst3g conhost runtimebroker searchindexer searchprotocolhost searchhost ctfmon sihost fontdrvhost audiodg logonui userinit taskmgr wmiprvse regsvr32 msiexec wuauclt smartscreen powershell msmpeng lsaiso wermgr werfault';
/** Imitated by look-alike letters only: real names are a slip away from these. */
const LETTERS_ONLY =
  'smss dwm system chrome msedge firefox iexplore opera outlook onedrive teams skype java javaw winword excel wscript cscript mshta cmd notepad calc update';

/** Real programs whose names are a slip away from a system name. */
const REAL = new Set('service server explore iexplorer explorer++ xplorer2 comhost dashost msgexec'.split(' '));

const BIDI = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const HARMLESS =
  /\.(pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|bmp|txt|rtf|mp[34]|avi|zip|rar|7z|html?|csv|eml)[ _]*\.(exe|scr|com|pif|bat|cmd|jse?|vbe?|wsf|hta|lnk|cpl|ps1)$/;
/** Cyrillic, Greek and other letters that look like Latin ones. */
const TWINS: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ё: 'e',
  һ: 'h',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ѡ: 'w',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  ı: 'i',
  ł: 'l',
  ø: 'o',
};

let skeletons: ReadonlyMap<string, string> | null = null;

/**
 * What a name pretends to be, or null. Pass the name or file as seen: case matters (`Isass` with a capital i).
 * Sources: MITRE ATT&CK T1036.002, .005, .007; SigmaHQ rules on system names. Ask it of unknown programs only.
 */
export function lookAlike(name: string): LookAlike | null {
  const file = fileNameOf(name.slice(-512).trim());
  if (BIDI.test(file)) return { of: shownName(file), how: 'bidi' };
  const harmless = HARMLESS.exec(file.toLowerCase());
  if (harmless !== null) return { of: `.${harmless[1]}`, how: 'double-extension' };
  const plain = canonicalName(file);
  if (plain.endsWith('.exe')) return { of: plain, how: 'double-extension' };
  if (plain === '' || plain.length > 64 || isSystemName(plain) || REAL.has(plain)) return null;
  const twin = twinOf(plain);
  return twin === null ? closeTo(plain) : { of: twin, how: 'homoglyph' };
}

/**
 * True or false where the path tells and the program has a place where it must live; null where either is unknown.
 * Folders for another system than the path's say nothing.
 */
export function inExpectedFolder({ path }: Pick<Process, 'path'>, { folders }: ProgramKnowledge): boolean | null {
  if (path === null || folders.length === 0) return null;
  let asked = places.get(folders);
  if (asked === undefined) {
    asked = memo((path) => isAmong(path, folders));
    places.set(folders, asked);
  }
  return asked(path);
}

/** Answers by the list of folders of a program, which lives as long as what is known of it. */
const places = new WeakMap<readonly string[], (path: string) => boolean | null>();

function isAmong(path: string, folders: readonly string[]): boolean | null {
  const plain = normalisePath(path);
  const folder = plain.slice(0, Math.max(0, plain.length - fileNameOf(plain).length - 1));
  if (folder === '') return null;
  const isUnix = plain.startsWith('/');
  const asked = folders.filter((wanted) => wanted.startsWith('/') === isUnix);
  return asked.length === 0 ? null : asked.some((wanted) => isInFolder(folder, wanted));
}

function isSystemName(plain: string): boolean {
  return `${IMITATED} ${LETTERS_ONLY}`.split(' ').includes(plain);
}

/** The system name that looks the same in most typefaces. */
function twinOf(plain: string): string | null {
  skeletons ??= build();
  const twin = skeletons.get(skeletonOf(plain));
  return twin === undefined || twin === plain ? null : twin;
}

function build(): Map<string, string> {
  return new Map(`${LETTERS_ONLY} ${IMITATED}`.split(' ').map((name) => [skeletonOf(name), name]));
}

/** Letters brought to one of each family that is easily confused. */
export function skeletonOf(name: string): string {
  // Nearly all names are ASCII, and tables of Unicode properties cost a millisecond to load.
  const text = isAscii(name) ? name : latinOf(name);
  return text
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[i1|!]/g, 'l')
    .replaceAll('0', 'o')
    .replace(/[5$]/g, 's');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

/** Without accents and invisible characters, foreign letters as the Latin ones that they look like. */
function latinOf(name: string): string {
  let text = '';
  for (const char of name.normalize('NFKC'))
    if (!/[\u200b-\u200d\u2060\ufeff\u00ad]/.test(char)) text += TWINS[char] ?? char;
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}

/** The system name that this is a slip away from, or a copy of with a number behind. */
function closeTo(plain: string): LookAlike | null {
  const bare = plain.replace(/(?:[-_. ]?(?:x64|x86|64|32)|[\d_.-]{1,3})$/, '');
  for (const name of IMITATED.split(' ')) {
    if (bare === name || withinDistance(plain, name)) return { of: name, how: 'edit-distance' };
  }
  return null;
}

/**
 * One slip in a name of seven letters or more; fewer letters, or two slips, only where the letters of the name itself are
 * doubled, dropped or swapped (`scvhost`, `lsasss`), since short names of real programs differ by one letter.
 */
export function withinDistance(plain: string, name: string): boolean {
  if (Math.abs(plain.length - name.length) > 2) return false;
  const isShuffled = Array.from(plain).every((letter) => name.includes(letter));
  const distance = distanceOf(plain, name);
  if (distance === 1) return name.length >= 7 || (name.length >= 5 && isShuffled);
  return distance === 2 && name.length >= 7 && isShuffled && plain[0] === name[0];
}

/** Optimal string alignment: insert, delete, change, swap neighbours. Both texts are short. */
function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2] + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}

/** `photo<RLO>gpj.exe` is shown as `photoexe.jpg`. */
function shownName(file: string): string {
  const at = file.search(BIDI);
  const turned = Array.from(file.slice(at))
    .filter((char) => !BIDI.test(char))
    .toReversed()
    .join('');
  return file.slice(0, at) + turned;
}
