import { parentPort } from 'node:worker_threads';
import { type HashJob, hashFile, type RangeJob, readRange } from './range-job.js';
import { readTable, type TableJob } from './table-range.js';

// One job, then the thread ends.
parentPort?.once('message', (job: RangeJob | TableJob | HashJob) => {
  if (job.kind === 'hash') parentPort?.postMessage(hashFile(job.path, job.until), []);
  else if (job.kind === 'table') void handOverTable(job);
  else void handOver(job);
});

async function handOver(range: RangeJob): Promise<void> {
  const result = await readRange(range);
  parentPort?.postMessage(result, result === null ? [] : [result.rows.buffer]);
}

async function handOverTable(range: TableJob): Promise<void> {
  const result = await readTable(range);
  if (result === null) return parentPort?.postMessage(null, []);
  const { peers, flows, pairs, others, starts } = result.sums;
  const { remoteOf, times, bytesSent, unanswered } = starts;
  const columns = [peers, flows, pairs, others, remoteOf, times, bytesSent, unanswered];
  parentPort?.postMessage(
    result,
    columns.map(({ buffer }) => buffer),
  );
}
