import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseNotes } from '../flow/notes.js';
import { UserError } from '../model/errors.js';
import type { Notes } from '../model/notes.js';
import { fileSource } from './files.js';
import type { Io } from './io.js';
import { readAllText } from './read-text.js';

/** The file of notes that a person means: the file itself, or the one in a folder that the page saved. */
export function notesFile(place: string, io: Io): string {
  const isFolder = statSync(resolve(io.cwd, place), { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(place, 'notes.json') : place;
}

/** What stands in a file of notes; none where it may be new and isn't there. Throws UserError. */
export function readNotes(path: string, io: Io, mayBeNew = false): Notes {
  if (mayBeNew && !existsSync(resolve(io.cwd, path))) return new Map();
  try {
    return parseNotes(readAllText(fileSource(path, io.cwd)));
  } catch (error) {
    throw error instanceof UserError && !error.message.includes(path)
      ? new UserError(`${path}: ${error.message}`, error.hint)
      : error;
  }
}
