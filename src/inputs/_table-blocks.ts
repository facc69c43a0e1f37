import { parseAddress } from '../address/parse.js';
import { KeyValueBlocks } from './_key-value.js';
import { give, isOtherEvent, traitsOf } from './_table-give.js';
import { type Field, columnOf } from './_table-columns.js';
import { tableBlindSpots, type TableCounts } from './_table-spots.js';
import type { CaptureFacts, Head, LineReader, Sink } from './format.js';

/** A column a line: osquery's line mode (`remote_address = 198.51.100.7`), texts of Sysmon 3 and Security 5156. */
export class BlockReader implements LineReader {
  readonly #blocks: KeyValueBlocks;
  readonly #counts: TableCounts = { rows: 0, withProgram: 0, names: 0, withTime: 0, withPid: 0 };

  constructor(sink: Sink) {
    const traits = traitsOf(new Set<Field>(['state']), false);
    this.#blocks = new KeyValueBlocks((record, line, text) => {
      if (!isOtherEvent(record)) give(sink, record, line, text, traits, this.#counts);
    }, true);
  }

  line(text: string, number: number): void {
    this.#blocks.line(text, number);
  }

  end(): CaptureFacts {
    this.#blocks.close();
    return { tool: 'table, a column a line', language: null, os: 'unknown', blindSpots: tableBlindSpots(this.#counts) };
  }
}

const ENDS: readonly (readonly Field[])[] = [
  ['remoteAddress', 'remotePort'],
  ['sourceAddress', 'sourcePort', 'destinationAddress', 'destinationPort'],
];
/** Without ports only addresses tell a flow from a configuration. */
const PORTLESS: readonly Field[] = ['sourceAddress', 'destinationAddress'];

/** True when lines of the head name every part of a far end, or both ends of a flow, each with its value. */
export function hasBlocks(head: Head): boolean {
  // netsh advfirewall: what may be connected, not what is.
  if (/^Rule Name:/m.test(head.text)) return false;
  const found = new Set<Field>();
  const literal = new Set<Field>();
  for (const line of head.lines.slice(0, 2_000)) {
    const [, key, value = ''] = /^\s{0,40}([A-Za-z][\w .()-]{0,40}?)\s*[:=]\s*(\S+)/.exec(line.slice(0, 200)) ?? [];
    const column = key === undefined ? null : columnOf(key);
    // Source code declares fields of such names.
    if (column === null || column.isWeak || (column.field.endsWith('Address') && !/[.:]/.test(value))) continue;
    found.add(column.field);
    if (parseAddress(value.replace(/[",;]/g, '')) !== null) literal.add(column.field);
    if (found.has('protocol') && PORTLESS.every((field) => literal.has(field))) return true;
    if (ENDS.some((fields) => fields.every((field) => found.has(field)))) return true;
  }
  return false;
}
