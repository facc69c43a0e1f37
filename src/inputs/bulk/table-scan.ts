import { GLOBAL_FIRSTS } from '../../address/classify.js';
import type { Connection } from '../../model/connection.js';
import type { FlowSink } from '../../model/flow-group.js';
import { Collector } from '../_collect.js';
import { openDecoder } from '../_encoding.js';
import { TOO_LONG } from '../_lines.js';
import type { Head } from '../format.js';
import { RecordShapes } from './_record-shape.js';
import { BulkWindow, type Fill } from './bulk-window.js';
import { lineDecoder } from './odd-lines.js';
import { TableKernel } from './table-kernel.js';
import { Kinds, placeOf } from './table-kinds.js';
import type { Listeners, TablePlan, TableReader } from './table-plan.js';
import { type OddTableLines, TableScanner } from './table-scanner.js';
import { TableSums } from './table-sums.js';

const MARK_BYTES = 3;
/** Shapes of records that may be learnt in vain. */
const FAILURES = 1_000;
/** A shape is learnt from lines as long as this at most. */
const LONGEST_RECORD = 65_536;

/** Of a head this much is tried at once, and so many rows of it where it need not be all. */
const PIECE = 32_768;
const ROWS_TRIED = 200;

type Decode = (bytes: Uint8Array) => string;

/** A scanner of a table with all it needs: kernel, kinds, sums, a reader for odd lines, and where their rows go. */
export class TableScan {
  readonly kernel: TableKernel;
  readonly kinds: Kinds;
  readonly sums: TableSums;
  readonly collector: Collector;
  readonly reader: TableReader;
  readonly scanner: TableScanner;
  readonly markBytes: number;
  readonly listeners: Listeners;
  #failures = 0;
  readonly #decode: Decode;
  readonly #shapes: RecordShapes | null;

  private constructor(plan: TablePlan, sink: FlowSink, head: Head, decode: Decode, listeners: Listeners) {
    this.#decode = decode;
    this.listeners = listeners;
    this.markBytes = head.encoding === 'utf-8-bom' ? MARK_BYTES : 0;
    this.collector = new Collector(sink);
    this.reader = plan.open(this.collector);
    this.kinds = new Kinds(plan, decode, listeners);
    const keptClasses = plan.endsAlone ? null : (sink.keptClasses ?? []);
    this.sums = new TableSums(this.kinds, { isFlow: plan.isFlow, keptClasses });
    this.kernel = new TableKernel(this.sums.counts.otherIn);
    if (plan.hasPorts) this.kernel.readGlobal(GLOBAL_FIRSTS, this.sums.globalReach);
    this.kernel.expect(plan.texts.length, plan.isFlow, plan.endsAlone);
    const { layout } = plan;
    if (layout === null) this.kernel.readRecords();
    else this.kernel.readDelimited(layout.delimiter, layout.isMarked, plan.columns);
    this.#shapes = layout === null ? new RecordShapes(plan) : null;
    const parts = { kinds: this.kinds, areTokensSure: plan.hasPorts };
    this.scanner = new TableScanner(this.kernel, this.sums, parts, this.#oddLines());
  }

  static async open(plan: TablePlan, head: Head, sink: FlowSink): Promise<TableScan> {
    const decoder = openDecoder(head.bytes);
    const late = decoder.prepare(head.bytes);
    if (late !== null) await late;
    if (head.encoding === 'utf-8-bom') decoder.decode(head.bytes.subarray(0, MARK_BYTES));
    const decode = lineDecoder(decoder);
    plan.listeners ??= plan.endsAlone ? new Map() : TableScan.tryHead(plan, head, decode).listeners;
    return new TableScan(plan, sink, head, decode, plan.listeners);
  }

  /**
   * Scans a head alone, to see what a whole file of it would be like, and which ports listen: rows on them were opened by
   * the other end; where rows are only counted that makes no difference, and its start is enough. Bytes beyond ASCII are read
   * as Latin-1, if nothing else is told.
   */
  static tryHead(
    plan: TablePlan,
    head: Head,
    decode: Decode = (bytes) => Buffer.from(bytes).toString('latin1'),
  ): TableScan {
    const listeners = new Map<string, Set<number>>();
    // Rows that listen are never read by cells.
    const sink = { connection: (connection: Connection) => addListener(listeners, connection) };
    const scan = new TableScan(plan, sink, head, decode, listeners);
    let given = 0;
    const window = scan.window((buffer) => {
      const part = head.bytes.subarray(given, given + Math.min(buffer.length, PIECE));
      buffer.set(part);
      given += part.length;
      return part.length;
    });
    const enough = plan.endsAlone ? ROWS_TRIED : Infinity;
    while (scan.sums.rows + scan.kernel.rows < enough && window.load()) window.scan(Infinity);
    window.scan(Infinity);
    scan.scanner.flush();
    return scan;
  }

  window(fill: Fill, base = 0): BulkWindow {
    const tooLong = (start: Uint8Array, line: number): void =>
      this.collector.badLine(line, this.#decode(start).slice(0, 300), TOO_LONG);
    return new BulkWindow(fill, this.scanner, tooLong, base);
  }

  /** Rows in all: those by cells and those by lines. */
  get rows(): number {
    return this.sums.rows + this.kernel.rows + this.collector.rows;
  }

  #oddLines(): OddTableLines {
    const { reader } = this;
    return {
      get isPlain() {
        return reader.isPlain;
      },
      take: (bytes, line) => {
        const text = this.#decode(bytes);
        reader.line(text.includes('\0') ? text.replaceAll('\0', '') : text, line);
        if (this.#shapes !== null && bytes.length < LONGEST_RECORD) this.#learn(bytes);
      },
    };
  }

  #learn(bytes: Uint8Array): void {
    if (this.#failures >= FAILURES) return;
    const nodes = this.#shapes?.of(Buffer.from(bytes).toString('latin1')) ?? null;
    if (nodes === null || !this.kernel.learn(nodes)) this.#failures++;
  }

  /** No line before it counts: they belong to the thread that reads what comes before. */
  startAmidst(header: string | null): void {
    this.reader.line(header ?? '{}', 0);
  }
}

function addListener(listeners: Map<string, Set<number>>, connection: Connection): void {
  const port = connection.local?.port;
  if (connection.state !== 'listening' || !connection.protocol.startsWith('tcp') || port == null) return;
  const place = placeOf(connection);
  listeners.set(place, (listeners.get(place) ?? new Set()).add(port));
}
