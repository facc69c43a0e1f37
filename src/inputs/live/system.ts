import { fileNameOf } from '../../model/image.js';

/** A command of the platform itself, with a bound on its time. Arguments are fixed: nothing of a user's reaches one. */
export interface LiveCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** What the report calls it. */
  readonly shown: string;
  /** Its file in the folder of evidence. */
  readonly saveAs: string;
}

/** What a command came to. */
export interface Ran {
  readonly output: Uint8Array;
  /** One sentence when it failed, else null; output may hold a part all the same. */
  readonly problem: string | null;
}

export type Runner = (command: LiveCommand) => Promise<Ran>;

/** How a system tells of its connections: a plain object in a file of its own name. */
export interface LiveSystem {
  readonly name: 'linux' | 'macos' | 'windows';
  readonly title: string;
  /** Tried in order until one group shows connections; the later ones know less. */
  readonly listings: readonly (readonly LiveCommand[])[];
  readonly companions: readonly LiveCommand[];
}

export function command(saveAs: string, file: string, ...args: string[]): LiveCommand {
  const tool = fileNameOf(file).replace(/\.exe$/, '');
  return { file, args, shown: [tool, ...args].join(' '), saveAs };
}
