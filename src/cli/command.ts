import type { Arguments } from './arguments.js';
import type { Io } from './io.js';

/** A switch, or an option with a value, as help, parser and completion see it. */
export interface Option {
  /** Long name without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** Absent for a switch. */
  readonly value?: {
    /** How help calls it: `FILE`, `N`. */
    readonly placeholder: string;
    readonly choices?: readonly string[];
    readonly isFile?: boolean;
    /** Values may begin with a dash (`--only -country:DE`). */
    readonly mayBeginWithDash?: boolean;
  };
  /** A switch that may also be given a value with `=`: how help calls that. */
  readonly mayHave?: string;
  readonly says: string;
  readonly isRepeatable?: boolean;
  /** Under which heading help lists it, where a command has many. */
  readonly group?: string;
}

/** Options that help lists under one heading. */
export function inGroup(group: string, options: readonly Option[]): Option[] {
  return options.map((option) => ({ ...option, group }));
}

/** One command: all that help, completion and documentation say of it, and what it does. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  /** One line for the list of commands. */
  readonly says: string;
  readonly about: string;
  /** Everyday uses: command line, what it does. */
  readonly examples: readonly (readonly [string, string])[];
  /** What leaves the machine. */
  readonly leaves: string;
  readonly options: readonly Option[];
  /** What stands after the options, for completion. */
  readonly operands: 'files' | 'none' | readonly string[];
  run(args: Arguments, io: Io): Promise<number>;
}

/** Understood by every command. */
export const COMMON_OPTIONS: readonly Option[] = [{ name: 'help', short: 'h', says: 'Show this help' }];

/** How text looks; shared by the commands that print some. */
export const LOOK_OPTIONS: readonly Option[] = inGroup('How text looks', [
  {
    name: 'defang',
    says: 'Write addresses as 1[.]2[.]3[.]4 for people (default in markdown; links stay real, json never changes)',
  },
  { name: 'no-defang', says: 'Write addresses as they are, ready to copy (default elsewhere)' },
  { name: 'no-color', says: 'No colours; also NO_COLOR=1. FORCE_COLOR=1 colours a pipe' },
  { name: 'width', value: { placeholder: 'N' }, says: 'Columns of text, 60 to 160 (default: the terminal, else 100)' },
]);
