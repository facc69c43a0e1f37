import type { FlowSink } from '../../model/flow-group.js';
import type { ByteSource, CaptureFacts, Head } from '../format.js';
import { windowsNetstat } from '../windows-netstat.js';
import { Examples, mergedSpots } from './_facts.js';
import type { BulkOptions, BulkReader, BulkResult } from './bulk-reader.js';
import { BulkRows } from './bulk-rows.js';
import { BulkScan } from './bulk-scan.js';
import { LINE, LOCAL, LOCAL_TOKEN, MANNER, REMOTE_TOKEN, STRIDE } from './flow-table.js';
import { type RangeJob, rangeJob, type RangeResult } from './range-job.js';
import { Reading } from './reading.js';
import { startThreads, type Threads, THREADS_FROM_BYTES } from './threads.js';

const KEPT_BAD_LINES = 1_000;

/** Windows netstat with numbers (`-n`, `-an`, `-ano`) by bytes: see `RowScanner`. */
export class WindowsBulk implements BulkReader {
  readonly format = windowsNetstat.name;
  readonly encoding = null;
  readonly #head: Head;
  readonly #options: BulkOptions;
  readonly #listeners: readonly number[];

  /** `trial` is the head as it was scanned alone. */
  constructor(head: Head, options: BulkOptions = {}, trial = BulkScan.tryHead(head)) {
    this.#head = head;
    this.#options = options;
    this.#listeners = trial.listeners;
  }

  async read(source: ByteSource, firstChunk: Uint8Array, sink: FlowSink): Promise<BulkResult> {
    const scan = await BulkScan.open(this.#head, sink, this.#listeners, source.size ?? 0);
    const threads = this.#threads(source, sink);
    const reading = new Reading(scan, source, firstChunk, threads, this.#options);
    let isStopped = await reading.ownPart();
    scan.scanner.finish();
    if (threads !== null && !isStopped) {
      // Meanwhile, the other thread may still be reading.
      scan.table.sort(scan.addresses.ranks());
      const range = await threads.range;
      if (range === null) {
        isStopped = await reading.rest();
        scan.scanner.finish();
      } else isStopped = takeIn(scan, range);
    }
    const facts = this.#finish(scan);
    const { rows, badLines, badLineCount } = scan.collector;
    return { facts, rows, badLines, badLineCount, sha256: reading.sha256(), partial: isStopped };
  }

  #threads(source: ByteSource, { addressCounts }: FlowSink): Threads<RangeResult> | null {
    const { path, size } = source;
    if (path === null || size === null || size < (this.#options.threadsFromBytes ?? THREADS_FROM_BYTES)) return null;
    const rowsAlone = addressCounts !== undefined;
    const jobOf = (from: number, stop: Int32Array): RangeJob =>
      rangeJob({ path, head: this.#head, listeners: this.#listeners, from, bytes: size - from, rowsAlone, stop });
    return startThreads(path, size, jobOf, this.#options);
  }

  #finish(scan: BulkScan): CaptureFacts {
    const { table, addresses, collector, reader } = scan;
    table.settle();
    const rows = new BulkRows(table, addresses);
    rows.emit(collector);
    scan.isDeaf = true;
    const examples = new Examples(reader);
    for (const at of table.firstOfKinds()) examples.show(rows.at(at));
    const facts = reader.end();
    return { ...facts, blindSpots: [...facts.blindSpots, ...mergedSpots(table.coarseness)] };
  }
}

/** Adds what another thread read after the rows read here; true when it was stopped early. */
function takeIn(scan: BulkScan, range: RangeResult): boolean {
  const { table, tokens, addresses, collector, scanner } = scan;
  const lines = scanner.line - 1;
  const { rows } = range;
  const numbers = tokens.addList(range.tokens, range.tokenOrder);
  for (let from = 0; from < rows.length; from += STRIDE) {
    if ((rows[from + MANNER] & REMOTE_TOKEN) !== 0) rows[from] = numbers[rows[from]];
    if ((rows[from + MANNER] & LOCAL_TOKEN) !== 0) rows[from + LOCAL] = numbers[rows[from + LOCAL]];
    rows[from + LINE] += lines;
  }
  table.merge(rows, range.coarseness, addresses.ranks());
  range.rows = new Uint32Array(0);
  for (const connection of range.odd) collector.connection({ ...connection, line: connection.line + lines });
  for (const bad of range.badLines) {
    if (collector.badLines.length < KEPT_BAD_LINES) collector.badLines.push({ ...bad, line: bad.line + lines });
  }
  collector.badLineCount += range.badLineCount;
  return range.isStopped;
}
