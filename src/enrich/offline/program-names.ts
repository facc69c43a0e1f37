import { fileNameOf, imageName, normalisePath } from '../../model/image.js';
import type { Process } from '../../model/connection.js';
import type { NameList } from './_name-list.js';
import type { ProgramRow } from './programs-compile.js';

/** `lsof` cuts names at 9 characters, kernels at 14 or 15, `netstat -p` wherever its column ends. */
const SHORTEST_CUT = 9;
const LONGEST = 128;
/** Kinds whose names malware extends (`svchost32`): no variant of them is the program. */
const EXACT_KINDS: ReadonlySet<string> = new Set(['system', 'service-host', 'lolbin', 'shell', 'security']);

/**
 * Index of the program's row, or null. The file decides where there is one: a process can give itself any name.
 * `rowOf` is asked for candidates only.
 */
export function findProgram(
  process: Pick<Process, 'name' | 'path'>,
  names: NameList,
  rowOf: (index: number) => ProgramRow,
): number | null {
  const image = imageName(process);
  if (image === null || image.length > LONGEST) return null;
  return names.find(image) ?? findVariant(image, names, rowOf) ?? findCut(process, image, names);
}

/** `python3.11`, `setup-1.2.tmp`, `Slack Helper (Renderer)` (of which `lsof` leaves `Slack Hel`), `winbox64`: the same program in another version. */
function findVariant(image: string, names: NameList, rowOf: (index: number) => ProgramRow): number | null {
  for (const plain of variantsOf(image)) {
    const index = names.find(plain);
    if (index !== null && hasVariants(rowOf(index))) return index;
  }
  return null;
}

function hasVariants([, , kind, , folders]: ProgramRow): boolean {
  return !EXACT_KINDS.has(kind) && !folders.some((folder) => folder.startsWith('%sys%') || folder.startsWith('%w%'));
}

/** The name with less and less of what makers append. Every step is linear. */
function* variantsOf(name: string): Generator<string> {
  const base = /\.(?:tmp|bin|app)$/.test(name) ? name.slice(0, -4) : name;
  if (base !== name) yield base;
  const helper = base.indexOf(' helper');
  if (helper > 0) yield base.slice(0, helper);
  if (base.length === SHORTEST_CUT && / h(?:e(?:l(?:pe?)?)?)?$/.test(base)) yield base.slice(0, base.lastIndexOf(' '));
  const bare = base.replace(/[-_. ](?:x64|x86|x86_64|amd64|arm64|win64|win32|64|32)$/, '');
  const plain = bare === base ? base.replace(/(?:64|32)$/, '') : bare;
  if (plain !== base) yield plain;
  const unversioned = withoutVersion(plain);
  if (unversioned !== plain && unversioned.length >= 2) yield unversioned;
  // `FooSetup`, `foo-installer-120`: an installer, whatever it installs.
  if (unversioned.endsWith('setup') || unversioned.endsWith('installer')) yield 'setup';
}

function withoutVersion(name: string): string {
  let end = name.length;
  while (end > 0 && '0123456789._- '.includes(name[end - 1])) end--;
  return name.slice(0, end > 0 && end < name.length && /[-_. ]v$/.test(name.slice(0, end)) ? end - 2 : end);
}

/** A cut name, when all known names that start with it belong to one program. */
function findCut({ name, path }: Pick<Process, 'name' | 'path'>, image: string, names: NameList): number | null {
  const raw = path === null ? (name ?? '') : fileNameOf(normalisePath(path));
  if (image.length < SHORTEST_CUT || raw.toLowerCase().endsWith('.exe')) return null;
  return names.findCut(image);
}
