import { UserError } from '../../model/errors.js';
import type { Command } from '../command.js';
import { EXIT } from '../exit-code.js';
import { nearest } from '../suggest.js';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export const completion: Command = {
  name: 'completion',
  usage: `farend completion ${SHELLS.join('|')}`,
  says: 'A script that teaches your shell to complete farend',
  about: 'Prints a completion script made from the same table as this help. It runs nothing but itself.',
  examples: [
    ['farend completion bash > ~/.local/share/bash-completion/completions/farend', 'bash'],
    ['farend completion fish > ~/.config/fish/completions/farend.fish', 'fish'],
    ['farend completion powershell >> $PROFILE', 'PowerShell'],
  ],
  leaves: 'Nothing.',
  options: [],
  operands: SHELLS,
  async run({ operands }, io) {
    const [shell] = operands;
    if (shell === undefined) throw new UserError('no shell given', `For example: farend completion ${SHELLS[0]}`);
    const { allCommands } = await import('./index.js');
    io.stdout.write(await script(shell, await allCommands()));
    return EXIT.done;
  },
};

async function script(shell: string, commands: readonly Command[]): Promise<string> {
  switch (shell) {
    case 'bash':
      return (await import('../completion/bash.js')).bash(commands);
    case 'zsh':
      return (await import('../completion/zsh.js')).zsh(commands);
    case 'fish':
      return (await import('../completion/fish.js')).fish(commands);
    case 'powershell':
      return (await import('../completion/powershell.js')).powershell(commands);
    default: {
      const near = nearest(shell, SHELLS, 1);
      throw new UserError(
        `no completion for ${shell}`,
        near.length > 0 ? `Did you mean ${near[0]}?` : `There is one for ${SHELLS.join(', ')}.`,
      );
    }
  }
}
