import type { Hash } from 'node:crypto';
import type { ByteSource } from '../format.js';
import type { Fill } from './bulk-window.js';

const CHUNK = 262_144;

/** The first chunk, then the source; every byte hashed as it goes by. */
export function filler(source: ByteSource, firstChunk: Uint8Array, hash: Hash | null): Fill {
  let given = 0;
  return (buffer) => {
    let got = 0;
    if (given < firstChunk.length) {
      const part = firstChunk.subarray(given, given + buffer.length);
      buffer.set(part);
      got = part.length;
      given += got;
    } else got = source.read(buffer.subarray(0, CHUNK));
    if (got > 0) hash?.update(buffer.subarray(0, got));
    return got;
  };
}
