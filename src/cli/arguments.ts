import { parseArgs } from 'node:util';
import { UserError } from '../model/errors.js';
import { type Command, COMMON_OPTIONS, type Option } from './command.js';
import { nearest } from './suggest.js';

/** What was typed after the command, checked against its options. */
export interface Arguments {
  /** Name of the command. */
  readonly command: string;
  readonly operands: readonly string[];
  has(name: string): boolean;
  /** The last value given, or null. */
  value(name: string): string | null;
  values(name: string): readonly string[];
  /** A whole number of at least `least`, or null when not given. Throws UserError for anything else. */
  number(name: string, least: number): number | null;
}

/** Reads arguments by a command's options. Throws UserError for unknown options, missing and unfit values. */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  const options = [...command.options, ...COMMON_OPTIONS];
  const { tokens } = parseArgs({
    args: [...argv],
    options: shapes(options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = known(command, options, token.name, token.rawName);
    const value = checked(command, options, option, token.value, token.inlineValue === true);
    values.set(option.name, [...(values.get(option.name) ?? []), value]);
  }
  return argumentsOf(command.name, operands, values);
}

function argumentsOf(command: string, operands: readonly string[], values: ReadonlyMap<string, string[]>): Arguments {
  const last = (name: string): string | null => values.get(name)?.at(-1) ?? null;
  return {
    command,
    operands,
    has: (name) => values.has(name),
    value: last,
    values: (name) => values.get(name) ?? [],
    number(name, least) {
      const text = last(name);
      if (text === null) return null;
      if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
      throw new UserError(
        `--${name} wants a whole number from ${least}, not "${text}"`,
        `For example: --${name} ${Math.max(least, 100)}`,
      );
    },
  };
}

function shapes(
  options: readonly Option[],
): Record<string, { type: 'string' | 'boolean'; short?: string; multiple: true }> {
  return Object.fromEntries(
    options.map(({ name, short, value }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', multiple: true, ...(short === undefined ? {} : { short }) },
    ]),
  );
}

function known(command: Command, options: readonly Option[], name: string, rawName: string): Option {
  const option = options.find((candidate) => candidate.name === name);
  if (option !== undefined) return option;
  const names = options.map((candidate) => candidate.name);
  // `--color` is far from `--no-color` by letters, not by meaning.
  const near = [...nearest(name, names, 1), ...nearest(`no-${name}`, names, 1)];
  const hint = near.length > 0 ? `Did you mean --${near[0]}?` : `See: farend help ${command.name}`;
  throw new UserError(`${command.name} has no option ${rawName}`, hint);
}

function checked(
  command: Command,
  options: readonly Option[],
  option: Option,
  value: string | undefined,
  isInline: boolean,
): string {
  const { name, value: wanted, mayHave } = option;
  if (wanted === undefined) {
    if (value === undefined) return '';
    if (mayHave !== undefined) return value;
    throw new UserError(`--${name} takes no value, got "${value}"`, `Write --${name} alone.`);
  }
  if (value === undefined || (!isInline && looksLikeOption(options, option, value))) {
    throw new UserError(
      `--${name} needs a value: ${wanted.placeholder}`,
      `For example: --${name} ${wanted.choices?.[0] ?? wanted.placeholder}`,
    );
  }
  if (wanted.choices !== undefined && !wanted.choices.includes(value)) {
    const near = nearest(value, wanted.choices, 1);
    const hint = near.length > 0 ? `Did you mean ${near[0]}?` : `See: farend help ${command.name}`;
    throw new UserError(`--${name} ${value} is not one of ${wanted.choices.join(', ')}`, hint);
  }
  return value;
}

/** `--out -v` has lost its value, `--only -country:DE` has not. */
function looksLikeOption(options: readonly Option[], option: Option, value: string): boolean {
  if (!value.startsWith('-') || value === '-') return false;
  if (option.value?.mayBeginWithDash !== true) return true;
  return options.some(({ name, short }) => value === `--${name}` || value === `-${short}`);
}
