import type { Connection } from '../../model/connection.js';
import { isInspected } from '../_defender-action.js';
import { isOtherEvent, traitsOf } from '../_table-give.js';
import { hasJsonRecords, isByLine, JsonReader } from '../_table-json.js';
import { JsonColumns } from '../_json-record.js';
import { fieldsOf, findLayout, type Layout } from '../_table-layout.js';
import type { Field } from '../_table-columns.js';
import { type RawRecord, readRecord, type TableTraits } from '../_table-record.js';
import { DelimitedReader, slotsOf, spareSlots } from '../_table-delimited.js';
import type { TableCounts } from '../_table-spots.js';
import { isZeekRequest } from '../_zeek-logs.js';
import type { Head, LineReader, Sink } from '../format.js';
import { CELLS, type Cell, MOST_COLUMNS } from './table-kernel.js';

/** Fields that few texts stand for, however many rows there are. */
const TEXTS: readonly Field[] = [
  'protocol',
  'state',
  'host',
  'process',
  'processPath',
  'commandLine',
  'user',
  'parent',
  'signer',
  'services',
  'pid',
  'remoteHost',
  'destinationHost',
  'sourceHost',
  'direction',
  'initiated',
  'inbound',
  'stream',
  'eventId',
];

const FIXED: Readonly<Partial<Record<Field, Cell>>> = { time: 'time', duration: 'duration' };
/** Where the columns name our end, and where they name the ends of a flow, of which neither is known to be ours. */
const OF_SOCKETS: Readonly<Partial<Record<Field, Cell>>> = {
  ...FIXED,
  localAddress: 'ours',
  localPort: 'ourPort',
  remoteAddress: 'theirs',
  remotePort: 'theirPort',
  bytesSent: 'ourBytes',
  bytesReceived: 'theirBytes',
};
const OF_FLOWS: Readonly<Partial<Record<Field, Cell>>> = {
  ...FIXED,
  sourceAddress: 'ours',
  sourcePort: 'ourPort',
  destinationAddress: 'theirs',
  destinationPort: 'theirPort',
  bytesSent: 'ourBytes',
  sourceBytes: 'ourBytes',
  bytesReceived: 'theirBytes',
  destinationBytes: 'theirBytes',
};
/** Of these, what it takes to count rows by their remote addresses: what the ends are, and whether it is a connection at all. */
const ENDS: readonly Cell[] = ['ours', 'ourPort', 'theirs', 'theirPort'];
const TEXTS_OF_ENDS: readonly Field[] = ['protocol', 'stream', 'eventId'];
/** What makes a row say something else than its other columns do, in each case. */
const ODD_IN_SOCKETS: readonly Field[] = ['portOwner', 'calledPort', 'sourceAddress', 'destinationAddress'];
const ODD_IN_FLOWS: readonly Field[] = [
  'portOwner',
  'calledPort',
  'localAddress',
  'localPort',
  'remoteAddress',
  'remotePort',
];

/** A line reader that tells whether the next line is a row by itself, and counts rows. */
export interface TableReader extends LineReader {
  readonly isPlain: boolean;
  readonly counts: TableCounts;
  /** Some record names one end alone: what it says depends on the connections before it. */
  readonly hasSoles?: boolean;
}

/** What the texts of a row make of it, whatever its addresses are. `second`: seen from its other end. */
export interface Kind {
  readonly connection: Connection;
  readonly second: Connection;
}

/** TCP ports that listen, by protocol and host: see `placeOf`. */
export type Listeners = ReadonlyMap<string, ReadonlySet<number>>;

/** All that a plan is made of, for another thread to make the same. */
export interface PlanFacts {
  /** What the columns say, or the keys of the first records. */
  readonly fields: ReadonlySet<Field>;
  /** The source of a row opened the connection. */
  readonly isInitiator: boolean;
  /** Null for JSON records. */
  readonly layout: Layout | null;
  /** Nothing but the ends of rows is to be read. */
  readonly endsAlone: boolean;
}

/** What a bulk reader needs to know of a table: which cells say what. */
export class TablePlan {
  /** The ends are source and destination. */
  readonly isFlow: boolean;
  /** Null for JSON records. */
  readonly layout: Layout | null;
  /** Fields of the texts, in the order of their cells. */
  readonly texts: readonly Field[];
  readonly isInitiator: boolean;
  readonly endsAlone: boolean;
  readonly facts: PlanFacts;
  /** Ports that listen at the head of the file; null before anybody has looked. */
  listeners: Listeners | null = null;
  readonly #cells: Readonly<Partial<Record<Field, Cell>>>;
  readonly #odd: readonly Field[];
  readonly #traits: TableTraits;

  constructor(facts: PlanFacts) {
    const { fields, isInitiator, layout, endsAlone } = facts;
    this.facts = facts;
    this.isFlow = !fields.has('remoteAddress');
    this.layout = layout;
    this.isInitiator = isInitiator;
    this.endsAlone = endsAlone;
    this.#cells = this.isFlow ? OF_FLOWS : OF_SOCKETS;
    this.#odd = this.isFlow ? ODD_IN_FLOWS : ODD_IN_SOCKETS;
    // Zeek's service says nothing of a program; see `servicesOf` of the record reader.
    const all = endsAlone ? TEXTS_OF_ENDS : TEXTS;
    const texts = all.filter((field) => field !== 'services' || layout === null || fields.has('process'));
    this.texts = layout === null ? texts : texts.filter((field) => fields.has(field));
    this.#traits = traitsOf(layout === null ? new Set(['state']) : fields, isInitiator);
  }

