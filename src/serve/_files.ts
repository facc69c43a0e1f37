import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Writes a file whole or not at all, and so that it outlives a power cut: temporary file, flushed, renamed. */
export function writeWhole(path: string, text: string): void {
  const temporary = besides(path);
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
  putInPlace(temporary, path);
}

/** A name for a file that is not yet whole. */
export function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

/** Flushes a file and renames it over another. */
export function putInPlace(temporary: string, path: string): void {
  try {
    flush(temporary, 'r+');
    renameSync(temporary, path);
    // Windows opens no folders; it flushes the name with the file.
    if (process.platform !== 'win32') flush(dirname(path), 'r');
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function flush(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
