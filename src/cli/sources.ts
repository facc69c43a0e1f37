import { type Dirent, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../model/errors.js';
import type { ByteSource } from '../inputs/format.js';
import { fileSource, filledSource, statOf } from './files.js';
import type { Io } from './io.js';

/** Files read from one folder and the folders in it; more is a job for a store. */
const FILES_PER_FOLDER = 100_000;
const DEEPEST_FOLDER = 32;

/** What the operands of a command lead to. */
export interface Sources {
  readonly sources: readonly ByteSource[];
  /** What could not be opened, one error each; the others are read all the same. */
  readonly failures: readonly UserError[];
  /** Names that came out of a folder: one that isn't recognised is skipped, not missed. */
  readonly fromFolder: ReadonlySet<string>;
}

/** Opens files, folders (with the folders in them) and `-` for standard input, in the order given. */
export function openSources(paths: readonly string[], io: Io): Sources {
  const sources: ByteSource[] = [];
  const failures: UserError[] = [];
  const fromFolder = new Set<string>();
  for (const path of paths) {
    try {
      if (path === '-') sources.push(stdin(io, sources));
      else if (statOf(path, resolve(io.cwd, path)).isDirectory())
        addFolder(path, io, { sources, failures, fromFolder });
      else sources.push(fileSource(path, io.cwd));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error);
    }
  }
  return { sources, failures, fromFolder };
}

function stdin(io: Io, before: readonly ByteSource[]): ByteSource {
  if (before.some(({ name }) => name === '-'))
    throw new UserError('- was given twice', 'Standard input can be read once.');
  if (io.stdinIsTerminal) {
    io.stderr.write('farend: reading from the keyboard; paste a listing, then Ctrl-D (Windows: Ctrl-Z, Enter)\n');
    io.stderr.flush();
  }
  return io.openStdin();
}

interface Opening {
  readonly sources: ByteSource[];
  readonly failures: UserError[];
  readonly fromFolder: Set<string>;
}

function addFolder(path: string, io: Io, { sources, failures, fromFolder }: Opening): void {
  const files: string[] = [];
  const refused: string[] = [];
  collect(path, io, files, refused, 0);
  if (files.length > FILES_PER_FOLDER) {
    throw new UserError(
      `${path} holds more than 100,000 files`,
      'Name the ones you mean, for example with a shell pattern.',
    );
  }
  let opened = 0;
  for (const file of files) {
    const source = foundSource(file, io, refused);
    if (source === null) continue;
    sources.push({ ...source, isFound: true, isAmongOthers: files.length > 1 });
    fromFolder.add(file);
    opened++;
  }
  if (refused.length > 0) failures.push(refusedError(path, refused));
  else if (opened === 0)
    throw new UserError(`${path} is a folder without files to read`, 'Name a folder with listings in it.');
}

/** One for all of a folder: what could not be opened may be missed, and a thousand lines of it would not be read. */
function refusedError(path: string, refused: readonly string[]): UserError {
  const [first] = refused;
  const message =
    refused.length === 1
      ? `not allowed to read ${first}`
      : `not allowed to read ${refused.length} files and folders in ${path}, the first: ${first}`;
  return new UserError(message, 'Ask for read permission, or copy it somewhere you can read.');
}

/** Files of a folder, then those of the folders in it, each sorted. Links are not followed: they may lead in a circle. */
function collect(path: string, io: Io, files: string[], refused: string[], depth: number): void {
  if (depth > DEEPEST_FOLDER || files.length > FILES_PER_FOLDER) return;
  const entries = entriesOf(path, io, refused)
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) if (entry.isFile()) files.push(join(path, entry.name));
  for (const entry of entries) if (entry.isDirectory()) collect(join(path, entry.name), io, files, refused, depth + 1);
}

/** What is in a folder; one that may not be opened is passed over and counted, like a file. */
function entriesOf(path: string, io: Io, refused: string[]): Dirent[] {
  try {
    return readdirSync(resolve(io.cwd, path), { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    refused.push(path);
    return [];
  }
}

/** A file of a folder: an empty one is passed over, since nobody named it; one that can't be read is counted. */
function foundSource(file: string, io: Io, refused: string[]): ByteSource | null {
  try {
    return filledSource(file, io.cwd);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    refused.push(file);
    return null;
  }
}
