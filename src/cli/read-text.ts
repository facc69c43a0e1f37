import { UserError } from '../model/errors.js';
import type { ByteSource } from '../inputs/format.js';

/** More text than this on standard input of a dossier is a listing for `farend -`. */
const LARGEST = 16_777_216;

/** A whole source as UTF-8 text. Throws UserError when it is larger than 16 MiB. */
export function readAllText(source: ByteSource): string {
  const hint = 'Give a listing to the default command: farend -';
  return readAllBytes(source, LARGEST, new UserError('more than 16 MiB of text', hint)).toString('utf8');
}

/** A whole source in memory; throws the given error when it is larger than `most` bytes. */
export function readAllBytes(source: ByteSource, most: number, tooLarge: UserError): Buffer {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const buffer = new Uint8Array(65_536);
    const count = source.read(buffer);
    if (count === 0) break;
    size += count;
    if (size > most) throw tooLarge;
    pieces.push(buffer.subarray(0, count));
  }
  return Buffer.concat(pieces);
}
