import { type Command, COMMON_OPTIONS, type Option } from '../command.js';

/** An argument completer for PowerShell 5 and later; files are completed by PowerShell itself where nothing fits. */
export function powershell(commands: readonly Command[]): string {
  return `# PowerShell completion for farend; made by: farend completion powershell
Register-ArgumentCompleter -Native -CommandName farend -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = [ordered]@{
${commands.map(({ name, says }) => `    ${quoted(name)} = ${quoted(says)}`).join('\n')}
  }
  $options = @{
${commands.map(commandOptions).join('\n')}
  }
  $values = @{
${commands.map(commandValues).join('\n')}
  }
  $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $command = 'investigate'
  if ($words.Count -gt 1 -and $commands.Contains($words[1])) { $command = $words[1] }
  $before = if ($wordToComplete -eq '') { $words[-1] } elseif ($words.Count -gt 1) { $words[-2] } else { '' }
  $found = [ordered]@{}
  if ($values[$command].ContainsKey($before)) {
    foreach ($value in $values[$command][$before]) { $found[$value] = $value }
  } elseif ($wordToComplete -like '-*') {
    foreach ($name in $options[$command].Keys) { $found[$name] = $options[$command][$name] }
  } elseif ($words.Count -lt 3 -or $command -eq 'help') {
    foreach ($name in $commands.Keys) { $found[$name] = $commands[$name] }
  }
  foreach ($name in $found.Keys) {
    if ($name -like "$wordToComplete*") {
      [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $found[$name])
    }
  }
}
`;
}

function commandOptions({ name, options }: Command): string {
  const lines = [...options, ...COMMON_OPTIONS].map(
    (option) => `      ${quoted(`--${option.name}`)} = ${quoted(option.says)}`,
  );
  return `    ${quoted(name)} = [ordered]@{\n${lines.join('\n')}\n    }`;
}

function commandValues({ name, options, operands }: Command): string {
  const lines = options.flatMap((option) => {
    const choices = option.value?.choices;
    return choices === undefined
      ? []
      : spellings(option).map((spelling) => `      ${quoted(spelling)} = ${list(choices)}`);
  });
  if (typeof operands !== 'string') lines.push(`      ${quoted(name)} = ${list(operands)}`);
  return `    ${quoted(name)} = @{\n${lines.join('\n')}\n    }`;
}

function spellings({ name, short }: Option): string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

function list(words: readonly string[]): string {
  return `@(${words.map(quoted).join(', ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
