import { join } from 'node:path';
import { savedInvestigation } from '../flow/saved.js';
import type { ByteSource } from '../inputs/format.js';
import { UserError } from '../model/errors.js';
import type { Investigation } from '../model/investigation.js';
import { fileSource } from './files.js';
import type { Io } from './io.js';
import { savedFolder } from './open-saved.js';
import { readAllBytes } from './read-text.js';

/** The longest text that this JavaScript engine takes is not much longer. */
const LARGEST = 256 * 1024 * 1024;

/** The bytes of a JSON report. Throws UserError for one that is too large. */
export function savedBytes(source: ByteSource): Buffer {
  return readAllBytes(source, LARGEST, new UserError(`${source.name} is larger than 256 MiB`, SMALLER));
}

const SMALLER = 'Save fewer peers: farend --only "verdict:>=unexplained" --out saved.json FILE';

/** The investigation in a JSON report as it was judged then. Throws UserError. */
export function readSaved(source: ByteSource): Investigation {
  return named(source, () => savedInvestigation(new TextDecoder().decode(savedBytes(source))));
}

/** The same of a file, or of a folder that `farend serve` saved. */
export function readSavedAt(path: string, io: Io): Investigation {
  return readSaved(fileSource(savedFolder(path, io) === null ? path : join(path, 'investigation.json'), io.cwd));
}

/** What goes wrong while a source is read, with its name. */
export function named<T>({ name }: ByteSource, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError && !error.message.startsWith(name))
      throw new UserError(`${name}: ${error.message}`, error.hint);
    throw error;
  }
}
