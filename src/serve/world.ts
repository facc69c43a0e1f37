import type { Asked, Asking, Progress } from '../flow/ask.js';
import type { Investigation } from '../model/investigation.js';
import type { RawRows } from '../report/report.js';

/**
 * What the page has done by the command line. `words` are options as somebody would type them: whatever the page asks
 * for goes through the same parser and the same functions, so that both give the same.
 */
export interface World {
  now(): Date;
  /** Where this platform keeps temporary files. */
  readonly temporary: string;
  /** A line for the person at the terminal. */
  say(text: string): void;
  /** Reads files of a folder, as `farend WORDS NAMES` does there. Throws UserError. */
  read(words: readonly string[], names: readonly string[], folder: string, reading: Reading): Promise<Found>;
  /** Reads this computer, as `farend live WORDS` does. Throws UserError. */
  readLive(words: readonly string[], reading: Reading): Promise<Found>;
  /**
   * What `farend --online WORDS` would send, or `farend judge --online WORDS` of what was saved; sends nothing. Throws
   * UserError.
   */
  plan(words: readonly string[], found: Found): Promise<Planned>;
  /** Carries a plan out. */
  ask(
    words: readonly string[],
    planned: Planned,
    signal: AbortSignal,
    tell: (progress: Progress) => void,
  ): Promise<Asked>;
  /** Rows of one peer as they stand in the evidence, where that is at hand. */
  rawRows(found: Found, index: number): Promise<RawRows>;
  /** Writes a report to `target`, as `farend WORDS --out FILE` does. Throws UserError. */
  report(words: readonly string[], name: string, found: Found, target: string): Promise<void>;
}

/** Who follows a reading, and may end it: what was read so far counts. */
export interface Reading {
  readonly signal: AbortSignal;
  tell(step: Step): void;
}

/** How far a reading is. */
export type Step =
  /** A tool of this computer is asked. */
  | { readonly kind: 'command'; readonly name: string }
  /** Input `number` of `total`; bytes read of `size` (null: nobody knows) and rows, of all inputs so far. */
  | {
      readonly kind: 'input';
      readonly name: string;
      readonly number: number;
      readonly total: number;
      readonly read: number;
      readonly size: number | null;
      readonly rows: number;
    }
  /** All is read. */
  | { readonly kind: 'judging' };

/** A plan, and what it is about: what was saved is judged anew for it. */
export interface Planned {
  readonly asking: Asking;
  readonly found: Found;
}

/** What was read, with what the command line would have said on standard error. */
export interface Found {
  /** The command that makes it. */
  readonly command: 'investigate' | 'judge' | 'live';
  /** Options and operands that it was made with; empty for what was saved, until it is judged anew. */
  readonly words: readonly string[];
  readonly operands: readonly string[];
  readonly investigation: Investigation;
  /** Files behind it, by the names that the investigation has for them. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
  readonly notes: readonly string[];
  /** The folder that it was reopened from; null for what was read here. */
  readonly saved: string | null;
}
