import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Connection } from '../../model/connection.js';
import type { BadLine } from '../../model/input.js';
import type { Head } from '../format.js';
import { fileFrom } from './_file-from.js';
import { BulkScan } from './bulk-scan.js';
import type { TokenList } from './token-arena.js';

const CHUNK = 262_144;
/** More rows than this that no scanner can read are not handed over between threads. */
const ODD_KEPT = 20_000;

export interface HashJob {
  readonly kind: 'hash';
  readonly path: string;
  /** Bytes from the start on that are hashed; Infinity for all. */
  readonly until: number;
}

/** The rows from the first one that starts at `from` or later to the end of the file. */
export interface RangeJob {
  readonly kind: 'range';
  readonly path: string;
  readonly from: number;
  /** About how many bytes those are. */
  readonly bytes: number;
  readonly head: Head;
  /** Ports that listen at the head of the file. */
  readonly listeners: readonly number[];
  /** Whether the sink takes `addressCounts`. */
  readonly rowsAlone: boolean;
  /** One number: not 0 when reading is to stop. */
  readonly stop: Int32Array;
}

/** The job for another thread: without what it does not need of the head. */
export function rangeJob(job: Omit<RangeJob, 'kind'>): RangeJob {
  const { head } = job;
  return { ...job, kind: 'range', head: { ...head, text: '', lines: head.lines.slice(0, 400) } };
}

/** What a range held. Lines are counted from its first row on, tokens by their place in `tokens`. */
export interface RangeResult {
  /** Sorted by remote address, tokens last. Whoever has taken them in puts none in their place: they are megabytes. */
  rows: Uint32Array<ArrayBuffer>;
  readonly coarseness: number;
  readonly tokens: TokenList;
  /** The tokens by address. */
  readonly tokenOrder: Uint32Array<ArrayBuffer>;
  readonly odd: readonly Connection[];
  readonly badLines: readonly BadLine[];
  readonly badLineCount: number;
  readonly isStopped: boolean;
}

/** SHA-256 of the first `until` bytes of a file, lower-case hex. */
export function hashFile(path: string, until: number): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  const chunk = new Uint8Array(CHUNK);
  let left = until;
  while (left > 0) {
    const got = readSync(file, chunk, 0, Math.min(CHUNK, left), null);
    if (got === 0) break;
    hash.update(chunk.subarray(0, got));
    left -= got;
  }
  closeSync(file);
  return hash.digest('hex');
}

/** Reads a range; null when it has more odd rows than are worth handing over. */
export async function readRange(job: RangeJob): Promise<RangeResult | null> {
  const odd: Connection[] = [];
  const addressCounts = job.rowsAlone ? () => {} : undefined;
  const sink = { connection: (connection: Connection) => void odd.push(connection), addressCounts };
  const scan = await BulkScan.open(job.head, sink, job.listeners, job.bytes);
  // From one byte before, so that a row right at the border is seen to start there.
  const start = job.from - 1;
  const file = fileFrom(job.path, start);
  const window = scan.window(file.fill, start);
  let isStopped = false;
  let more = window.seekRow();
  while (more && odd.length <= ODD_KEPT && !isStopped) {
    window.scan(Infinity);
    isStopped = Atomics.load(job.stop, 0) !== 0;
    more = window.load();
    if (!more) window.scan(Infinity);
  }
  file.close();
  scan.scanner.finish();
  if (odd.length > ODD_KEPT) return null;
  const { table, tokens, addresses, collector } = scan;
  return {
    rows: table.sorted(addresses.ranks()),
    coarseness: table.coarseness,
    tokens: tokens.list(),
    tokenOrder: addresses.order(),
    odd,
    badLines: collector.badLines,
    badLineCount: collector.badLineCount,
    isStopped,
  };
}
