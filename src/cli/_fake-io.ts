import { tmpdir } from 'node:os';
import type { Keychain } from '../flow/ask.js';
import { bufferSource } from './files.js';
import type { Io, TextOutput } from './io.js';

/** A world for tests that remembers what was said. */
export interface FakeIo extends Io {
  out(): string;
  err(): string;
}

export interface FakeWorld {
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly env?: Io['env'];
  readonly cwd?: string;
  /** What the person answers, question by question; then nothing. */
  readonly answers?: readonly string[];
  /** Default: a person sits there unless standard input is given. */
  readonly stdinIsTerminal?: boolean;
  readonly signal?: AbortSignal;
  readonly keychain?: Keychain;
}

export function fakeIo(world: FakeWorld = {}): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const answers = [...(world.answers ?? [])];
  return {
    stdout: collector(out, world),
    stderr: collector(err, world),
    env: world.env ?? {},
    cwd: world.cwd ?? tmpdir(),
    packDirectory: '/nowhere',
    stdinIsTerminal: world.stdinIsTerminal ?? world.stdin === undefined,
    openStdin: () => bufferSource('-', Buffer.from(world.stdin ?? '')),
    question(text) {
      err.push(text);
      return Promise.resolve(answers.shift() ?? null);
    },
    interruptible: () => ({ signal: world.signal ?? new AbortController().signal, release: () => {} }),
    openKeychain: () => Promise.resolve(world.keychain ?? null),
    now: () => new Date(0),
    out: () => out.join(''),
    err: () => err.join(''),
  };
}

function collector(pieces: string[], { isTerminal = false, columns }: FakeWorld): TextOutput {
  return {
    isTerminal,
    columns: () => columns ?? null,
    write: (text) => void pieces.push(text),
    writeBytes: (bytes) => void pieces.push(Buffer.from(bytes).toString('latin1')),
    flush: () => {},
  };
}
