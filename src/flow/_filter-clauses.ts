import { UserError } from '../model/errors.js';

export type Operator = '=' | '>' | '>=' | '<' | '<=';

/** One `field op value,value` with its place in the text. */
export interface Clause {
  readonly field: string;
  readonly operator: Operator;
  readonly isExcluded: boolean;
  readonly values: readonly { readonly value: string; readonly at: number }[];
  readonly at: number;
}

const FIELD = /[-!]?[A-Za-z][A-Za-z-]*/y;
const OPERATOR = /:?(?:!=|>=|<=|>|<|=)|:/y;
/** A value in quotes may hold blanks and commas; a bare one may not. */
const VALUE = /"([^"]*)"|'([^']*)'|[^\s,"']+/y;

/** Splits a filter into its clauses. Throws UserError with the position of what can't be read. */
export function parseClauses(text: string): Clause[] {
  const clauses: Clause[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const [clause, end] = readClause(text, at);
    clauses.push(clause);
    at = skipBlanks(text, end);
  }
  if (clauses.length === 0) throw unreadable(text, 0, 'a clause such as port:443 or verdict:>=suspicious');
  return clauses;
}

function readClause(text: string, start: number): [Clause, number] {
  const name = match(FIELD, text, start);
  if (name === null) throw unreadable(text, start, 'a field name');
  const isPrefixed = name[0].startsWith('-') || name[0].startsWith('!');
  const field = isPrefixed ? name[0].slice(1) : name[0];
  const at = start + (isPrefixed ? 1 : 0);
  const afterName = skipBlanks(text, start + name[0].length);
  const sign = match(OPERATOR, text, afterName);
  if (sign === null) throw unreadable(text, afterName, `one of : = != > >= < <= after "${field}"`);
  const word = sign[0].length > 1 ? sign[0].replace(/^:/, '') : sign[0];
  const [values, end] = readValues(text, skipBlanks(text, afterName + sign[0].length));
  const isExcluded = isPrefixed !== (word === '!=');
  const operator = word === ':' || word === '!=' ? '=' : (word as Operator);
  return [{ field, operator, isExcluded, values, at }, end];
}

function readValues(text: string, start: number): [Clause['values'], number] {
  const values: { value: string; at: number }[] = [];
  let at = start;
  for (;;) {
    const found = match(VALUE, text, at);
    if (found === null) throw unreadable(text, at, 'a value');
    values.push({ value: found[1] ?? found[2] ?? found[0], at });
    at += found[0].length;
    if (text[at] !== ',') break;
    at++;
  }
  if (at < text.length && !/\s/.test(text[at])) throw unreadable(text, at, 'a blank between clauses');
  return [values, at];
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text[at])) at++;
  return at;
}

/** What was read, where it stopped, what was expected there. */
export function unreadable(text: string, at: number, expected: string): UserError {
  const found = at >= text.length ? 'the end' : `"${text.slice(at, at + 20)}"`;
  return new UserError(
    `--only: expected ${expected} at position ${at + 1} of "${text}", found ${found}`,
    'For example: --only "verdict:>=suspicious -organisation:microsoft port:1-1024"',
  );
}
