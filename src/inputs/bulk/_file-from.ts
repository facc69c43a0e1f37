import { closeSync, openSync, readSync } from 'node:fs';
import type { Fill } from './bulk-window.js';

const CHUNK = 262_144;

/** A file to be read from a byte on, a piece at a time. Errors of the file system are not caught. */
export function fileFrom(path: string, from: number): { readonly fill: Fill; close(): void } {
  const file = openSync(path, 'r');
  let position = from;
  return {
    fill(buffer) {
      const got = readSync(file, buffer, 0, Math.min(buffer.length, CHUNK), position);
      position += got;
      return got;
    },
    close: () => closeSync(file),
  };
}
