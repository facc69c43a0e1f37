import { extractAddresses } from '../address/extract.js';
import { type Delimiter, splitCells } from './_delimited.js';
import { canConnect, type Column, columnOf, columnOfPath, type Field, normalName } from './_table-columns.js';
import { blankColumns } from './_table-bare.js';
import { type ColumnMap, nameKey } from './column-map.js';
import { isAddress } from './_sole-end.js';
import { isProgram } from './_program-name.js';
import { zeekColumn, zeekPath, zeekProtocol, zeekRow } from './_zeek-logs.js';
import type { Head } from './format.js';

const DELIMITERS: readonly Delimiter[] = ['\t', ';', '|', ',', 'blanks'];
const HEADER_WITHIN = 60;

/** Where a table's header is and what its columns mean. */
export interface Layout {
  readonly delimiter: Delimiter;
  readonly columns: readonly (Column | null)[];
  /** The header's text, so that a repeated one is no row; empty: the rows have none. */
  readonly header: string;
  /** Nothing but blanks part its names. */
  readonly isBare: boolean;
  /** Announced by `#fields`: other lines with a `#` are comments. */
  readonly isMarked: boolean;
  /** What each row is carried by where no column says so: one of Zeek's logs. */
  readonly protocol?: string;
  /** Where the dashes of a rule under the header stand: a row with fewer cells than there are columns is cut by them. */
  readonly spans?: readonly { readonly from: number; readonly to: number }[];
  /** Date and time in two columns; -1: in one or none. */
  readonly dateAt: number;
  readonly timeAt: number;
}

/** The fields that some column has. */
export function fieldsOf(columns: readonly (Column | null)[]): Set<Field> {
  const fields = new Set<Field>();
  for (const column of columns) if (column !== null) fields.add(column.field);
  return fields;
}

/** `#fields` of Zeek, `#Fields:` of W3C logs (Windows Firewall): the kind, and the names without the mark. */
function markedHeader(line: string): { names: string; delimiters: readonly Delimiter[]; isW3c: boolean } | null {
  const mark = /^#(?:(fields)[\t ]|(Fields):[\t ]*)/.exec(line);
  if (mark === null) return null;
  const isW3c = mark[2] !== undefined;
  const names = line.slice(mark[0].length);
  // A page or a terminal may have turned Zeek's tabs to blanks.
  return { names, delimiters: isW3c || !names.includes('\t') ? ['blanks'] : ['\t'], isW3c };
}

