import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { savedInvestigation } from '../flow/saved.js';
import { UserError } from '../model/errors.js';
import type { Investigation } from '../model/investigation.js';
import { fileSource } from './files.js';
import type { Io } from './io.js';

/** The investigation in a JSON report, or in a folder that `farend serve` saved. Throws UserError. */
export function readSaved(path: string, io: Io): Investigation {
  const full = resolve(io.cwd, path);
  const isFolder = statSync(full, { throwIfNoEntry: false })?.isDirectory() === true;
  const file = isFolder ? join(full, 'investigation.json') : full;
  // Opened for its errors: they name what is near.
  fileSource(isFolder ? join(path, 'investigation.json') : path, io.cwd).close?.();
  try {
    return savedInvestigation(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${path}: ${error.message}`, error.hint);
    throw error;
  }
}
