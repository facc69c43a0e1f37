import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../model/errors.js';
import type { ByteSource } from '../inputs/format.js';
import { nearNames } from './suggest.js';
import { sleep } from './output.js';

const RETRY = 2;

/** Bytes in memory, for tests and small texts. */
export function bufferSource(name: string, bytes: Uint8Array): ByteSource {
  let position = 0;
  return {
    name,
    size: bytes.length,
    path: null,
    read(buffer) {
      const part = bytes.subarray(position, position + buffer.length);
      buffer.set(part);
      position += part.length;
      return part.length;
    },
  };
}

/** Standard input. `-` is what people call it. */
export function stdinSource(): ByteSource {
  return { name: '-', size: null, path: null, read: (buffer) => readSome(0, buffer, 'standard input') };
}

/**
 * The file at `path`, named as the user named it. Opened at the first read, closed at its end.
 * Throws UserError when it is missing, empty, unreadable or a folder.
 */
export function fileSource(path: string, cwd: string): ByteSource {
  const source = filledSource(path, cwd);
  if (source !== null) return source;
  throw new UserError(
    `${path} is empty`,
    'Was the listing redirected into it by a command that failed? Run it again and look for an error.',
  );
}

/** The same; null when it is empty. */
export function filledSource(path: string, cwd: string): ByteSource | null {
  const full = resolve(cwd, path);
  const stats = statOf(path, full);
  if (stats.isDirectory()) throw new UserError(`${path} is a folder`, 'Name the files inside it.');
  const isFile = stats.isFile();
  if (isFile && !isFilled(path, full, stats.size === 0)) return null;
  // Files of /proc say size 0 and still hold text; pipes (`<(netstat -an)`) have no size and can't be opened twice.
  const size = isFile && stats.size > 0 ? stats.size : null;
  let descriptor: number | null = null;
  let isAtEnd = false;
  const close = (): void => {
    if (descriptor !== null && !isAtEnd) closeSync(descriptor);
    isAtEnd = true;
  };
  return {
    name: path,
    size,
    path: size === null ? null : full,
    ...(isFile ? { written: Math.floor(stats.mtimeMs) } : {}),
    read(buffer) {
      if (isAtEnd) return 0;
      descriptor ??= openSync(full, 'r');
      const count = readSome(descriptor, buffer, path);
      if (count > 0) return count;
      close();
      return 0;
    },
    close,
  };
}

/** Stats of a path. Throws UserError with the nearest names when there is nothing. */
export function statOf(path: string, full: string): Stats {
  try {
    return statSync(full);
  } catch (error) {
    throw fileError(path, full, error);
  }
}

/** Opening is the only honest test. Not for pipes: closing again would take the reader away from their writer. */
function isFilled(path: string, full: string, seemsEmpty: boolean): boolean {
  try {
    const descriptor = openSync(full, 'r');
    const count = seemsEmpty ? readSync(descriptor, new Uint8Array(1)) : 1;
    closeSync(descriptor);
    return count > 0;
  } catch (error) {
    throw fileError(path, full, error);
  }
}

/** What went wrong with a file or folder, for a person; the error itself where that is no matter of files. */
export function fileError(path: string, full: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const near = nearNames(full);
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Check the name and the folder you are in.';
    return new UserError(`no file ${path}`, hint);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new UserError(`not allowed to read ${path}`, 'Ask for read permission, or copy it somewhere you can read.');
  }
  return code === undefined
    ? (error as Error)
    : new UserError(`could not read ${path}: ${code}`, 'Try to copy it first.');
}

/** Waits while a pipe has nothing yet (EAGAIN); Windows tells the end of a pipe as an error (EOF). */
function readSome(descriptor: number, buffer: Uint8Array, name: string): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw fileError(name, name, error);
      sleep(RETRY);
    }
  }
}