/** Fields found in one header line, or null when it isn't one. `next` is the line after it, `path` which log Zeek says it is. */
function layoutOf(line: string, next: string, path: string | null): Layout | null {
  // A quoted name that a colon follows is a key of JSON, which a log put something before. RouterOS lists its columns.
  if (line.length > 20_000 || /"\s?:|^\s*Columns: /.test(line)) return null;
  const marked = markedHeader(line);
  for (const delimiter of marked?.delimiters ?? DELIMITERS) {
    // Any sentence has blanks: only a rule of dashes (Format-Table) makes them columns.
    if (delimiter === 'blanks' && marked === null && !/^\s*-+(?:\s+-+)+\s*$/.test(next)) continue;
    const names = marked === null ? namesOver(line, next, delimiter) : splitCells(marked.names, delimiter);
    if (names === null || names.length < 2) continue;
    const isProxy = names.includes('r-ip');
    const meaning = (name: string): Column | null => {
      if (marked?.isW3c === true) return w3cColumn(name, isProxy);
      return path === null || path === 'conn' ? columnNamed(name) : zeekColumn(name, path);
    };
    const named = names.map(meaning);
    const columns = marked === null ? inContext(names, named, splitCells(next, delimiter) ?? []) : named;
    const strong = columns.filter((column) => column !== null && !column.isWeak);
    const isListing = listsSockets(fieldsOf(strong)) || holdsAddress(columns, splitCells(next, delimiter) ?? []);
    if (strong.length >= 2 && listsSockets(fieldsOf(columns)) && isListing && !names.some(looksLikeValue)) {
      const dateAt = names.findIndex((name) => name.trim().toLowerCase() === 'date');
      const timeAt = names.findIndex((name) => name.trim().toLowerCase() === 'time');
      return {
        delimiter: hasWideGaps(line, names, delimiter) ? 'wide' : delimiter,
        columns,
        header: line,
        isMarked: marked !== null,
        isBare: false,
        ...(delimiter === 'blanks' && marked === null ? { spans: spansOf(next) } : {}),
        ...(path === null || path === 'conn' ? {} : { protocol: zeekProtocol(path) }),
        dateAt: timeAt < 0 ? -1 : dateAt,
        timeAt,
      };
    }
  }
  return null;
}

/** Names of two words, and two blanks between the columns. */
function hasWideGaps(line: string, names: readonly string[], delimiter: Delimiter): boolean {
  const hasBlanks = delimiter === 'blanks' && names.some((name) => name.includes(' '));
  return hasBlanks && splitCells(line, 'wide')?.length === names.length;
}

/** A rule with fewer parts than there are words: names of several words, two blanks between columns. */
function namesOver(line: string, rule: string, delimiter: Delimiter): string[] | null {
  const names = splitCells(line, delimiter);
  if (delimiter !== 'blanks' || names === null) return names;
  const parts = splitCells(rule, 'blanks')?.length;
  if (parts === names.length) return names;
  const wide = splitCells(line, 'wide');
  return wide?.length === parts ? wide : namesByRule(line, rule);
}

/** One blank is all that parts columns which are as wide as their names: the rule has a gap there. */
function namesByRule(line: string, rule: string): string[] {
  const spans = spansOf(rule);
  return spans.map(({ from }, at) => line.slice(from, spans[at + 1]?.from).trim());
}

function spansOf(rule: string): { from: number; to: number }[] {
  return [...rule.matchAll(/-+/g)].map(({ index, 0: dashes }) => ({ from: index, to: index + dashes.length }));
}

/** Names that mean something else beside others. */
function inContext(
  names: readonly string[],
  columns: readonly (Column | null)[],
  row: readonly string[],
): (Column | null)[] {
  const known = new Set(names.map(normalName));
  const fields = fieldsOf(columns);
  const renamed: Readonly<Record<string, Field | null | undefined>> = {
    // The endpoint's own address is no end of a connection where both are told (ECS).
    hostip: fields.has('remoteAddress') ? 'localAddress' : null,
    // GlassWire, Burp: the name that led to the address. Other lists of addresses have our computers there.
    host: known.has('ip') && (known.has('url') || known.has('country')) ? 'remoteHost' : 'host',
    // AutoMacTC calls the columns of netstat so, whose queues stand before them.
    srcip: known.has('recvq') ? 'localAddress' : 'sourceAddress',
    srcport: known.has('recvq') ? 'localPort' : 'sourcePort',
    dstip: known.has('recvq') ? 'remoteAddress' : 'destinationAddress',
    dstport: known.has('recvq') ? 'remotePort' : 'destinationPort',
    // Which way a packet crosses the firewall's interface says nothing of who called.
    dir: known.has('interface') ? null : 'direction',
    // The same three letters in tables of a web server (`s-ip`, `c-ip`) and of SiLK (`sIP`, `dIP`).
    sip: known.has('cip') ? 'localAddress' : known.has('dip') ? 'sourceAddress' : null,
    cip: known.has('sip') ? 'remoteAddress' : null,
    sport: known.has('cip') ? 'localPort' : 'sourcePort',
    dip: known.has('sip') ? 'destinationAddress' : null,
    pro: known.has('dip') ? 'protocol' : null,
    // NetworkMiner: of a file that went over the connection.
    path: fields.has('destinationAddress') && !fields.has('pid') && !fields.has('process') ? null : 'processPath',
    // Dionaea calls the addresses so.
    localhost: known.has('remotehost') && !fields.has('localAddress') ? 'localAddress' : null,
    remotehost: known.has('localhost') && !fields.has('remoteAddress') ? 'remoteAddress' : 'remoteHost',
    // Little Snitch: the far end, and the port of the end that was called.
    ipaddress: known.has('connectingexecutable') ? 'remoteAddress' : null,
    port: known.has('connectingexecutable') ? 'calledPort' : 'remotePort',
  };
  const meant = columns.map((column, at) => {
    const field = renamed[normalName(names[at] ?? '')];
    if (field === undefined) return column;
    return field === null ? null : { isWeak: column?.isWeak ?? false, isInitiator: false, field };
  });
  return withoutApplication(names, endsInRow(withoutStray(meant), row), row);
}

/** Beside both ends of a flow an `ip` is that of the computer that tells of it. */
function withoutStray(columns: readonly (Column | null)[]): (Column | null)[] {
  const fields = fieldsOf(columns);
  const isFlow = fields.has('sourceAddress') && fields.has('destinationAddress');
  return columns.map((column) =>
    isFlow && column?.isWeak === true && column.field === 'remoteAddress' ? null : column,
  );
}

/**
 * Where no column of an address stands beside it, a column of hosts is one if the row below holds an address there; and a
 * table of where something came from, and nothing of where it went, has its far ends there (Wazuh's `data.srcip`).
 */
function endsInRow(columns: readonly (Column | null)[], row: readonly string[]): (Column | null)[] {
  const fields = fieldsOf(columns);
  const holds = (field: Field): boolean => columns.some((column, at) => column?.field === field && isAddress(row[at]));
  const isWithout = !fields.has('remoteAddress') && !fields.has('sourceAddress') && !fields.has('destinationAddress');
  const renamed = new Map<Field, Field>();
  if (isWithout && fields.has('destinationHost') && holds('sourceHost'))
    renamed.set('sourceHost', 'sourceAddress').set('destinationHost', 'destinationAddress');
  if (isWithout && holds('remoteHost')) renamed.set('remoteHost', 'remoteAddress');
  const hasOtherEnd = [...fields].some((field) => /^(?:local|remote|destination)(?:Address|Host)$/.test(field));
  if (!hasOtherEnd && holds('sourceAddress'))
    renamed.set('sourceAddress', 'remoteAddress').set('sourcePort', 'remotePort').set('destinationPort', 'localPort');
  return columns.map((column) => {
    const field = column === null ? undefined : renamed.get(column.field);
    return column === null || field === undefined ? column : { ...column, field };
  });
}

/** Firewalls call what they take a flow for its application: `ssl` is no program. */
function withoutApplication(
  names: readonly string[],
  columns: readonly (Column | null)[],
  row: readonly string[],
): (Column | null)[] {
  const fields = fieldsOf(columns);
  const isOfProgram = fields.has('pid') || fields.has('processPath') || !fields.has('sourceAddress');
  return columns.map((column, at) => {
    if (isOfProgram || column?.field !== 'process' || !/(?:^|\.)app(?:lication)?$/i.test(names[at]?.trim() ?? ''))
      return column;
    return isProgram(row[at] ?? '') ? column : null;
  });
}

/** Get-NetUDPEndpoint has no far ends, and is a listing of sockets all the same. */
function listsSockets(fields: ReadonlySet<Field>): boolean {
  return canConnect(fields) || (fields.has('localAddress') && fields.has('localPort'));
}

/** `Address` may be of anything: the row below has an address there. */
function holdsAddress(columns: readonly (Column | null)[], row: readonly string[]): boolean {
  return columns.some(
    (column, at) =>
      column?.isWeak === true &&
      column.field.endsWith('Address') &&
      extractAddresses(row[at] ?? '').next().done !== true,
  );
}

/** JSON made a table has paths for names: `jsonPayload.connection.src_ip`, in BigQuery with `_` between the parts. */
function columnNamed(text: string): Column | null {
  const name = text.replace(/^\s*jsonPayload_(?:connection_)?/i, '');
  const path = name.trim().split('.', 9);
  // `remote_address.port` (GRR) is no address with its port.
  const port = path.at(-1) === 'port' ? columnOfPath(path) : null;
  return port ?? columnOf(name) ?? (path.length > 1 ? columnOfPath(path) : null);
}

/** pfirewall.log calls the direction `path`; web servers name client and server, and a proxy (`r-ip`) its remote end. */
const W3C: Readonly<Record<string, Field>> = {
  path: 'direction',
  'c-ip': 'remoteAddress',
  'c-port': 'remotePort',
  's-ip': 'localAddress',
  's-port': 'localPort',
};
const W3C_PROXY: Readonly<Record<string, Field>> = {
  'c-ip': 'localAddress',
  'c-port': 'localPort',
  'r-ip': 'remoteAddress',
  'r-port': 'remotePort',
  'cs-host': 'remoteHost',
  'cs-uri-port': 'remotePort',
};

function w3cColumn(name: string, isProxy: boolean): Column | null {
  const field = (isProxy ? W3C_PROXY : W3C)[name.toLowerCase()];
  return field === undefined ? columnOf(name) : { field, isWeak: false, isInitiator: false };
}

/** A header has names, not addresses or numbers. */
function looksLikeValue(name: string): boolean {
  return /^\s*"?(?:\d+|\d+\.\d+\.\d+\.\d+(?::\d+)?)"?\s*$/.test(name);
}

/** The first line of the head that names a remote address, or both ends of a flow. */
export function findLayout(head: Head): Layout | null {
  const lines = Math.min(head.lines.length, HEADER_WITHIN);
  const path = zeekPath(head.text);
  for (let i = 0; i < lines; i += 1) {
    const layout = layoutOf(head.lines[i] ?? '', head.lines[i + 1] ?? '', path);
    if (layout !== null) return layout;
  }
  // Zeek announces its columns: a log without both ends has none.
  return path !== null ? null : bareLayout(head.lines.slice(0, lines + 2));
}

/** Nothing but blanks between the names, or no names at all. */
function bareLayout(lines: readonly string[]): Layout | null {
  const unmarked = { isMarked: false, isBare: true, dateAt: -1, timeAt: -1 };
  for (const [index, header] of lines.entries()) {
    const bare = zeekRow(header);
    if (bare !== null) return { ...unmarked, ...bare, isBare: false, delimiter: '\t', header: '' };
    const row = lines.slice(index + 1, index + 4).find((line) => /\d/.test(line)) ?? '';
    const found = row === '' ? null : blankColumns(header, row);
    if (found !== null) return { ...unmarked, ...found, header };
  }
  return null;
}

/** The header line that has every column of `map`, and which columns the likeliest header has when there is none. */
export function findMapped(
  head: Head,
  map: ColumnMap,
): { readonly layout: Layout | null; readonly names: readonly string[] } {
  let likeliest: readonly string[] = [];
  for (const line of head.lines.slice(0, HEADER_WITHIN)) {
    if (line.length > 20_000) continue;
    const marked = markedHeader(line);
    for (const delimiter of marked?.delimiters ?? DELIMITERS) {
      const names = (splitCells(marked?.names ?? line, delimiter) ?? []).map((name) => name.trim());
      if ([...map.keys()].every((key) => names.some((name) => nameKey(name) === key))) {
        const columns = mappedColumns(names, map);
        const layout = {
          delimiter,
          columns,
          header: line,
          isMarked: marked !== null,
          isBare: false,
          dateAt: -1,
          timeAt: -1,
        };
        return { layout, names };
      }
      if (delimiter !== 'blanks' && names.length > likeliest.length && !names.some(looksLikeValue)) likeliest = names;
    }
  }
  return { layout: null, names: likeliest };
}

/** What the user says of a column goes before what its name says, and no other column may say the same. */
function mappedColumns(names: readonly string[], map: ColumnMap): (Column | null)[] {
  const told = new Set([...map.values()].map(({ field }) => field));
  return names.map((name) => {
    const field = map.get(nameKey(name))?.field;
    if (field !== undefined) return { field, isWeak: false, isInitiator: false };
    const column = columnOf(name);
    return column === null || told.has(column.field) ? null : column;
  });
}
