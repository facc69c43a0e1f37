import type { Address } from '../address/address.js';
import { refang } from '../address/defang.js';
import { formatAddress } from '../address/format.js';
import { parsePrefix, prefixContains } from '../address/prefix.js';
import { type Clause, type Operator, unreadable } from './_filter-clauses.js';
import { type Field, type FieldValue, VERDICT_ORDER } from './_filter-fields.js';

export type ValueTest = (value: FieldValue) => boolean;

/** A test of one value of `field` against what the clause asks. Throws UserError when that makes no sense there. */
export function valueTest(text: string, field: Field, clause: Clause, asked: string, at: number): ValueTest {
  const { operator } = clause;
  switch (field.kind) {
    case 'number':
    case 'share':
      return numberTest(text, field, operator, asked, at);
    case 'port':
      return portTest(text, field, operator, asked, at);
    case 'verdict':
      return verdictTest(text, operator, asked, at);
    case 'address':
      return addressTest(text, clause, asked, at);
    default:
      requireEquals(text, field, clause);
      return textTest(asked, field.kind === 'text');
  }
}

function requireEquals(text: string, field: { readonly name: string }, { operator, at }: Clause): void {
  if (operator !== '=') throw unreadable(text, at, `: or != (${field.name} has no order)`);
}

function textTest(asked: string, anywhere: boolean): ValueTest {
  const pattern = asked.toLowerCase();
  if (pattern.includes('*')) return (value) => matchesGlob(wordOf(value).toLowerCase(), pattern);
  return anywhere
    ? (value) => wordOf(value).toLowerCase().includes(pattern)
    : (value) => wordOf(value).toLowerCase() === pattern;
}

function wordOf(value: FieldValue): string {
  return typeof value === 'object' ? formatAddress(value) : String(value);
}

/** `*` stands for any text. Takes each fixed part at its first place, so it never backtracks. */
function matchesGlob(text: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0];
  const last = parts[parts.length - 1];
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function numberTest(text: string, field: Field, operator: Operator, asked: string, at: number): ValueTest {
  // The low end may be negative, so the dash that separates is the first one behind a digit or percent sign.
  const range = /^(-?[\d.]+%?)(?:-|\.\.)(-?[\d.]+%?)$/.exec(asked);
  if (range !== null && operator === '=') {
    const low = numberOf(text, field, range[1], at);
    const high = numberOf(text, field, range[2], at);
    return (value) => Number(value) >= low && Number(value) <= high;
  }
  const wanted = numberOf(text, field, asked, at);
  return (value) => compares(Number(value) - wanted, operator);
}

function numberOf(text: string, field: Field, word: string, at: number): number {
  const isPercent = field.kind === 'share' && word.endsWith('%');
  const number = Number(isPercent ? word.slice(0, -1) : word);
  if (word === '' || !Number.isFinite(number)) throw unreadable(text, at, `a number or a range for ${field.name}`);
  return isPercent ? number / 100 : number;
}

function compares(difference: number, operator: Operator): boolean {
  switch (operator) {
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    default:
      return difference === 0;
  }
}

/** Port values are `443/tcp`. */
function portTest(text: string, field: Field, operator: Operator, asked: string, at: number): ValueTest {
  const [numbers, protocol] = asked.toLowerCase().split('/');
  const test = numberTest(text, field, operator, numbers, at);
  return (value) => {
    const [port, transport] = wordOf(value).split('/');
    return test(Number(port)) && (protocol === undefined || protocol === transport);
  };
}

function verdictTest(text: string, operator: Operator, asked: string, at: number): ValueTest {
  const rank = (word: FieldValue): number => VERDICT_ORDER.findIndex((verdict) => verdict === word);
  const wanted = rank(asked.toLowerCase());
  if (wanted === -1) throw unreadable(text, at, `one of ${VERDICT_ORDER.join(', ')}`);
  return (value) => compares(rank(value) - wanted, operator);
}

/** An address, a CIDR block, a range `first-last`, or text with `*`. Defanged forms are welcome. */
function addressTest(text: string, clause: Clause, asked: string, at: number): ValueTest {
  requireEquals(text, { name: 'address' }, clause);
  const plain = refang(asked);
  if (plain.includes('*')) return (value) => matchesGlob(wordOf(value), plain.toLowerCase());
  const prefix = parsePrefix(plain);
  if (prefix === null) throw unreadable(text, at, 'an address, a block such as 203.0.113.0/24, a range or a * pattern');
  return (value) => prefixContains(prefix, value as Address);
}
