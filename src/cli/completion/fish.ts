import { type Command, COMMON_OPTIONS, type Option } from '../command.js';

/** Completions for fish: one `complete` line per command and option. */
export function fish(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name);
  const others = names.filter((name) => name !== 'investigate').join(' ');
  const lines = commands.flatMap((command) => {
    // The default command's options also hold when no command is named.
    const isDefault = command.name === 'investigate';
    const when = isDefault
      ? `not __fish_seen_subcommand_from ${others}`
      : `__fish_seen_subcommand_from ${command.name}`;
    return [
      `complete -c farend -n __fish_is_first_arg -a ${command.name} -d ${quoted(command.says)}`,
      ...[...command.options, ...COMMON_OPTIONS].map((option) => optionLine(when, option)),
      ...operandLines(when, command, names),
    ];
  });
  return `# fish completion for farend; made by: farend completion fish\n${lines.join('\n')}\n`;
}

function optionLine(when: string, { name, short, value, says }: Option): string {
  const parts = [`complete -c farend -n ${quoted(when)} -l ${name}`];
  if (short !== undefined) parts.push(`-s ${short}`);
  if (value?.choices !== undefined) parts.push(`-x -a ${quoted(value.choices.join(' '))}`);
  else if (value?.isFile === true) parts.push('-r -F');
  else if (value !== undefined) parts.push('-x');
  return [...parts, `-d ${quoted(says)}`].join(' ');
}

function operandLines(when: string, { name, operands }: Command, names: readonly string[]): string[] {
  if (operands === 'files') return [];
  const words = name === 'help' ? names : operands === 'none' ? [] : operands;
  const start = `complete -c farend -n ${quoted(when)} -f`;
  return [words.length === 0 ? start : `${start} -a ${quoted(words.join(' '))}`];
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
