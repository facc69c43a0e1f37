import type { FlowSink } from '../../model/flow-group.js';
import { Collector } from '../_collect.js';
import { openDecoder } from '../_encoding.js';
import { TOO_LONG } from '../_lines.js';
import type { Head, LineReader, Sink } from '../format.js';
import { windowsNetstat } from '../windows-netstat.js';
import { TokenAddresses } from './_token-address.js';
import { BulkWindow, type Fill } from './bulk-window.js';
import { FIRST_PORTS, FLOWS_KEPT, FlowTable, MANNER, manner, STRIDE } from './flow-table.js';
import { headerLines, LineReaderBridge, lineDecoder } from './odd-lines.js';
import { RowScanner } from './row-scanner.js';
import { STATES } from './state-words.js';
import { TokenArena } from './token-arena.js';

/** Lines before the first row tell tool and language: titles, column names, the prompt. */
const HEAD_LINES = 400;
const ROW = /^\s*(?:TCP|UDP)\b/i;
const MARK_BYTES = 3;

/** A scanner with all it needs: table, tokens, line reader for odd lines, and where connections and bad lines go. */
export class BulkScan {
  readonly table: FlowTable;
  readonly tokens = new TokenArena();
  readonly addresses = new TokenAddresses(this.tokens);
  readonly collector: Collector;
  readonly reader: LineReader;
  readonly scanner: RowScanner;
  readonly markBytes: number;
  /** The line reader is shown examples only: nothing of them is to be counted. */
  isDeaf = false;
  /** Odd lines given to the line reader. */
  oddLines = 0;
  readonly #decode: (bytes: Uint8Array) => string;

  private constructor(head: Head, sink: FlowSink, decode: (bytes: Uint8Array) => string, bytes: number) {
    this.table = new FlowTable(bytes, FLOWS_KEPT, sink.addressCounts !== undefined);
    this.collector = new Collector(sink);
    this.reader = windowsNetstat.open(head, this.#gate());
    this.#decode = decode;
    this.markBytes = head.encoding === 'utf-8-bom' ? MARK_BYTES : 0;
    const bridge = new LineReaderBridge(this.#counted(), decode, headerLines(head.bytes, decode));
    this.scanner = new RowScanner(this.table, this.tokens, this.addresses, bridge);
  }

  /**
   * For an input of about so many bytes. `listeners` are ports that listen at the head of the file: rows on them were
   * opened by the other end.
   */
  static async open(head: Head, sink: FlowSink, listeners: readonly number[], bytes: number): Promise<BulkScan> {
    const decoder = openDecoder(head.bytes);
    const late = decoder.prepare(head.bytes);
    if (late !== null) await late;
    if (head.encoding === 'utf-8-bom') decoder.decode(head.bytes.subarray(0, MARK_BYTES));
    const scan = new BulkScan(head, sink, lineDecoder(decoder), bytes);
    for (const port of listeners) scan.scanner.kernel.listen(port);
    scan.isDeaf = true;
    for (const [index, line] of head.lines.slice(0, HEAD_LINES).entries()) {
      if (ROW.test(line)) break;
      scan.reader.line(line, index + 1);
    }
    scan.reader.end();
    scan.isDeaf = false;
    return scan;
  }

  /** Scans a head alone, to see what a whole file of it would be like. Bytes beyond ASCII are read as Latin-1. */
  static tryHead(head: Head): BulkScan {
    const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
    const scan = new BulkScan(head, { connection: () => {} }, latin1, head.bytes.length);
    let given = 0;
    const window = scan.window((buffer) => {
      const part = head.bytes.subarray(given, given + buffer.length);
      buffer.set(part);
      given += part.length;
      return part.length;
    });
    // The last line is probably cut: it is not scanned.
    while (window.load()) window.scan(Infinity);
    scan.scanner.finish();
    return scan;
  }

  window(fill: Fill, base = 0): BulkWindow {
    const tooLong = (start: Uint8Array, line: number) =>
      this.collector.badLine(line, this.#decode(start).slice(0, 300), TOO_LONG);
    return new BulkWindow(fill, this.scanner, tooLong, base);
  }

  /** Rows counted so far. */
  get rows(): number {
    return this.scanner.rows;
  }

  /** TCP ports that listen, of the rows read so far. */
  get listeners(): number[] {
    const { rows, length } = this.table;
    const ports: number[] = [];
    for (let from = 0; from < length * STRIDE; from += STRIDE) {
      const { state, isUdp } = manner(rows[from + MANNER]);
      if (!isUdp && STATES[state] === 'listening') ports.push(rows[from + FIRST_PORTS] & 0xffff);
    }
    return ports;
  }

  #gate(): Sink {
    return {
      connection: (connection) => {
        if (!this.isDeaf) this.collector.connection(connection);
      },
      secondEnd: (connection) => {
        if (!this.isDeaf) this.collector.secondEnd(connection);
      },
      badLine: (line, text, reason) => {
        if (!this.isDeaf) this.collector.badLine(line, text, reason);
      },
    };
  }

  #counted(): LineReader {
    return {
      line: (text, number) => {
        this.oddLines++;
        this.reader.line(text, number);
      },
      end: () => this.reader.end(),
    };
  }
}
