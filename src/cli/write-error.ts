import { UserError } from '../model/errors.js';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'not allowed',
  EPERM: 'not allowed',
  EROFS: 'nothing can be written there',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  ENOSPC: 'there is no space left',
  EDQUOT: 'there is no space left for you',
};

/** Why something could not be written, for a person. The error itself when it is no matter of files. */
export function writeError(what: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) return error;
  return new UserError(
    `could not write ${what}: ${WORDS[code] ?? code}`,
    'Check that the folder exists, may be written to and has room.',
  );
}
