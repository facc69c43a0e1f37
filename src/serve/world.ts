import type { Asked, Asking, Progress } from '../flow/ask.js';
import type { Investigation } from '../model/investigation.js';

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
  read(words: readonly string[], names: readonly string[], folder: string, tell: (step: Step) => void): Promise<Found>;
  /** Reads this computer, as `farend live WORDS` does. Throws UserError. */
  readLive(words: readonly string[], tell: (step: Step) => void): Promise<Found>;
  /** What `farend --online WORDS` would send; sends nothing. Throws UserError. */
  plan(words: readonly string[], found: Found): Promise<Asking>;
  /** Carries a plan out. */
  ask(
    words: readonly string[],
    found: Found,
    asking: Asking,
    signal: AbortSignal,
    tell: (progress: Progress) => void,
  ): Promise<Asked>;
  /** Writes a report to `target`, as `farend WORDS --out FILE` does. Throws UserError. */
  report(words: readonly string[], name: string, found: Found, target: string): Promise<void>;
}

/** One input that is about to be read. */
export interface Step {
  readonly name: string;
  readonly number: number;
  readonly total: number;
}

/** What was read, with what the command line would have said on standard error. */
export interface Found {
  /** Options and operands that it was made with; empty for what was saved. */
  readonly words: readonly string[];
  readonly operands: readonly string[];
  readonly investigation: Investigation;
  /** Files behind it, for the time of the evidence; null where there is none. */
  readonly paths: readonly (string | null)[];
  readonly notes: readonly string[];
}
