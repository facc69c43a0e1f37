import { refang } from '../../../address/defang.js';
import { parseAddress } from '../../../address/parse.js';
import { parsePrefix, prefixContains } from '../../../address/prefix.js';
import { NUMBERS, type NumberField, type Rows, TEXTS, type TextField } from './rows.js';

/** Holds for the rows to keep. */
export type RowTest = (row: number) => boolean;

const ALIASES: Readonly<Record<string, string>> = {
  ip: 'address',
  addr: 'address',
  asn: 'as',
  count: 'connections',
  cc: 'country',
  network: 'kind',
  domain: 'name',
  organization: 'organisation',
  org: 'organisation',
  owner: 'organisation',
  program: 'process',
  dport: 'port',
  prob: 'probability',
  proto: 'protocol',
};

/** Mildest first, as `--only` orders them. */
const VERDICTS = ['expected', 'unexplained', 'suspicious', 'malicious'];

/** Fields whose values are compared whole; the others match anywhere. */
const WHOLE: ReadonlySet<TextField> = new Set([
  'attack',
  'country',
  'direction',
  'family',
  'kind',
  'protocol',
  'provider',
  'rule',
  'state',
]);

/**
 * The grammar of `--only` where it is simple, forgiving while somebody types: `field:value`, comparisons, `-` and `!=`
 * exclude, commas for or, `*` for any text, address blocks, port ranges; words without a field match anywhere.
 * A field that isn't known is searched as a word.
 */
export function rowTest(text: string, rows: Rows): RowTest {
  const tests = clausesOf(text).map((clause) => clauseTest(clause, rows));
  return (row) => tests.every((test) => test(row));
}

interface Clause {
  readonly field: string | null;
  readonly operator: string;
  readonly isExcluded: boolean;
  readonly values: readonly string[];
}

function clausesOf(text: string): Clause[] {
  const words = text.toLowerCase().match(/(?:[^\s"]|"[^"]*(?:"|$))+/g) ?? [];
  return words.map(clauseOf).filter(({ values }) => values.length > 0);
}

function clauseOf(word: string): Clause {
  const found = /^([-!]?)([a-z][a-z-]*)(:?(?:!=|>=|<=|>|<|=)|:)(.*)$/s.exec(word);
  const field = found === null ? null : (ALIASES[found[2]] ?? found[2]);
  if (found === null || field === null || !isField(field)) {
    const isExcluded = /^-./.test(word);
    return { field: null, operator: '=', isExcluded, values: valuesOf(isExcluded ? word.slice(1) : word, false) };
  }
  const sign = found[3].length > 1 ? found[3].replace(/^:/, '') : found[3];
  const isExcluded = (found[1] !== '') !== (sign === '!=');
  const operator = sign === ':' || sign === '!=' ? '=' : sign;
  return { field, operator, isExcluded, values: valuesOf(found[4], true) };
}

/** Values between commas; quotes keep blanks and commas together. */
function valuesOf(text: string, hasCommas: boolean): string[] {
  const parts = hasCommas ? (text.match(/(?:[^,"]|"[^"]*(?:"|$))+/g) ?? []) : [text];
  return parts.map((part) => part.replaceAll('"', '')).filter((part) => part !== '');
}

function isField(field: string): boolean {
  return (NUMBERS as readonly string[]).includes(field) || (TEXTS as readonly string[]).includes(field);
}

function clauseTest({ field, operator, isExcluded, values }: Clause, rows: Rows): RowTest {
  const tests = values.map((value) => valueTest(field, operator, value, rows)).filter((test) => test !== null);
  // What is still being typed (`port:`, `score:>=`) keeps everything.
  if (tests.length === 0) return () => true;
  return (row) => tests.some((test) => test(row)) !== isExcluded;
}

function valueTest(field: string | null, operator: string, value: string, rows: Rows): RowTest | null {
  if (field === null) return (row) => rows.everything(row).includes(value);
  if (field === 'verdict') return verdictTest(operator, value, rows);
  if (field === 'port' || field === 'pid') return portTest(field, operator, value, rows);
  if (field === 'address') return addressTest(value, rows);
  if ((NUMBERS as readonly string[]).includes(field)) {
    const test = numberTest(operator, value);
    return test === null ? null : (row) => test(rows.number(row, field as NumberField));
  }
  const matches = textMatcher(value, !WHOLE.has(field as TextField));
  return (row) => rows.texts(row, field as TextField).some(matches);
}

function textMatcher(value: string, anywhere: boolean): (text: string) => boolean {
  if (value.includes('*')) return globMatcher(value);
  return anywhere ? (text) => text.includes(value) : (text) => text === value;
}

/** `*` stands for any text. Each fixed part is taken at its first place, so it never backtracks. */
function globMatcher(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*');
  const [first, last] = [parts[0], parts[parts.length - 1]];
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = text.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

function verdictTest(operator: string, value: string, rows: Rows): RowTest | null {
  const wanted = VERDICTS.findIndex((verdict) => verdict.startsWith(value));
  if (wanted === -1) return null;
  return (row) => compares(VERDICTS.indexOf(rows.texts(row, 'verdict')[0]) - wanted, operator);
}

/** A number, with `/protocol` allowed for a port. */
function portTest(field: 'port' | 'pid', operator: string, value: string, rows: Rows): RowTest | null {
  const [numbers, protocol] = value.split('/');
  const test = numberTest(operator, numbers);
  if (test === null) return null;
  return (row) =>
    rows.texts(row, field).some((text) => {
      const [port, transport] = text.split('/');
      return test(Number(port)) && (protocol === undefined || protocol === transport);
    });
}

function addressTest(value: string, rows: Rows): RowTest | null {
  const plain = refang(value);
  const written = (row: number): string => refang(rows.texts(row, 'address')[0] ?? '');
  if (plain.includes('*')) {
    const matches = globMatcher(plain);
    return (row) => matches(written(row));
  }
  const prefix = parsePrefix(plain);
  // Half an address is a beginning of one.
  if (prefix === null) return (row) => written(row).startsWith(plain);
  return (row) => {
    const address = parseAddress(written(row));
    return address !== null && prefixContains(prefix, address);
  };
}

function numberTest(operator: string, value: string): ((number: number) => boolean) | null {
  const range = /^(-?[\d.]+%?)(?:-|\.\.)(-?[\d.]+%?)$/.exec(value);
  if (range !== null && operator === '=') {
    const [low, high] = [numberOf(range[1]), numberOf(range[2])];
    return (number) => number >= low && number <= high;
  }
  const wanted = numberOf(value);
  return Number.isFinite(wanted) ? (number) => compares(number - wanted, operator) : null;
}

function numberOf(word: string): number {
  if (word === '') return Number.NaN;
  return word.endsWith('%') ? Number(word.slice(0, -1)) / 100 : Number(word);
}

function compares(difference: number, operator: string): boolean {
  if (operator === '>') return difference > 0;
  if (operator === '>=') return difference >= 0;
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return difference === 0;
}
