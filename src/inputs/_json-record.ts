import { type Column, columnOfPath, rankOf } from './_table-columns.js';
import { isZeekRequest } from './_zeek-logs.js';
import { type ColumnMap, nameKey } from './column-map.js';
import type { RawRecord } from './_table-record.js';

const DEEPEST = 8;
const MAX_KEYS = 2_000;
const TRANSPORT = /^(?:TCP|UDP|SCTP|ICMPv[46])$/;

/** Flattens JSON objects to the columns that are known, remembering what each path means. */
export class JsonColumns {
  readonly #known = new Map<string, Column | null>();
  /** The source of the record read last opened the connection. */
  isInitiator = false;
  readonly #map: ColumnMap | null;
  /** Keys of `map` that some object had, and the paths that were met. */
  readonly #told = new Set<string>();

  constructor(map: ColumnMap | null = null) {
    this.#map = map;
  }

  get hasAllTold(): boolean {
    return this.#map === null || this.#told.size === this.#map.size;
  }

  get names(): string[] {
    return [...this.#known.keys()].map((key) => key.replaceAll('\n', '.'));
  }

  /** The known fields of an object; `MAX_KEYS` bounds what hostile nesting may cost. */
  record(value: object): RawRecord {
    this.isInitiator = false;
    const record: RawRecord = {};
    const strong = new Set<string>();
    let keys = 0;
    const visit = (node: object, path: readonly string[]): void => {
      for (const [key, child] of Object.entries(node)) {
        keys += 1;
        if (keys > MAX_KEYS) return;
        const here = [...path, key];
        // Hubble: the transport is a key.
        if (path.at(-1) === 'l4' && TRANSPORT.test(key)) record.protocol = key;
        if (typeof child === 'object' && child !== null) {
          if (!Array.isArray(child) && here.length < DEEPEST) visit(child, here);
          else if (Array.isArray(child)) this.#list(record, strong, here, child);
        } else this.#set(record, strong, here, child);
      }
    };
    // A results log of osquery: `name` beside the row is that of the query.
    const { columns } = value as { readonly columns?: unknown };
    const hasRow = typeof columns === 'object' && columns !== null && !Array.isArray(columns);
    if (hasRow) visit(columns, []);
    visit(hasRow ? { ...value, name: undefined } : value, []);
    // The endpoint's own address (ECS: `host.ip`) is no end of a connection.
    if (record.remoteAddress === undefined && !strong.has('localAddress')) delete record.localAddress;
    // Beside both ends of a flow an `ip` is that of the computer that tells of it.
    if (!strong.has('remoteAddress') && record.sourceAddress !== undefined && record.destinationAddress !== undefined)
      delete record.remoteAddress;
    // Envoy: the path of a request, milliseconds, and bytes as the proxy sees them.
    if ('response_code' in value)
      for (const field of ['processPath', 'duration', 'bytesSent', 'bytesReceived'] as const) delete record[field];
    if (isZeekRequest(value)) ofRequest(record, value);
    // Zeek's own processes are peers of each other.
    if ('ts' in value && 'peer' in value && !/[.:]/.test(String(value.peer))) delete record.remoteAddress;
    // CrowdStrike: the name of the event. Programs have columns of their own there.
    if ('event_simpleName' in value && !strong.has('process')) delete record.process;
    return record;
  }

  /** `Data` of an event that was XML: a list of names and texts. Of any other list only the first value counts. */
  #list(record: RawRecord, strong: Set<string>, path: readonly string[], values: readonly unknown[]): void {
    this.#set(record, strong, path, values[0]);
    for (const value of values.slice(0, MAX_KEYS)) {
      if (typeof value !== 'object' || value === null) return;
      const { '@Name': name, '#text': text } = value as { readonly '@Name'?: unknown; readonly '#text'?: unknown };
      if (typeof name !== 'string') return;
      this.#set(record, strong, ['EventData', name], text);
    }
  }

