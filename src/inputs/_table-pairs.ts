import { type Field, columnOf } from './_table-columns.js';
import { give, isOtherEvent, traitsOf } from './_table-give.js';
import type { RawRecord } from './_table-record.js';
import { tableBlindSpots, type TableCounts } from './_table-spots.js';
import type { CaptureFacts, Head, LineReader, Sink } from './format.js';

/** `SRC=192.0.2.1`, `srcip="192.0.2.1"`; values with blanks only in quotes. */
const PAIR = /(?:^|[\s,|;])([A-Za-z][\w.-]{0,40})=(?:"([^"]{0,2000})"|([^\s,;|"]{0,2000}))/g;
const LONGEST = 20_000;

function recordOf(line: string): RawRecord {
  const record: RawRecord = {};
  for (const [, name = '', quoted, plain = ''] of line.slice(0, LONGEST).matchAll(PAIR)) {
    const column = columnOf(name);
    const value = quoted ?? plain;
    // `date=2026-03-14 time=09:26:53`
    if (name === 'time' && /^[\d-]{8,10}$/.test(record.time ?? '')) record.time = `${record.time} ${value}`;
    else if (column !== null && !column.isWeak) record[column.field] ??= value;
  }
  return record;
}

function isFlow(record: RawRecord): boolean {
  return (record.sourceAddress ?? '') !== '' && (record.destinationAddress ?? '') !== '';
}

/** Logs of firewalls: `key=value` pairs behind whatever a logger prints (iptables, FortiGate, CEF). */
export class PairReader implements LineReader {
  readonly #sink: Sink;
  readonly #traits = traitsOf(new Set<Field>(['state']), false);
  readonly #counts: TableCounts = { rows: 0, withProgram: 0, names: 0, withTime: 0, withPid: 0 };

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  line(text: string, number: number): void {
    if (!text.includes('=')) return;
    const record = recordOf(text);
    if (isFlow(record) && !isOtherEvent(record)) give(this.#sink, record, number, text, this.#traits, this.#counts);
  }

  end(): CaptureFacts {
    return { tool: 'log, key=value pairs', language: null, os: 'unknown', blindSpots: tableBlindSpots(this.#counts) };
  }
}

/** True when one of the first lines names both ends of a flow. */
export function hasPairs(head: Head): boolean {
  return head.lines.slice(0, 500).some((line) => line.includes('=') && isFlow(recordOf(line)));
}
