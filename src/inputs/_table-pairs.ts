import { isProgram } from './_program-name.js';
import { type Field, columnOf } from './_table-columns.js';
import { give, isOtherEvent, traitsOf } from './_table-give.js';
import type { RawRecord } from './_table-record.js';
import { tableBlindSpots, type TableCounts } from './_table-spots.js';
import type { CaptureFacts, Head, LineReader, Sink } from './format.js';

/** `SRC=192.0.2.1`, `srcip="192.0.2.1"`; values with blanks only in quotes. */
const PAIR = /(?:^|[\s,|;"])([A-Za-z][\w.-]{0,40})=(?:"([^"]{0,2000})"|([^\s,;|"]{0,2000}))/g;
/** Hayabusa: `SrcIP: 192.0.2.1 ¦ SrcPort: 50000`. */
const DETAIL = /(?:^|[",¦] ?)([A-Za-z]\w{1,40}): ([^¦"\t]{0,2000})(?= ?[¦"]|$)/g;
/** EvtxECmd keeps the event as JSON in a cell: `{""@Name"":""SourceIp"",""#text"":""192.0.2.1""}`. */
const NAMED = /"@Name"{1,2}:"{1,2}(\w{1,40})"{1,2},"{1,2}#text"{1,2}:"{1,2}([^"]{0,2000})"/g;
/** SonicWall: `192.0.2.1:50000:X0`, `192.0.2.1::X0`. */
const WITH_INTERFACE = /^((?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?):[^\d].*$/;
const LONGEST = 20_000;

/** Names and values of one line, however its tool writes them. */
function* pairsOf(line: string): Generator<readonly [name: string, value: string], void, undefined> {
  const text = line.slice(0, LONGEST);
  if (text.includes('"@Name"'))
    for (const [, name = '', value = ''] of text.matchAll(NAMED)) yield [name, value.replaceAll('\\\\', '\\')];
  if (text.includes(' ¦ ')) for (const [, name = '', value = ''] of text.matchAll(DETAIL)) yield [name, value.trim()];
  if (text.includes('='))
    for (const [, name = '', quoted, plain = ''] of text.matchAll(PAIR)) yield [name, quoted ?? plain];
}

/** Columns that mean the same everywhere; `app` of a firewall is a protocol. */
function isMeant(name: string, value: string): boolean {
  return !/^app(?:lication)?$/i.test(name) || isProgram(value);
}

function recordOf(line: string): RawRecord {
  const record: RawRecord = {};
  for (const [name, value] of pairsOf(line)) {
    const column = columnOf(name);
    // `date=2026-03-14 time=09:26:53`
    if (name === 'time' && /^[\d-]{8,10}$/.test(record.time ?? '')) record.time = `${record.time} ${value}`;
    else if (column !== null && !column.isWeak && isMeant(name, value)) record[column.field] ??= value;
  }
  for (const end of ['sourceAddress', 'destinationAddress'] as const) {
    const text = record[end];
    if (text !== undefined) record[end] = text.replace(WITH_INTERFACE, '$1');
  }
  return record;
}

/** What holds no such mark holds no pairs. */
function mayHavePairs(line: string): boolean {
  return line.includes('=') || line.includes(' ¦ ') || line.includes('"@Name"');
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
    if (!mayHavePairs(text)) return;
    const record = recordOf(text);
    if (isFlow(record) && !isOtherEvent(record)) give(this.#sink, record, number, text, this.#traits, this.#counts);
  }

  end(): CaptureFacts {
    return { tool: 'log, key=value pairs', language: null, os: 'unknown', blindSpots: tableBlindSpots(this.#counts) };
  }
}

/** True when one of the first lines names both ends of a flow. */
export function hasPairs(head: Head): boolean {
  return head.lines.slice(0, 500).some((line) => mayHavePairs(line) && isFlow(recordOf(line)));
}
