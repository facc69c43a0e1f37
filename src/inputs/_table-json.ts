import type { BlindSpot } from '../model/input.js';
import { actionOf } from './_defender-action.js';
import { JsonObjects } from './_json-objects.js';
import { innerRecords, JsonColumns } from './_json-record.js';
import { type JsonConnection, jsonConnection } from './_json-connection.js';
import { JsonShapes, type Shaped } from './_json-shapes.js';
import { give, isBesideFlows, isOtherEvent, isWithoutEnds, traitsOf } from './_table-give.js';
import type { TableTraits } from './_table-record.js';
import { tableBlindSpots, type TableCounts, toldBefore } from './_table-spots.js';
import type { ColumnMap } from './column-map.js';
import type { CaptureFacts, Head, LineReader, Sink } from './format.js';

/** A record that was read, and where. */
interface Told extends JsonConnection {
  readonly line: number;
  readonly text: string;
}

const NO_CONNECTIONS: BlindSpot = {
  id: 'no-connection-events',
  says: 'JSON records, none of which tells of a connection.',
  fix: 'farend formats',
};

/** So many alerts and requests without a flow among them are all there is. */
const MOST_HELD = 20_000;

/** JSON records: a line each, or anywhere in a stream of text. */
export class JsonReader implements LineReader {
  readonly #sink: Sink;
  readonly #columns: JsonColumns;
  readonly #shapes: JsonShapes;
  readonly #objects = new JsonObjects({
    known: (text, at, line) => this.#known(text, at, line),
    object: (text, line) => this.#object(text, line),
    broken: (start, line, reason) => this.#sink.badLine(line, start, reason),
  });
  readonly #traits: { -readonly [K in keyof TableTraits]: TableTraits[K] } = traitsOf(new Set(['state']), false);
  readonly counts: TableCounts = { rows: 0, withProgram: 0, names: 0, withTime: 0, withPid: 0 };
  #isStarted = false;
  /** Alerts and requests of Suricata and Zeek: in a full log the flows tell of the same connections. */
  readonly #held: Told[] = [];
  /** Ends of connections: an alert that names no more than one of them says nothing new (Cowrie's logins). */
  readonly #ends = new Set<string>();
  #areRows = false;
  #hasFlows: boolean;
  /** Flows of them name their stream: `conn`, `flow`. */
  #isOfSensor = false;
  #passedOver = 0;
  /** Some record names one end alone. */
  hasSoles = false;
  /** Absent for NDJSON: there a line is a record, and a broken one costs no other. */
  readonly text?: (chunk: string) => void;

  /** `hasFlows`: such records are known to stand beside flows, which somebody else reads. */
  constructor(sink: Sink, isByLine: boolean, map: ColumnMap | null = null, hasFlows = false) {
    this.#hasFlows = hasFlows || sink.told?.flowsOfSensor === true;
    this.#columns = new JsonColumns(map);
    this.#shapes = new JsonShapes(this.#columns);
    this.#sink = sink;
    if (!isByLine) this.text = (chunk) => this.#objects.push(chunk);
  }

  /** The next line is a record by itself: lines are read at all, and the first one has come. */
  get isPlain(): boolean {
    return this.text === undefined && this.#isStarted;
  }

  line(text: string, number: number): void {
    const body = text.trim();
    if (body === '' || body === '[' || body === ']') return;
    // A prompt or a title before the first record is none that was torn.
    this.#isStarted ||= body.startsWith('{') || body.startsWith('[');
    if (!this.#isStarted) return;
    this.#object(body.endsWith(',') ? body.slice(0, -1) : body, number);
  }

  /** A record like those before it need not be parsed. */
  #known(text: string, at: number, line: number): Shaped | null {
    const found = this.#shapes.read(text, at);
    if (found !== null) this.#take(found, line, text.slice(at, found.end));
    return found;
  }

  #object(text: string, line: number): void {
    const known = this.#shapes.read(text, 0);
    if (known?.end === text.length) return this.#take(known, line, text);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.#sink.badLine(line, text.slice(0, 300), 'not valid JSON');
    }
    if (typeof value !== 'object' || value === null) return;
    if (this.#record(value, line, text)) return;
    for (const inner of innerRecords(value, this.#columns) ?? []) this.#record(inner, line, '');
  }

  /** True when the object is a connection record, readable or not. */
  #record(value: object, line: number, text: string): boolean {
    const connection = jsonConnection(value, this.#columns);
    if (connection === null) return false;
    if (text !== '' && connection.isSole !== true) this.#shapes.learn(text, connection);
    this.#take(connection, line, text === '' ? JSON.stringify(value).slice(0, 300) : text);
    return true;
  }

  #take({ record, isInitiator, isSole = false }: JsonConnection, line: number, text: string): void {
    this.hasSoles ||= isSole;
    if (isSole && this.#ends.has(record.remoteAddress ?? '')) return;
    if (!isSole) for (const end of [record.sourceAddress, record.destinationAddress]) this.#note(end);
    const isBeside = isBesideFlows(record);
    if ((isOtherEvent(record) && !isBeside) || isWithoutEnds(record)) return;
    this.#hasFlows ||= !isBeside;
    this.#isOfSensor ||= !isBeside && record.stream !== undefined && actionOf(record.stream) === null;
    if (isBeside && this.#hasFlows) this.#passedOver++;
    const told = { record, line, text, isInitiator };
    if (!isBeside || this.#areRows) this.#give(told);
    else if (!this.#hasFlows) this.#hold(told);
  }

  #note(end: string | undefined): void {
    if (end !== undefined && this.#ends.size < 2 * MOST_HELD) this.#ends.add(end);
  }

  #hold(told: Told): void {
    this.#held.push(told);
    if (this.#held.length >= MOST_HELD) this.#giveHeld();
  }

  #giveHeld(): void {
    this.#areRows = true;
    for (const told of this.#held.splice(0)) this.#give(told);
  }

  /** An alert is of a packet, whoever sent it. */
  #give({ record, line, text, isInitiator }: Told): void {
    this.#traits.isInitiator = isInitiator && record.stream !== 'alert';
    give(this.#sink, record, line, text, this.#traits, this.counts);
  }

  end(): CaptureFacts {
    this.#objects.end();
    if (!this.#hasFlows) this.#giveHeld();
    if (this.#isOfSensor && this.counts.rows > 0 && this.#sink.told !== undefined) this.#sink.told.flowsOfSensor = true;
    const none = this.#passedOver > 0 ? toldBefore(this.#passedOver) : NO_CONNECTIONS;
    const blindSpots = this.counts.rows === 0 ? [none] : tableBlindSpots(this.counts);
    return { tool: 'table, JSON records', language: null, os: 'unknown', blindSpots };
  }
}

/** Where the first object or array begins: at the start, or behind a few lines (`Record 1` of evtx_dump, a prompt). */
function startOf({ text }: Head): number {
  return text.slice(0, 8_192).search(/^[ \t]*(?:\{|\[[ \t]*(?:[{\]]|\r?$))/m);
}

/** One whole object on its first line: NDJSON, or an array with one object a line. */
export function isByLine(head: Head): boolean {
  const first = head.lines.find((line) => /^\s*(?:\{|\[\s*[^\s\]])/.test(line)) ?? '';
  const body = first.trim().replace(/,$/, '');
  if (!body.startsWith('{') || !body.endsWith('}')) return false;
  try {
    JSON.parse(body);
    return head.lines.length > 1;
  } catch {
    return false;
  }
}

/** Records of the head that are looked at, then as many of those that name a far end, and characters at once. */
const LOOKED_AT = 200;
const PORTION = 8_192;
const FAR_END = /"(?:remote|foreign|raddr|dest|dst|id[._]resp)[A-Za-z_.]*"\s*:/i;

/** True when some object of the head is a connection record. */
export function hasJsonRecords(head: Head, columns = new JsonColumns()): boolean {
  const start = startOf(head);
  if (start < 0) return false;
  let found = false;
  let seen = 0;
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (jsonConnection(value, columns) !== null) found = true;
    else
      for (const inner of innerRecords(value, columns)?.slice(0, 20) ?? [])
        found ||= jsonConnection(inner, columns) !== null;
  };
  const isEnough = (): boolean => found || seen > 2 * LOOKED_AT;
  const objects = new JsonObjects({
    object: (text) => {
      // Logs of all kinds of events may begin with any number of others.
      if (isEnough() || (seen >= LOOKED_AT && !FAR_END.test(text))) return;
      seen += 1;
      try {
        look(JSON.parse(text));
      } catch {
        // A broken record says nothing about the others.
      }
    },
    broken: () => undefined,
  });
  for (let at = start; at < head.text.length && !isEnough(); at += PORTION)
    objects.push(head.text.slice(at, at + PORTION));
  // A wrapper object longer than the head: the keys in its text must tell.
  return found || (seen === 0 && FAR_END.test(head.text));
}

/** A log of events as JSON of which the head shows no connection: one may come later. */
export function isEventLog({ text }: Head): boolean {
  return (
    /^\s*[{[]/.test(text) &&
    /"(?:Event_?(?:ID|Code|RecordID|Type)|event_simpleName|_path|ActionType|Provider_?Name)"\s*:/i.test(text)
  );
}
