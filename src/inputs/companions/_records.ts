import { type Delimiter, extend, type OpenRecord, splitCells } from '../_delimited.js';
import { JsonObjects } from '../_json-objects.js';
import { linesOf } from './companion.js';
import { cellsUnder, headerSpans, rulerSpans, type Span } from './_ruler.js';

/** One record of a command's output: values by `plainKey` of their printed name. */
export interface NamedRecord {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

interface Taker {
  record(record: NamedRecord): void;
  bad(line: number, text: string, reason: string): void;
}

const MAX_KEYS = 300;
const LONGEST_VALUE = 16_384;
/** Lines before the first record in which a header may stand: banners, prompts, `#TYPE`. */
const HEADER_WITHIN = 12;

/** `Session#` and `session`, `Parent Process Id` and `ParentProcessId` are one key. */
function plainKey(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}.]/gu, '');
}

/**
 * Reads what PowerShell's Format-List, Format-Table, ConvertTo-Csv and ConvertTo-Json, wmic's csv, list and table, and
 * other tools' CSV and JSON print, told apart by shape.
 */
export function readRecords(text: string, taker: Taker): void {
  const start = text.slice(0, 2048).trimStart();
  if (start.startsWith('{') || /^\[\s*[{\]]/.test(start)) return readJson(text, taker);
  const lines = linesOf(text);
  const header = findHeader(lines);
  if (header === null) return readBlocks(lines, taker);
  if (header.kind === 'cells') readDelimited(lines, header, taker);
  else readColumns(lines, header, taker);
}

/** Keys by which a companion is recognised: of the header, of the blocks, or those that most records of JSON have. */
export function keysOf(head: string): ReadonlySet<string> {
  const start = head.slice(0, 2048).trimStart();
  if (start.startsWith('{') || /^\[\s*[{\]]/.test(start)) return sharedKeys(head);
  const keys = new Set<string>();
  const lines = linesOf(head);
  const header = findHeader(lines);
  if (header !== null) for (const key of header.keys) keys.add(key);
  else for (const line of lines.slice(0, 200)) addBlockKey(line, keys);
  return keys;
}

/**
 * Keys of at least half of the records. A log of many kinds of events holds each key somewhere, also deep in its objects:
 * what only some records say of a program is no list of programs.
 */
function sharedKeys(head: string): ReadonlySet<string> {
  const counts = new Map<string, number>();
  let records = 0;
  let depth = 0;
  let own = new Set<string>();
  const close = (): void => {
    if (own.size === 0) return;
    records += 1;
    for (const key of own) counts.set(key, (counts.get(key) ?? 0) + 1);
    own = new Set();
  };
  for (const [token, key] of head.matchAll(/"((?:[^"\\]|\\.)*)"(?:\s*:)?|[{}]/g)) {
    if (token === '{') depth += 1;
    else if (token === '}') {
      depth -= 1;
      if (depth === 0) close();
    } else if (depth === 1 && token.endsWith(':') && key !== undefined) own.add(plainKey(key));
  }
  close();
  return new Set([...counts].flatMap(([key, count]) => (count * 2 >= records ? [key] : [])));
}

function addBlockKey(line: string, keys: Set<string>): void {
  const pair = pairOf(line);
  if (pair !== null) keys.add(pair[0]);
}

type Header =
  | { readonly kind: 'cells'; readonly at: number; readonly delimiter: Delimiter; readonly keys: readonly string[] }
  | {
      readonly kind: 'columns';
      readonly at: number;
      readonly spans: readonly Span[];
      readonly keys: readonly string[];
    };

function findHeader(lines: readonly string[]): Header | null {
  for (let at = 0; at < Math.min(lines.length, HEADER_WITHIN); at += 1) {
    const line = lines[at] ?? '';
    if (line.length > 16_384 || line.trim() === '' || line.startsWith('#TYPE')) continue;
    const spans = rulerSpans(lines[at + 1] ?? '', '-', 2);
    if (spans !== null) return { kind: 'columns', at: at + 2, spans, keys: cellsUnder(line, spans).map(plainKey) };
    const cells = delimitedHeader(line, at);
    if (cells !== null) return cells;
    // wmic's table: names of properties, two blanks or more between them.
    const words = line.trim().split(/ {2,}/);
    if (words.length > 1 && words.every((word) => /^[A-Z][A-Za-z]+$/.test(word)) && isFollowed(lines, at)) {
      return { kind: 'columns', at: at + 1, spans: headerSpans(line), keys: words.map(plainKey) };
    }
  }
  return null;
}

/** A line of words alone could be anything; a table goes on under it. */
function isFollowed(lines: readonly string[], at: number): boolean {
  return / {2,}/.test((lines.slice(at + 1, at + 4).find((line) => line.trim() !== '') ?? '').trim());
}

