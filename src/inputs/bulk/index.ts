import { isAscii } from 'node:buffer';
import type { FlowSink } from '../../model/flow-group.js';
import type { ByteSource, Head } from '../format.js';
import type { BulkOptions, BulkReader } from './bulk-reader.js';
import { BulkScan } from './bulk-scan.js';
import { TableBulk } from './table-bulk.js';
import { planOf } from './table-plan.js';
import { TableScan } from './table-scan.js';
import { WindowsBulk } from './windows-bulk.js';

export { collectGarbage } from './_collect-garbage.js';
export { dismissThread, prepareThread } from './threads.js';

/** See `startsRow`. */
const ROW_START = /\n {2}(?:TCP|UDP) /;

/** Rows of the head that must be plain, for each line that is odd: below it, reading lines is as quick. */
const PLAIN_PER_ODD = 8;
const ENOUGH_ROWS = 50;
/** Here an odd line costs what it costs without this, and a plain one a twentieth. */
const PLAIN_PER_ODD_IN_TABLES = 1;

/**
 * The bulk reader for a big input that starts with `head`, or null when there is none for it: owner lines (`-b`),
 * names (without `-n`), UTF-16 and every other format are read line by line.
 */
export function openBulk(head: Head, _source: ByteSource, options: BulkOptions = {}): BulkReader | null {
  if (head.encoding.startsWith('utf-16') || !ROW_START.test(head.text)) return null;
  const trial = BulkScan.tryHead(head);
  const { rows } = trial.scanner;
  return rows >= ENOUGH_ROWS && rows > trial.oddLines * PLAIN_PER_ODD ? new WindowsBulk(head, options, trial) : null;
}

/**
 * The same for a table, once its format is recognised as that. Null without rows that can be read by cells, and where
 * each row is to be seen by itself.
 */
export function openTableBulk(head: Head, sink: FlowSink, options: BulkOptions = {}): BulkReader | null {
  if (head.encoding.startsWith('utf-16') || !head.bytes.includes(0x0a) || sink.flows === undefined) return null;
  const plan = planOf(head, sink.addressCounts !== undefined);
  if (plan === null) return null;
  const { scanner, sums, listeners, reader } = TableScan.tryHead(plan, head);
  if (isAscii(head.bytes)) plan.listeners = listeners;
  // A log without any flow is left to the line reader: its alerts are rows then.
  const isPlain = sums.rows >= ENOUGH_ROWS && sums.rows > scanner.oddLines * PLAIN_PER_ODD_IN_TABLES;
  return isPlain && reader.hasSoles !== true ? new TableBulk(plan, head, options) : null;
}
