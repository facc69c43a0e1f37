import type { ByteSource, Head } from '../format.js';
import type { BulkReader } from './bulk-reader.js';
import { BulkScan } from './bulk-scan.js';
import { type BulkOptions, WindowsBulk } from './windows-bulk.js';

export type { BulkReader, BulkResult } from './bulk-reader.js';
export type { BulkOptions } from './windows-bulk.js';

/** Rows of the head that must be plain, for each line that is odd: below it, reading lines is as quick. */
const PLAIN_PER_ODD = 8;
const ENOUGH_ROWS = 50;

/**
 * The bulk reader for a big input that starts with `head`, or null when there is none for it: owner lines (`-b`),
 * names (without `-n`), UTF-16 and every other format are read line by line.
 */
export function openBulk(head: Head, _source: ByteSource, options: BulkOptions = {}): BulkReader | null {
  if (head.encoding.startsWith('utf-16') || !head.bytes.includes(0x0a)) return null;
  const trial = BulkScan.tryHead(head);
  const { rows } = trial.scanner;
  return rows >= ENOUGH_ROWS && rows > trial.oddLines * PLAIN_PER_ODD ? new WindowsBulk(head, options, trial) : null;
}
