import { readFileSync } from 'node:fs';
import { UserError } from '../model/errors.js';

/** The text of the PEM file that `--ca` names. Throws UserError when it can't be read or is none. */
export function readCaFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`could not read --ca ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UserError(`--ca ${path} holds no certificate`, 'It wants a PEM file: -----BEGIN CERTIFICATE-----');
}
