import type { FlowSink } from '../../model/flow-group.js';
import type { ByteSource, CaptureFacts, Head } from '../format.js';
import { table } from '../table.js';
import { collectGarbage } from './_collect-garbage.js';
import type { BulkOptions, BulkReader, BulkResult } from './bulk-reader.js';
import { Reading } from './reading.js';
import { TableGroups } from './table-groups.js';
import type { TablePlan } from './table-plan.js';
import type { TableJob, TableResult } from './table-range.js';
import { TableScan } from './table-scan.js';
import { startThreads, type Threads, THREADS_FROM_BYTES } from './threads.js';

const KEPT_BAD_LINES = 1_000;

/** Zeek's conn.log, CSV, TSV and JSON records by bytes: see `TableScanner`. */
export class TableBulk implements BulkReader {
  readonly format = table.name;
  readonly encoding = null;
  readonly #plan: TablePlan;
  readonly #head: Head;
  readonly #options: BulkOptions;
  /** Read by the other thread: see `TableJob`. */
  #signals: Int32Array = new Int32Array(2);

  constructor(plan: TablePlan, head: Head, options: BulkOptions = {}) {
    this.#plan = plan;
    this.#head = head;
    this.#options = options;
  }

  async read(source: ByteSource, firstChunk: Uint8Array, sink: FlowSink): Promise<BulkResult> {
    const scan = await TableScan.open(this.#plan, this.#head, sink);
    const threads = this.#threads(source, sink);
    const reading = new Reading(scan, source, firstChunk, threads, this.#options);
    // No start that comes later will be kept: the other thread need not gather any.
    const tell = (): void => void (scan.sums.starts.left === 0 && Atomics.store(this.#signals, 1, 1));
    let isStopped = await reading.ownPart(tell);
    if (threads !== null && !isStopped) {
      const range = await threads.range;
      // A cell whose quotes are still open at the border goes on in what the other thread took for rows.
      const isTaken = range !== null && scan.reader.isPlain;
      if (isTaken) {
        isStopped = takeIn(scan, range);
        if (scan.collector.addressCounts === undefined) collectGarbage();
      } else isStopped = await reading.rest(tell);
    }
    scan.scanner.flush();
    const { rows } = scan;
    const facts = this.#finish(scan, sink);
    const { badLines, badLineCount } = scan.collector;
    const hasPrograms = scan.kinds.namesProgram;
    return { facts, rows, hasPrograms, badLines, badLineCount, sha256: reading.sha256(), partial: isStopped };
  }

  #threads(source: ByteSource, { keptClasses = [] }: FlowSink): Threads<TableResult> | null {
    const { path, size } = source;
    if (path === null || size === null || size < (this.#options.threadsFromBytes ?? THREADS_FROM_BYTES)) return null;
    const { facts: plan, listeners } = this.#plan;
    const head = { ...this.#head, text: '' };
    const jobOf = (from: number, signals: Int32Array): TableJob => {
      this.#signals = signals;
      return { kind: 'table', path, from, head, plan, listeners, keptClasses, signals };
    };
    return startThreads(path, size, jobOf, this.#options);
  }

  /** Hands on what was counted, and lets the line reader tell of all rows. */
  #finish({ sums, kinds, reader, collector }: TableScan, sink: FlowSink): CaptureFacts {
    const { addressCounts, flows } = collector;
    if (addressCounts !== undefined) addressCounts(sums.inCounts());
    else if (flows !== undefined) new TableGroups(sums, kinds).emit(flows);
    const { length, remoteOf, times, bytesSent, unanswered } = sums.starts;
    const { days } = sums;
    if (sums.withTime > 0) sink.starts?.({ length, remoteOf, times, bytesSent, unanswered, days });
    const { counts } = reader;
    counts.rows += sums.rows;
    counts.withTime += sums.withTime;
    // Of these it matters only whether there are any.
    if (kinds.namesProgram) counts.withProgram++;
    if (kinds.namesPid) counts.withPid++;
    return reader.end();
  }
}

/** Adds what another thread read after the rows read here; true when it was stopped early. */
function takeIn(scan: TableScan, range: TableResult): boolean {
  scan.scanner.flush();
  const lines = scan.scanner.line - 1;
  const { collector } = scan;
  const kinds = range.kinds.map((key) => scan.kinds.numberOf(Buffer.from(key, 'latin1')));
  scan.sums.merge(range.sums, kinds, lines);
  for (const connection of range.odd) collector.secondEnd({ ...connection, line: connection.line + lines });
  collector.rows += range.oddRows;
  for (const bad of range.badLines) {
    if (collector.badLines.length < KEPT_BAD_LINES) collector.badLines.push({ ...bad, line: bad.line + lines });
  }
  collector.badLineCount += range.badLineCount;
  return range.isStopped;
}
