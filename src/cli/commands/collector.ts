import { UserError } from '../../model/errors.js';
import { terminalText } from '../../report/terminal-text.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import { writeFileWhole } from '../output-file.js';

const SYSTEMS = ['windows', 'linux', 'macos'] as const;
type System = (typeof SYSTEMS)[number];

export const collector: Command = {
  name: 'collector',
  usage: 'farend collector windows | linux | macos [--out FILE]',
  says: 'Print a script that gathers the evidence on another computer',
  about:
    'The script gathers the connections and what explains them (processes, services, signatures, names that were ' +
    'looked up, own addresses and routes) into one folder, packed where the system can. It installs nothing and ' +
    'sends nothing. Bring the folder or the archive back and give it to farend.',
  examples: [
    ['farend collector windows --out collect.cmd', 'for Windows 7 to 11; run it as administrator'],
    ['farend collector linux > collect.sh', 'then on that computer: sudo sh collect.sh'],
    ['farend farend-server1-20260301T120000Z.tar.gz', 'read what came back'],
  ],
  leaves: 'Nothing.',
  options: [
    { name: 'out', value: { placeholder: 'FILE', isFile: true }, says: 'Write FILE instead of standard output' },
  ],
  operands: SYSTEMS,
  run: runCollector,
};

async function runCollector(args: Arguments, io: Io): Promise<number> {
  const script = await scriptFor(systemOf(args));
  const path = args.value('out');
  if (path === null) io.stdout.write(script);
  else {
    // PowerShell's > would write UTF-16, which cmd can't run.
    writeFileWhole(path, io.cwd, (output) => output.write(script));
    io.stderr.write(`farend: wrote ${terminalText(path)}\n`);
  }
  return EXIT.done;
}

function systemOf({ operands }: Arguments): System {
  const [name, ...others] = operands;
  const system = SYSTEMS.find((known) => known === name);
  if (system !== undefined && others.length === 0) return system;
  const said = name === undefined ? 'collector needs a system' : `collector does not know ${operands.join(' ')}`;
  throw new UserError(said, `One of ${SYSTEMS.join(', ')}, for example: farend collector ${SYSTEMS[0]}`);
}

async function scriptFor(system: System): Promise<string> {
  if (system === 'windows') return (await import('../collector/windows.js')).script;
  return system === 'linux'
    ? (await import('../collector/linux.js')).script
    : (await import('../collector/macos.js')).script;
}
