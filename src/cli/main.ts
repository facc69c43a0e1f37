import { UserError } from '../model/errors.js';
import { terminalText } from '../report/terminal-text.js';
import { parseArguments } from './arguments.js';
import type { Command } from './command.js';
import { commands, defaultCommand } from './commands/index.js';
import { EXIT } from './exit-code.js';
import type { Io } from './io.js';
import { ClosedPipe } from './output.js';
import { nearest } from './suggest.js';
import { version } from './version.js';
import { writeError } from './write-error.js';

/** The command line: reads arguments, runs one command, returns the exit code. Only bugs throw. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const code = await dispatch(argv, io);
    io.stdout.flush();
    io.stderr.flush();
    return code;
  } catch (error) {
    if (error instanceof ClosedPipe) return EXIT.done;
    // A full disk behind `>` is nobody's bug.
    const problem = isOfWriting(error) ? writeError('the output', error) : error;
    if (!(problem instanceof UserError)) throw problem;
    return report(withCommandHint(problem, argv), io);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const [first] = argv;
  if (first === '--version' || first === '-V') {
    io.stdout.write(`${version}\n`);
    return EXIT.done;
  }
  if (first === '--help' || first === '-h') return run('help', [], io);
  if (first === undefined && io.stdinIsTerminal) {
    await run('help', [], io);
    return EXIT.error;
  }
  return commands.some(({ name }) => name === first)
    ? run(first, argv.slice(1), io)
    : runCommand(defaultCommand, argv, io);
}

async function run(name: string, argv: readonly string[], io: Io): Promise<number> {
  const command = await commands.find((entry) => entry.name === name)?.load();
  return runCommand(command ?? defaultCommand, argv, io);
}

async function runCommand(command: Command, argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(command, argv);
  return args.has('help') ? run('help', [command.name], io) : command.run(args, io);
}

function isOfWriting(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.syscall === 'write';
}

/** `farend invetsigate x` looks for a file of that name; perhaps a command was meant. */
function withCommandHint(error: UserError, [first]: readonly string[]): UserError {
  if (first === undefined || !error.message.startsWith(`no file ${first}`)) return error;
  const [command] = nearest(
    first,
    commands.map(({ name }) => name),
    1,
  );
  return command === undefined
    ? error
    : new UserError(error.message, `${error.hint ?? ''} Or the command ${command}?`.trim());
}

function report({ message, hint }: UserError, io: Io): number {
  asFarAsPossible(() => io.stdout.flush());
  asFarAsPossible(() => {
    for (const line of message.split('\n')) io.stderr.write(`farend: ${terminalText(line)}\n`);
    if (hint !== null) io.stderr.write(`        ${terminalText(hint)}\n`);
    io.stderr.flush();
  });
  return EXIT.error;
}

/** Where nobody can be told any more, that is no further error. */
function asFarAsPossible(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ClosedPipe) && !isOfWriting(error)) throw error;
  }
}
