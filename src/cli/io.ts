import type { Keychain } from '../flow/ask.js';
import type { ByteSource } from '../inputs/format.js';

/** Somewhere text goes. `write` may buffer; `flush` doesn't return before all is handed over. */
export interface TextOutput {
  readonly isTerminal: boolean;
  /** Columns of the terminal, or null where there is none. */
  columns(): number | null;
  write(text: string): void;
  /** Bytes of a file that is no text, in order with what `write` was given. */
  writeBytes(bytes: Uint8Array): void;
  flush(): void;
}

/** All that the command line wants of the world, so that a test can be the world. */
export interface Io {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  readonly cwd: string;
  /** Folder of the embedded knowledge. */
  readonly packDirectory: string;
  readonly stdinIsTerminal: boolean;
  openStdin(): ByteSource;
  /** Asks the person at the terminal; a secret is not echoed. Null when there is nobody or nothing was said. */
  question(text: string, isSecret: boolean): Promise<string | null>;
  /** From now on Ctrl-C aborts the signal instead of ending the program, once; `release` ends that. */
  interruptible(): { readonly signal: AbortSignal; readonly release: () => void };
  /** Where the operating system keeps secrets, or null where there is none. */
  openKeychain(): Promise<Keychain | null>;
  now(): Date;
}
