import { dataHome } from '../flow/data-home.js';
import { UserError } from '../model/errors.js';
import type { Io } from './io.js';

/** Folder of the updated knowledge. Throws UserError when the environment names no place for it. */
export function requireHome(io: Io): string {
  const home = dataHome(io.env, process.platform);
  if (home !== null) return home;
  throw new UserError('no place for the updated knowledge', 'Set FAREND_HOME to a folder of your choice.');
}
