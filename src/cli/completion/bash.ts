import { type Command, COMMON_OPTIONS, type Option } from '../command.js';

/** File names one per line, since they may hold blanks. (`mapfile` is missing from the bash of macOS.) */
const FILES = 'while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$word")';

/** A bash completion script: commands first, then each one's options, their values, files. Bash 3.2 and later. */
export function bash(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# bash completion for farend; made by: farend completion bash
_farend() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=investigate name
  COMPREPLY=()
  case \${COMP_WORDS[1]} in
    ${names.replaceAll(' ', '|')}) [ "$COMP_CWORD" -gt 1 ] && command=\${COMP_WORDS[1]} ;;
  esac
  case $command in
${commands.map((command) => commandCase(command, names)).join('\n')}
  esac
}
complete -o filenames -F _farend farend
`;
}

function commandCase(command: Command, names: string): string {
  const options = [...command.options, ...COMMON_OPTIONS];
  const longs = options.map(({ name }) => `--${name}`).join(' ');
  const valued = options.filter(({ value }) => value !== undefined).map(valueCase);
  const before = valued.length === 0 ? '' : `      case $before in\n${valued.join('\n')}\n      esac\n`;
  return `    ${command.name})
${before}      case $word in
        -*) COMPREPLY=($(compgen -W '${longs}' -- "$word")); return ;;
      esac
${operands(command, names)}
      ;;`;
}

function valueCase({ name, short, value }: Option): string {
  const pattern = short === undefined ? `--${name}` : `--${name}|-${short}`;
  const words =
    value?.choices === undefined ? '' : `COMPREPLY=($(compgen -W '${value.choices.join(' ')}' -- "$word")); `;
  return `        ${pattern}) ${value?.isFile === true ? `${FILES}; ` : words}return ;;`;
}

function operands(command: Command, names: string): string {
  const first = `      [ "$COMP_CWORD" -eq 1 ] && COMPREPLY=($(compgen -W '${names}' -- "$word"))`;
  if (command.name === 'help') return `      COMPREPLY=($(compgen -W '${names}' -- "$word"))`;
  if (command.operands === 'files') return `${first}\n      ${FILES}`;
  if (command.operands === 'none') return '      return';
  return `      COMPREPLY=($(compgen -W '${command.operands.join(' ')}' -- "$word"))`;
}
