import { type Command, COMMON_OPTIONS, type Option } from '../command.js';

/** A zsh completion function for the file `_farend` in a folder of $fpath, or to be sourced after compinit. */
export function zsh(commands: readonly Command[]): string {
  return `#compdef farend
# zsh completion for farend; made by: farend completion zsh
_farend() {
  local -a commands
  commands=(
${commands.map(({ name, says }) => `    ${quoted(`${name}:${says}`)}`).join('\n')}
  )
  local command=investigate
  if (( CURRENT > 2 )) && [[ " ${commands.map(({ name }) => name).join(' ')} " == *" \${words[2]} "* ]]; then
    command=\${words[2]}
    words=("\${words[1]}" "\${(@)words[3,-1]}")
    (( CURRENT-- ))
  elif (( CURRENT == 2 )) && [[ \${words[2]} != -* ]]; then
    _describe command commands
    _files
    return
  fi
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _farend "$@"; else compdef _farend farend; fi
`;
}

function commandCase(command: Command): string {
  const specs = [...command.options, ...COMMON_OPTIONS].flatMap(optionSpecs);
  return `    ${command.name})\n      _arguments -s ${[...specs, operandSpec(command)].map((spec) => `\\\n        ${spec}`).join(' ')}\n      ;;`;
}

function optionSpecs({ name, short, value, says, isRepeatable }: Option): string[] {
  const repeat = isRepeatable === true ? '*' : '';
  const about = `[${says.replaceAll(/[[\]:]/g, (character) => `\\${character}`)}]`;
  const action = value === undefined ? '' : `:${value.placeholder}:${valueAction(value)}`;
  const names = short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
  return names.map((option) => quoted(`${repeat}${option}${about}${action}`));
}

function valueAction({ choices, isFile }: NonNullable<Option['value']>): string {
  if (choices !== undefined) return `(${choices.join(' ')})`;
  return isFile === true ? '_files' : '';
}

function operandSpec({ name, operands }: Command): string {
  if (name === 'help') return "'*:command:'";
  if (operands === 'files') return "'*:file:_files'";
  return operands === 'none' ? "'*: :'" : `'1:value:(${operands.join(' ')})'`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
