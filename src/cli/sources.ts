import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../model/errors.js';
import type { ByteSource } from '../inputs/format.js';
import { fileSource, statOf } from './files.js';
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
      else if (statOf(path, resolve(io.cwd, path)).isDirectory()) addFolder(path, io, sources, fromFolder);
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

function addFolder(path: string, io: Io, sources: ByteSource[], fromFolder: Set<string>): void {
  const files: string[] = [];
  collect(path, io, files, 0);
  if (files.length > FILES_PER_FOLDER) {
    throw new UserError(
      `${path} holds more than 100,000 files`,
      'Name the ones you mean, for example with a shell pattern.',
    );
  }
  let opened = 0;
  for (const file of files) {
    const source = emptyIsNothing(() => fileSource(file, io.cwd));
    if (source === null) continue;
    sources.push({ ...source, isFound: true });
    fromFolder.add(file);
    opened++;
  }
  if (opened === 0)
    throw new UserError(`${path} is a folder without files to read`, 'Name a folder with listings in it.');
}

/** Files of a folder, then those of the folders in it, each sorted. Links are not followed: they may lead in a circle. */
function collect(path: string, io: Io, files: string[], depth: number): void {
  if (depth > DEEPEST_FOLDER || files.length > FILES_PER_FOLDER) return;
  const entries = readdirSync(resolve(io.cwd, path), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) if (entry.isFile()) files.push(join(path, entry.name));
  for (const entry of entries) if (entry.isDirectory()) inFolder(join(path, entry.name), io, files, depth + 1);
}

/** A folder that may not be opened is passed over, like a file. */
function inFolder(path: string, io: Io, files: string[], depth: number): void {
  try {
    collect(path, io, files, depth);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** In a folder an empty or unreadable file is passed over: nobody named it. */
function emptyIsNothing(open: () => ByteSource): ByteSource | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