function delimitedHeader(line: string, at: number): Header | null {
  for (const delimiter of [',', ';', '\t'] as const) {
    if (!line.includes(delimiter)) continue;
    const cells = splitCells(line, delimiter);
    if (cells === null || cells.length < 2) continue;
    if (cells.every((cell) => /^\s*[\p{L}_][\p{L}\p{N} _.#()/@:-]{0,60}\s*$/u.test(cell))) {
      return { kind: 'cells', at: at + 1, delimiter, keys: cells.map(plainKey) };
    }
  }
  return null;
}

function readDelimited(lines: readonly string[], header: Header & { kind: 'cells' }, taker: Taker): void {
  const { delimiter, keys } = header;
  if (keys[0] === 'node') return readWmic(lines, header, taker);
  let open: OpenRecord | null = null;
  for (let at = header.at; at < lines.length; at += 1) {
    const text = lines[at] ?? '';
    if (open === null && text.trim() === '') continue;
    const joined: OpenRecord | null = extend(open, text, at + 1);
    const cells = joined === null ? null : splitCells(joined.text, delimiter);
    if (joined !== null && cells === null) {
      open = joined;
      continue;
    }
    // An unclosed quote has run away: its first line is bad, this one begins anew.
    if (joined === null && open !== null) taker.bad(open.line, open.text, 'a quoted cell that is not closed');
    open = null;
    const found = cells ?? splitCells(text, delimiter);
    if (found !== null) giveCells(found, keys, joined?.line ?? at + 1, text, taker);
  }
  if (open !== null) taker.bad(open.line, open.text, 'a quoted cell that is not closed');
}

/** wmic's csv quotes nothing: a quote is the program's own, and commas too many belong to the command line. */
function readWmic(lines: readonly string[], { at: start, keys }: Header & { kind: 'cells' }, taker: Taker): void {
  const commands = keys.indexOf('commandline');
  for (let at = start; at < lines.length; at += 1) {
    const text = (lines[at] ?? '').slice(0, 65_536);
    if (text.trim() !== '') giveCells(mended(text.split(','), keys.length, commands), keys, at + 1, text, taker);
  }
}

/** Puts the command line together again. */
function mended(cells: string[], columns: number, commands: number): string[] {
  const extra = cells.length - columns;
  if (extra <= 0 || commands < 0) return cells;
  const command = cells.slice(commands, commands + extra + 1).join(',');
  return [...cells.slice(0, commands), command, ...cells.slice(commands + extra + 1)];
}

function giveCells(cells: readonly string[], keys: readonly string[], line: number, text: string, taker: Taker): void {
  if (cells.length < 2) return taker.bad(line, text, 'fewer cells than the header has');
  // The header again (files appended to each other) is no record.
  if (cells.every((cell, at) => plainKey(cell) === keys[at])) return;
  const record = new Map<string, string>();
  keys.forEach((key, at) => {
    const value = cells[at]?.trim() ?? '';
    if (value !== '' && !record.has(key)) record.set(key, value);
  });
  taker.record({ line, cells: record });
}

function readColumns(lines: readonly string[], header: Header & { kind: 'columns' }, taker: Taker): void {
  for (let at = header.at; at < lines.length; at += 1) {
    const text = lines[at] ?? '';
    if (text.trim() === '' || text.length > 65_536) continue;
    if (rulerSpans(text, '-', 2) !== null) continue;
    const cells = cellsUnder(text, header.spans);
    if (cells.length > 1 && cells.slice(1).some((cell) => cell !== ''))
      giveCells(cells, header.keys, at + 1, text, taker);
  }
}

/** `Name : value` (PowerShell) or `Name=value` (wmic); null for any other line. */
function pairOf(line: string): readonly [string, string] | null {
  const match = /^ ?([A-Za-z_][\w .#()]{0,60}?) *(?::(?: (.*))?|=(.*))$/.exec(line.slice(0, LONGEST_VALUE));
  return match === null ? null : [plainKey(match[1] ?? ''), (match[2] ?? match[3] ?? '').trim()];
}

/** Blocks of `Name : value`; a blank line or a name that comes again begins the next. */
function readBlocks(lines: readonly string[], taker: Taker): void {
  let cells = new Map<string, string>();
  let last: string | null = null;
  let line = 1;
  const close = (): void => {
    if (cells.size > 1) taker.record({ line, cells });
    cells = new Map();
    last = null;
  };
  lines.forEach((text, at) => {
    // An empty line of an object that is printed over several lines is indented like the others.
    if (text.trim() === '' && !(/^ {5}/.test(text) && isObject(cells, last))) return close();
    const isIndented = /^ {3,}\S|^\t/.test(text);
    const pair = isIndented ? null : pairOf(text);
    if (pair === null) {
      const value = last === null ? '' : (cells.get(last) ?? '');
      if (last !== null && isIndented && value.length < LONGEST_VALUE) cells.set(last, wrapped(value, text.trim()));
      return;
    }
    if (cells.has(pair[0])) close();
    if (cells.size === 0) line = at + 1;
    if (cells.size < MAX_KEYS) cells.set(pair[0], pair[1]);
    last = pair[0];
  });
  close();
}

function isObject(cells: ReadonlyMap<string, string>, last: string | null): boolean {
  return last !== null && cells.get(last)?.startsWith('[') === true;
}

/** PowerShell breaks long values at the width of the window, between words or within them; objects line by line. */
function wrapped(value: string, more: string): string {
  return value.startsWith('[') ? `${value}\n${more}` : value + more;
}

function readJson(text: string, taker: Taker): void {
  const objects = new JsonObjects({
    object(json, line) {
      const cells = new Map<string, string>();
      try {
        flatten(JSON.parse(json) as unknown, '', cells, 0);
      } catch {
        return taker.bad(line, json.slice(0, 300), 'not valid JSON');
      }
      taker.record({ line, cells });
    },
    broken: (start, line, reason) => taker.bad(line, start, reason),
  });
  objects.push(text);
  objects.end();
}

/** Two levels of an object: `SignerCertificate.Subject` is `signercertificate.subject`. */
function flatten(value: unknown, prefix: string, into: Map<string, string>, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    if (into.size >= MAX_KEYS) return;
    const key = prefix + plainKey(name);
    if (typeof child === 'string' || typeof child === 'number' || typeof child === 'boolean') {
      if (!into.has(key) && child !== '') into.set(key, String(child).slice(0, LONGEST_VALUE));
    } else if (depth < 1) flatten(child, `${key}.`, into, depth + 1);
  }
}