  /** Whether rows with these fields can be read by cells. */
  takes(fields: ReadonlySet<Field>): boolean {
    if (this.#odd.some((field) => fields.has(field))) return false;
    if (!fields.has(this.isFlow ? 'destinationAddress' : 'remoteAddress')) return false;
    if (this.isFlow && !fields.has('sourceAddress')) return false;
    // Ports that stand in the description of a packet.
    if (fields.has('packet') && !fields.has('sourcePort')) return false;
    // Two columns that may say the same: which of them does depends on the row.
    const both = (a: Field, b: Field): boolean => this.isFlow && fields.has(a) && fields.has(b);
    return !both('bytesSent', 'sourceBytes') && !both('bytesReceived', 'destinationBytes');
  }

  /** Number of the cell that a field is read from; negative where it is not looked at. */
  cellOf(field: Field): number {
    const cell = this.#cells[field];
    if (cell !== undefined) return this.endsAlone && !ENDS.includes(cell) ? -1 : CELLS.indexOf(cell);
    const text = this.texts.indexOf(field);
    return text < 0 ? -1 : CELLS.length + text;
  }

  /** An end without a column of its own for the port may hold one in its address: an IPv6 address is not sure then. */
  get hasPorts(): boolean {
    return this.layout === null || [3, 5].every((cell) => this.columns[cell] >= 0 || this.columns[cell - 1] < 0);
  }

  /** For each cell its column; negative where there is none. */
  get columns(): number[] {
    const columns = Array.from({ length: CELLS.length + this.texts.length }, () => -1);
    for (const { field, at } of slotsOf(this.layout?.columns ?? [])) {
      const cell = this.cellOf(field);
      if (cell >= 0) columns[cell] = at;
    }
    return columns;
  }

  /** What rows with these texts are: `other` when they tell of something else, `odd` when a line reader must see them. */
  kindOf(texts: readonly (string | undefined)[]): Kind | 'other' | 'odd' {
    const record: RawRecord = {};
    for (const [index, field] of this.texts.entries()) if (texts[index] !== undefined) record[field] = texts[index];
    // Any public ends will do: those of each row take their place.
    if (this.isFlow) Object.assign(record, { sourceAddress: '1.1.1.1', destinationAddress: '9.9.9.9' });
    else record.remoteAddress = '9.9.9.9';
    if (isOtherEvent(record)) return 'other';
    // Which end is the far one depends on both.
    if (isInspected(record.stream)) return 'odd';
    const result = readRecord(record, 1, this.#traits);
    if (typeof result === 'string') return 'odd';
    const { connection, second } = result;
    const isListener = connection.state === 'listening' || connection.direction === 'listening';
    return isListener ? 'odd' : { connection, second: second ?? connection };
  }

  /** A reader for lines that the kernel does not take, which has seen what comes before all rows. */
  open(sink: Sink): TableReader {
    if (this.layout !== null) return new DelimitedReader(sink, this.layout);
    return new JsonReader(sink, true, null, true);
  }
}

/** How a table that starts with `head` is read by cells, all of them or `endsAlone`; null when it can't be. */
export function planOf(head: Head, endsAlone = false): TablePlan | null {
  if (hasJsonRecords(head)) return isByLine(head) ? planOfRecords(head, endsAlone) : null;
  const layout = findLayout(head);
  if (layout === null || layout.dateAt >= 0 || !',;\t'.includes(layout.delimiter)) return null;
  // Quotes are the clients' own in Zeek's other logs.
  if (layout.protocol !== undefined) return null;
  const fields = fieldsOf(layout.columns);
  const isInitiator = layout.columns.some((column) => column?.isInitiator === true);
  const plan = new TablePlan({ fields, isInitiator, layout, endsAlone });
  // Which of two columns holds an end depends on the row.
  if (spareSlots(layout.columns).length > 0) return null;
  return plan.takes(fields) && Math.max(...plan.columns) < MOST_COLUMNS ? plan : null;
}

/** Records of the head that are looked at, to see which keys there are. */
const RECORDS_SEEN = 200;

function planOfRecords(head: Head, endsAlone: boolean): TablePlan | null {
  const columns = new JsonColumns();
  const fields = new Set<Field>();
  let isInitiator = false;
  for (const line of head.lines.slice(0, RECORDS_SEEN)) {
    const value = parsed(line);
    if (value === null) continue;
    // What their keys mean depends on each other.
    if (isZeekRequest(value)) return null;
    for (const field of Object.keys(columns.record(value))) fields.add(field as Field);
    isInitiator ||= columns.isInitiator;
  }
  const plan = new TablePlan({ fields, isInitiator, layout: null, endsAlone });
  return plan.takes(fields) ? plan : null;
}

/** The object on a line; null for anything else. */
export function parsed(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line.trim().replace(/,$/, ''));
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
