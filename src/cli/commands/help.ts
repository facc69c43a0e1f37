import { UserError } from '../../model/errors.js';
import type { Command } from '../command.js';
import { EXIT } from '../exit-code.js';
import { nearest } from '../suggest.js';

export const help: Command = {
  name: 'help',
  usage: 'farend help [COMMAND]',
  says: 'What a command does, with examples',
  about: 'Without a command: the everyday use and the list of commands.',
  examples: [
    ['farend help', 'everything at a glance'],
    ['farend help ip', 'one command'],
    ['farend investigate --help', 'the same, the other way round'],
  ],
  leaves: 'Nothing.',
  options: [],
  operands: 'none',
  async run({ operands }, io) {
    const [{ commandHelp, overview }, { allCommands }] = await Promise.all([
      import('../help.js'),
      import('./index.js'),
    ]);
    const commands = await allCommands();
    const [name] = operands;
    if (name === undefined) {
      io.stdout.write(overview(commands));
      return EXIT.done;
    }
    const command = commands.find((candidate) => candidate.name === name);
    if (command === undefined) throw unknownCommand(name, commands);
    io.stdout.write(commandHelp(command));
    return EXIT.done;
  },
};

function unknownCommand(name: string, commands: readonly Command[]): UserError {
  const names = commands.map((command) => command.name);
  const near = nearest(name, names, 1);
  return new UserError(
    `no command ${name}`,
    near.length > 0 ? `Did you mean ${near[0]}?` : `Commands: ${names.join(', ')}`,
  );
}
