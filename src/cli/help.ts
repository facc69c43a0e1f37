import { type Command, COMMON_OPTIONS, type Option } from './command.js';
import { version } from './version.js';

/** Help is for terminals and pagers alike: plain text of at most this many columns. */
const WIDTH = 80;
const OPTION_COLUMN = 24;

/** What `farend --help` says: the everyday use first. */
export function overview(commands: readonly Command[]): string {
  const main = commands.find(({ name }) => name === 'investigate');
  return [
    `farend ${version}: who is at the far end of every connection, and should you worry?`,
    '',
    'Usage',
    `  ${main?.usage ?? ''}`,
    '  farend COMMAND [OPTIONS] ...',
    '',
    'Everyday uses',
    ...examples(main?.examples ?? []),
    '',
    'What leaves this machine',
    '  Nothing of yours, unless you ask with --online, which shows its plan first.',
    '  `farend update` asks publishers for public files.',
    '',
    'Commands (farend help COMMAND explains one)',
    ...commands.flatMap(({ name, says }) => columns(`  ${name}`, says, 16)),
    '',
    'Options of the default command',
    ...optionLines(main?.options ?? []),
    ...columns('      --version', 'Show the version', OPTION_COLUMN),
    '',
    ...exitCodes(),
    '',
  ].join('\n');
}

/** What `farend help COMMAND` says. */
export function commandHelp(command: Command): string {
  return [
    `Usage: ${command.usage}`,
    '',
    ...wrapped(command.about, WIDTH),
    '',
    'Examples',
    ...examples(command.examples),
    '',
    'What leaves this machine',
    ...wrapped(command.leaves, WIDTH - 2).map((line) => `  ${line}`),
    '',
    'Options',
    ...optionLines(command.options),
    '',
    ...(command.name === 'investigate' ? [...exitCodes(), ''] : []),
  ].join('\n');
}

function examples(list: Command['examples']): string[] {
  return list.flatMap(([line, does]) => [`  ${line}`, `      ${does}`]);
}

function exitCodes(): string[] {
  return [
    'Exit codes',
    '  0  done, whatever was found',
    '  1  usage or input error: nothing was judged',
    '  2  a peer is as bad as --fail-on says, or worse',
    '  3  judged, but some evidence was not read (or cut by Ctrl-C), or a source not',
    '     asked',
  ];
}

/** What is a command's own first, then what has a heading, then what all have. */
function optionLines(options: readonly Option[]): string[] {
  const headings = [...new Set(options.flatMap(({ group }) => (group === undefined ? [] : [group])))];
  const own = linesOf(options.filter(({ group }) => group === undefined));
  const parts = headings.map((heading) => [
    `  ${heading}`,
    ...linesOf(options.filter(({ group }) => group === heading)),
  ]);
  const all = own.length === 0 ? parts : [own, ...parts];
  return [...all.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])), ...commonLines(all.length > 1)];
}

function commonLines(isApart: boolean): string[] {
  return [...(isApart ? [''] : []), ...linesOf(COMMON_OPTIONS)];
}

function linesOf(options: readonly Option[]): string[] {
  return options.flatMap(({ name, short, value, mayHave, says }) => {
    const given = value === undefined ? (mayHave === undefined ? '' : `[=${mayHave}]`) : ` ${value.placeholder}`;
    const start = `  ${short === undefined ? '   ' : `-${short},`} --${name}${given}`;
    const choices =
      value?.choices === undefined || says.includes(value.choices[0]) ? '' : `: ${value.choices.join(', ')}`;
    return columns(start, says + choices, OPTION_COLUMN);
  });
}

function columns(start: string, says: string, column: number): string[] {
  const lines = wrapped(says, WIDTH - column);
  const first = start.length < column ? [start.padEnd(column) + lines[0]] : [start, ' '.repeat(column) + lines[0]];
  return [...first, ...lines.slice(1).map((line) => ' '.repeat(column) + line)];
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
