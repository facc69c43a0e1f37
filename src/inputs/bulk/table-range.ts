import type { Connection } from '../../model/connection.js';
import type { BadLine } from '../../model/input.js';
import type { Head } from '../format.js';
import { fileFrom } from './_file-from.js';
import { type Listeners, type PlanFacts, TablePlan } from './table-plan.js';
import { TableScan } from './table-scan.js';
import type { SumsPart } from './table-sums.js';

/** More rows than this that are read by lines are not handed over between threads. */
const ODD_KEPT = 20_000;

/** The lines from the first one that starts at `from` or later to the end of the file. */
export interface TableJob {
  readonly kind: 'table';
  readonly path: string;
  readonly from: number;
  readonly head: Head;
  readonly plan: PlanFacts;
  readonly listeners: Listeners | null;
  readonly keptClasses: readonly string[];
  /** Two numbers: not 0 when reading is to stop, and when all starts that may be kept come before this range. */
  readonly signals: Int32Array;
}

/** What a range held. Lines are counted from its first one on. */
export interface TableResult {
  readonly sums: SumsPart;
  /** Texts of its kinds, by number. */
  readonly kinds: readonly string[];
  readonly odd: readonly Connection[];
  /** Rows that `odd` are: second ends among them are none. */
  readonly oddRows: number;
  readonly badLines: readonly BadLine[];
  readonly badLineCount: number;
  readonly isStopped: boolean;
}

/** Reads a range; null when it has more odd rows than are worth handing over. */
export async function readTable(job: TableJob): Promise<TableResult | null> {
  const plan = new TablePlan(job.plan);
  plan.listeners = job.listeners;
  const odd: Connection[] = [];
  const sink = { connection: (connection: Connection) => void odd.push(connection), keptClasses: job.keptClasses };
  const scan = await TableScan.open(plan, job.head, sink);
  // From one byte before, so that a line right at the border is seen to start there.
  const start = job.from - 1;
  const file = fileFrom(job.path, start);
  const window = scan.window(file.fill, start);
  scan.startAmidst(plan.layout?.header ?? null);
  let isStopped = false;
  let more = window.seekLine();
  while (more && odd.length <= ODD_KEPT && !isStopped) {
    window.scan(Infinity);
    isStopped = Atomics.load(job.signals, 0) !== 0;
    if (Atomics.load(job.signals, 1) !== 0) scan.sums.dropStarts();
    more = window.load();
    if (!more) window.scan(Infinity);
  }
  file.close();
  scan.scanner.flush();
  scan.reader.end();
  if (odd.length > ODD_KEPT) return null;
  const { sums, kinds, collector } = scan;
  const { rows, badLines, badLineCount } = collector;
  return { sums: sums.part(), kinds: kinds.keys, odd, oddRows: rows, badLines, badLineCount, isStopped };
}
