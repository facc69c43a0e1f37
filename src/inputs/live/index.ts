import type { ByteSource } from '../format.js';
import { memorySource } from '../_memory-source.js';
import { linux } from './linux.js';
import { macos } from './macos.js';
import type { LiveCommand, LiveSystem, Runner } from './system.js';
import { windows } from './windows.js';

export { runCommand } from './run.js';
export type { LiveCommand, Ran, Runner } from './system.js';

/** What one command printed. */
export interface Captured {
  readonly command: LiveCommand;
  readonly output: Uint8Array;
}

/** What this computer says of its connections now. */
export interface Capture {
  /** Listings first, then companions. */
  readonly outputs: readonly Captured[];
  readonly sources: readonly ByteSource[];
  /** What could not be had, for a person. */
  readonly problems: readonly string[];
}

/** The system behind a `process.platform`, or null when farend can't ask it. */
export function liveSystem(platform: string, systemRoot: string | undefined): LiveSystem | null {
  if (platform === 'linux' || platform === 'android') return linux;
  if (platform === 'darwin') return macos;
  return platform === 'win32' ? windows(systemRoot ?? 'C:\\Windows') : null;
}

/** Asks a system: the first group of commands that shows connections, then whatever explains them. Never throws. */
export async function capture(system: LiveSystem, run: Runner): Promise<Capture> {
  const problems: string[] = [];
  const listings = await firstThatShows(system.listings, run, problems);
  const companions = listings.length === 0 ? [] : await all(system.companions, run, []);
  return {
    outputs: [...listings, ...companions],
    sources: [
      ...listings.map(({ command, output }) => memorySource(command.shown, output)),
      // Nobody asked for one of these by name: when one has nothing to say, that is no failure.
      ...companions.map(({ command, output }) => ({ ...memorySource(command.shown, output), isFound: true })),
    ],
    problems,
  };
}

async function firstThatShows(groups: LiveSystem['listings'], run: Runner, problems: string[]): Promise<Captured[]> {
  for (const group of groups) {
    const found = await all(group, run, problems);
    if (found.some(({ output }) => hasRows(output))) return found;
  }
  return [];
}

/** More than a header or an error message: an endpoint stands in it. */
function hasRows(output: Uint8Array): boolean {
  return /[\d\]*][:.](?:\d{1,5}|\*)\s|:[0-9A-F]{4} /.test(
    Buffer.from(output.subarray(0, 1_048_576)).toString('latin1'),
  );
}

async function all(commands: readonly LiveCommand[], run: Runner, problems: string[]): Promise<Captured[]> {
  const ran = await Promise.all(commands.map(async (command) => ({ command, ...(await run(command)) })));
  for (const { command, problem } of ran) if (problem !== null) problems.push(`${command.shown}: ${problem}`);
  return ran.filter(({ output }) => output.length > 0);
}
