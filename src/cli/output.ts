import { fstatSync, statSync, writeSync } from 'node:fs';
import type { TextOutput } from './io.js';

/** Small writes are collected up to this many characters: one system call instead of thousands. */
const PIECE = 65_536;
/** How long to wait before a full pipe is tried again, in milliseconds. */
const RETRY = 2;

/** The reader went away (`farend … | head`). Not an error: there is nobody left to tell. */
export class ClosedPipe extends Error {}

/** A file descriptor written synchronously, so that a report is complete when the process ends. */
export class DescriptorOutput implements TextOutput {
  readonly isTerminal: boolean;
  readonly #descriptor: number;
  readonly #columns: () => number | null;
  #waiting = '';

  constructor(descriptor: number, isTerminal: boolean, columns: () => number | null = () => null) {
    this.#descriptor = descriptor;
    this.isTerminal = isTerminal;
    this.#columns = columns;
  }

  columns(): number | null {
    return this.#columns();
  }

  write(text: string): void {
    this.#waiting += text;
    if (this.#waiting.length >= PIECE) this.flush();
  }

  writeBytes(bytes: Uint8Array): void {
    this.flush();
    writeAll(this.#descriptor, bytes);
  }

  flush(): void {
    if (this.#waiting === '') return;
    const bytes = Buffer.from(this.#waiting, 'utf8');
    this.#waiting = '';
    writeAll(this.#descriptor, bytes);
  }
}

/** Writes every byte: a pipe may take only some of them, or none until its reader catches up. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') throw new ClosedPipe();
      if (code !== 'EAGAIN') throw error;
      sleep(RETRY);
    }
  }
}

/** Blocks the thread: a synchronous read or write has nothing else to do. */
export function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Whether a descriptor is a terminal. Files, pipes and the null device are told apart by their stats: asking
 * `node:tty` loads the network modules, which costs as much as the rest of the start.
 */
export function isTerminal(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isCharacterDevice() || stats.rdev === nullDevice()) return false;
  } catch {
    return false;
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}

/** Device number of the null device; -1 where it has none of that name (Windows). */
function nullDevice(): number {
  return statSync('/dev/null', { throwIfNoEntry: false })?.rdev ?? -1;
}
