import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Runner } from '../../inputs/live/index.js';
import { UserError } from '../../model/errors.js';
import { terminalText } from '../../report/terminal-text.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import type { Io } from '../io.js';
import { investigate, runInvestigate } from './investigate.js';
import { type Engine, loadEngine } from '../read-evidence.js';
import type { Sources } from '../sources.js';

export const live: Command = {
  name: 'live',
  usage: 'farend live [OPTIONS]',
  says: 'The connections of this computer, now',
  about:
    'Runs the tools of the system itself (Linux: ss, ps, ip; Windows: netstat, Get-CimInstance, tasklist, ipconfig; ' +
    'macOS: netstat, ps), reads what they print and reports on it. As root or administrator it sees every program, ' +
    'else only some. --save keeps what they printed as evidence that can be read again.',
  examples: [
    ['sudo farend live', 'who is this computer talking to'],
    ['farend live --save evidence', 'keep what the tools printed in that folder'],
    ['farend live --fail-on malicious -q', 'for a script'],
  ],
  leaves: investigate.leaves,
  options: [
    { name: 'save', value: { placeholder: 'FOLDER', isFile: true }, says: 'Keep what the tools printed in FOLDER' },
    ...investigate.options.filter(({ name }) => name !== 'hash'),
  ],
  operands: 'none',
  run: async (args, io) => {
    const { runCommand } = await import('../../inputs/live/index.js');
    return runLive(args, io, { engine: loadEngine, run: runCommand, platform: process.platform });
  },
};

/** What a test replaces: the engine, the commands, the system. */
export interface LiveWorld {
  readonly engine: Engine;
  readonly run: Runner;
  readonly platform: string;
}

export async function runLive(args: Arguments, io: Io, world: LiveWorld): Promise<number> {
  if (args.operands.length > 0) {
    throw new UserError(`live takes no file, got ${args.operands[0]}`, 'To read a file: farend FILE');
  }
  return runInvestigate(args, io, world.engine, { operands: [], open: () => openLive(args, io, world) });
}

/** Asks the system. Throws UserError when it has nothing to say or is not known. */
export async function openLive(
  args: Arguments,
  io: Io,
  { run, platform }: Omit<LiveWorld, 'engine'>,
): Promise<Sources> {
  const { capture, liveSystem } = await import('../../inputs/live/index.js');
  const system = liveSystem(platform, io.env.SystemRoot ?? io.env.SYSTEMROOT);
  if (system === null) {
    throw new UserError(
      `farend live does not know the system ${platform}`,
      'Save a listing and read it: netstat -an > connections.txt; farend connections.txt',
    );
  }
  const { outputs, sources, problems } = await capture(system, run);
  if (sources.length === 0) {
    throw new UserError(`no connections to read: ${problems.join('; ')}`, `farend live needs ${system.title}.`);
  }
  const folder = args.value('save');
  if (folder !== null) {
    save(resolve(io.cwd, folder), outputs, io.now());
    if (!args.has('quiet')) io.stderr.write(`farend: wrote ${outputs.length} files to ${terminalText(folder)}\n`);
  }
  return { sources, failures: [], fromFolder: new Set() };
}

/** Evidence is nobody else's business, and is not overwritten. */
function save(
  folder: string,
  outputs: readonly { readonly command: { readonly saveAs: string }; readonly output: Uint8Array }[],
  now: Date,
): void {
  const time = `${now.toISOString().slice(0, 19)}Z`;
  const note = `farend collection\ntime: ${time}\n`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const { command, output } of outputs) {
      writeFileSync(join(folder, command.saveAs), output, { flag: 'wx', mode: 0o600 });
    }
    writeFileSync(join(folder, 'collection.txt'), note, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UserError(
      code === 'EEXIST' ? `${folder} already holds evidence` : `could not write to ${folder}: ${code}`,
      'Name a new folder.',
    );
  }
}