  #set(record: RawRecord, strong: Set<string>, path: readonly string[], value: unknown): void {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return;
    const column = this.column(path);
    if (column === null || strong.has(column.field)) return;
    const isStrong = rankOf(column) === 2;
    if (!isStrong && record[column.field] !== undefined) return;
    if (isStrong) strong.add(column.field);
    if (column.isInitiator) this.isInitiator = true;
    record[column.field] = String(value);
  }

  /** What a path means, or null. */
  column(path: readonly string[]): Column | null {
    const key = path.join('\n');
    let column = this.#known.get(key);
    if (column === undefined) {
      column = this.#mapped(path);
      if (this.#known.size < 10_000) this.#known.set(key, column);
    }
    return column;
  }

  /** The user names a key by its whole path or by its end. */
  #mapped(path: readonly string[]): Column | null {
    if (this.#map === null) return columnOfPath(path);
    for (const key of [nameKey(path.join('.')), nameKey(path.at(-1) ?? '')]) {
      const told = this.#map.get(key);
      if (told === undefined) continue;
      this.#told.add(key);
      return { field: told.field, isWeak: false, isInitiator: false };
    }
    const column = columnOfPath(path);
    return [...this.#map.values()].some(({ field }) => field === column?.field) ? null : column;
  }
}

/** Zeek's requests: `host` is who was asked, `path`, `name` and `service` are no program's. */
function ofRequest(record: RawRecord, value: object): void {
  const { host } = value as { readonly host?: unknown };
  if (typeof host === 'string') record.destinationHost ??= host;
  for (const field of ['host', 'process', 'processPath', 'commandLine', 'services', 'duration'] as const)
    delete record[field];
}

const DEEPEST_LIST = 4;
const MOST_LISTS = 200;

interface List {
  readonly key: string;
  readonly records: readonly object[];
}

/**
 * The records inside a wrapper: `{"connections": [...]}`, `{"hits": {"hits": [...]}}`, `{"snapshot": [...]}`. Of several
 * lists those with both ends of connections, as of a sandbox: `{"network": {"domains": [...], "tcp": [...], "udp": [...]}}`.
 */
export function innerRecords(value: object, columns: JsonColumns): readonly object[] | null {
  const lists: List[] = [];
  const areFlows = ({ records }: List): boolean =>
    records.slice(0, 5).some((record) => hasBothEnds(columns.record(record)));
  listsIn(value, 0, lists, areFlows);
  const flows = lists.filter(areFlows);
  const chosen = flows.length > 0 ? flows : lists.slice(0, 1);
  if (chosen.length === 0) return null;
  return chosen.flatMap(({ key, records }) =>
    TRANSPORT.test(key.toUpperCase()) ? records.map((record) => ({ protocol: key, ...record })) : records,
  );
}

/** `areFlows`: what is in their records is no list of connections (Fleet: a list of hosts, each with its rows). */
function listsIn(value: object, depth: number, lists: List[], areFlows: (list: List) => boolean): void {
  for (const [key, child] of Object.entries(value)) {
    if (lists.length >= MOST_LISTS) return;
    if (Array.isArray(child)) {
      const records = child.filter((item): item is object => typeof item === 'object' && item !== null);
      const list = { key, records };
      if (records.length > 0) lists.push(list);
      if (depth < DEEPEST_LIST && records.length > 0 && !areFlows(list))
        for (const record of records.slice(0, MOST_LISTS)) listsIn(record, depth + 1, lists, areFlows);
    } else if (typeof child === 'object' && child !== null && depth < DEEPEST_LIST)
      listsIn(child, depth + 1, lists, areFlows);
  }
}

function hasBothEnds({ localAddress, remoteAddress, sourceAddress, destinationAddress }: RawRecord): boolean {
  return (
    (sourceAddress !== undefined && destinationAddress !== undefined) ||
    (localAddress !== undefined && remoteAddress !== undefined)
  );
}
