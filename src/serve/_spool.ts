import { createWriteStream, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../model/errors.js';

/** One dropped file, and all of them together. A gigabyte of listing is a usual case, a disk full is none. */
const LARGEST_FILE = 8 * 1024 ** 3;
const LARGEST_ALL = 32 * 1024 ** 3;
const MOST_FILES = 10_000;
const DEEPEST = 16;
const LONGEST_NAME = 120;

/** The files that the page was given, in a folder that only this user can read, until the server ends. */
export class Spool {
  readonly folder: string;
  #bytes = 0;
  #files = 0;
  #folders = 0;

  constructor(parent = tmpdir()) {
    // mkdtemp makes it 0700.
    this.folder = mkdtempSync(join(parent, 'farend-serve-'));
  }

  /** A new folder in it. */
  open(): string {
    const folder = join(this.folder, String(++this.#folders));
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }

  /**
   * Keeps what is sent as a file of a folder; its name there. `modified` is when the person's file was written, in
   * milliseconds. Throws UserError for what is too large or can't be written.
   */
  async keep(folder: string, wanted: string, modified: number | null, body: Readable): Promise<string> {
    if (++this.#files > MOST_FILES) throw new UserError(`more than ${MOST_FILES} files`, 'Give an archive of them.');
    const name = safeName(wanted);
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      // `wx` follows no link and overwrites nothing.
      await pipeline(
        body,
        (chunks: AsyncIterable<Buffer>) => this.#counted(chunks),
        createWriteStream(path, { flags: 'wx', mode: 0o600 }),
      );
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') throw new UserError(`${name} was given twice`, 'Rename one of them.');
      rmSync(path, { force: true });
      if (code === undefined) throw error;
      throw new UserError(`could not keep ${name}: ${code}`, 'Is there room in the folder for temporary files?');
    }
    if (modified !== null) utimesSync(path, modified / 1000, modified / 1000);
    return name;
  }

  /** Removes all of it. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async *#counted(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      this.#bytes += chunk.length;
      if (size > LARGEST_FILE || this.#bytes > LARGEST_ALL) {
        throw new UserError('too large for the page', 'Read it with the command line: farend FILE');
      }
      yield chunk;
    }
  }
}

/** Names that mean a device on Windows, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name from a browser as a path that stays inside its folder: no `..`, no drive, no control character, no hidden or
 * device name. Folders in it are kept, since reports name files by them.
 */
function safeName(wanted: string): string {
  const parts = wanted
    .split(/[\\/]+/)
    .map(safePart)
    .filter((part) => part !== '')
    .slice(-DEEPEST);
  return parts.length === 0 ? 'file' : parts.join('/');
}

function safePart(part: string): string {
  const plain = part
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu, '_')
    .replace(/^[.\s-]+|[.\s]+$/g, '')
    .slice(-LONGEST_NAME);
  return DEVICE.test(plain) ? `_${plain}` : plain;
}
