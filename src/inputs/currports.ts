import { splitCells } from './_delimited.js';
import { KeyValueBlocks } from './_key-value.js';
import { countRows, Rows } from './_rows.js';
import { columnOf } from './_table-columns.js';
import { findLayout } from './_table-layout.js';
import type { RawRecord } from './_table-record.js';
import { decodeEntities } from './_xml-text.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format (/stext; /scomma without header):
// Remote Address    : 198.51.100.7
// example.exe,4242,TCP,52310,,192.168.1.20,443,https,198.51.100.7,host.example,Established,C:\Program Files\Example\example.exe

/** The order of columns since version 1.0; newer ones add theirs at the end. */
const ORDER: readonly (keyof RawRecord | null)[] = [
  'process',
  'pid',
  'protocol',
  'localPort',
  null,
  'localAddress',
  'remotePort',
  null,
  'remoteAddress',
  'remoteHost',
  'state',
  'processPath',
  null,
  null,
  null,
  'signer',
  null,
  'user',
  'services',
];

type Kind = 'text' | 'xml' | 'cells';

/** A row by its shape: number, TCP or UDP, port, name, address, and the same of the other end. */
function cellRecord(line: string): RawRecord | null | undefined {
  const cells = splitCells(line, line.includes('\t') ? '\t' : ',');
  const cell = (index: number): string => (cells?.[index] ?? '').trim();
  if (cells === null || !/^\d{0,10}$/.test(cell(1)) || !/^(?:TCP|UDP)$/i.test(cell(2))) return undefined;
  if (cells.length < 11 || !/^\d{0,5}$/.test(cell(3)) || !/^\d{0,5}$/.test(cell(6)) || !/[.:*]|^$/.test(cell(5)))
    return null;
  const record: RawRecord = {};
  ORDER.forEach((field, index) => {
    if (field !== null) record[field] = cell(index);
  });
  return normal(record);
}

/** What the tool writes for what it doesn't know. */
function normal(record: RawRecord): RawRecord {
  const isUnknown = record.process === 'Unknown' || record.process === 'System Process';
  return { ...record, process: isUnknown ? '' : record.process, remoteAddress: record.remoteAddress || '*' };
}

class CurrportsReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  readonly #kind: Kind;
  readonly #blocks: KeyValueBlocks;
  #record: RawRecord = {};
  #line = 0;

  readonly #tool: string;

  constructor(sink: Sink, kind: Kind, text: string) {
    this.#sink = sink;
    this.#tool = text.includes('<PortItem ') ? 'Redline, w32ports' : 'NirSoft CurrPorts';
    this.#rows = new Rows(sink);
    this.#kind = kind;
    this.#blocks = new KeyValueBlocks((record, line, text) => this.#rows.record(normal(record), line, text));
  }

  line(text: string, number: number): void {
    if (this.#kind === 'text') this.#blocks.line(text, number);
    else if (this.#kind === 'xml') this.#markup(text, number);
    else {
      const record = cellRecord(text);
      if (record === null) this.#sink.badLine(number, text, 'a socket row with cells missing');
      else if (record !== undefined) this.#rows.record(record, number, text);
    }
  }

  /** `<item>`, or `<PortItem created=...>` of Redline, then an element for each column, each on a line of its own or all on one. */
  #markup(text: string, number: number): void {
    for (const match of text.matchAll(
      /<(\/?)(?:item|PortItem)(?: [^<>]{0,400})?>|<([a-z][a-z0-9_]{0,60})>([^<]{0,4096})<\//gi,
    )) {
      const [, slash, name, value] = match;
      if (name !== undefined) this.#field(name, value ?? '', number);
      else if (slash === '/') this.#close(text);
      else [this.#record, this.#line] = [{}, number];
    }
  }

  #field(name: string, value: string, number: number): void {
    const column = columnOf(name);
    if (column === null || this.#record[column.field] !== undefined) return;
    // The start of the item was lost.
    if (this.#line === 0) this.#line = number;
    this.#record[column.field] = decodeEntities(value);
  }

  #close(text: string): void {
    const record = this.#record;
    this.#record = {};
    if (record.localAddress !== undefined || record.remoteAddress !== undefined)
      this.#rows.record(normal(record), this.#line, text);
    this.#line = 0;
  }

  end(): CaptureFacts {
    this.#blocks.close();
    const blindSpots = this.#rows.listingSpots('windows');
    return { tool: this.#tool, language: null, os: 'windows', blindSpots };
  }
}

function kindOf(head: Head): Kind | null {
  if (/<connections_list>|<item>\s*<process_name>|<PortItem /i.test(head.text)) return 'xml';
  if (
    /^={20,}\s*$/m.test(head.text) &&
    /^Remote Address\s*: /m.test(head.text) &&
    /^Process Name\s*: /m.test(head.text)
  )
    return 'text';
  if (!/[,\t](?:TCP|UDP)[,\t]\d*[,\t]/i.test(head.text)) return null;
  if (findLayout(head) !== null || /^#(?:separator|fields)\b/m.test(head.text)) return null;
  return countRows(head.lines, (line) => cellRecord(line) != null, 3) > 0 ? 'cells' : null;
}

/** What NirSoft CurrPorts saves, except where a header or JSON keys make it a plain table. */
export const currports: InputFormat = {
  name: 'currports',
  title: 'NirSoft CurrPorts',
  reads: [
    {
      tool: 'CurrPorts',
      versions: '1.x and 2.x: /stext, /sxml, /scomma and /stab without header',
      link: 'https://www.nirsoft.net/utils/cports.html',
    },
    {
      tool: 'Redline, FireEye HX',
      versions: 'w32ports audits as XML',
      link: 'https://fireeye.market/apps/211364',
    },
  ],
  sniff: (head) => (kindOf(head) === null ? 0 : 0.97),
  open: (head, sink) => new CurrportsReader(sink, kindOf(head) ?? 'cells', head.text),
};
