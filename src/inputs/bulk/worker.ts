import { parentPort, workerData } from 'node:worker_threads';
import { type HashJob, hashFile, type RangeJob, readRange } from './range-job.js';

const job: RangeJob | HashJob = workerData;
if (job.kind === 'hash') parentPort?.postMessage(hashFile(job.path, job.until), []);
else void handOver(job);

async function handOver(range: RangeJob): Promise<void> {
  const result = await readRange(range);
  parentPort?.postMessage(result, result === null ? [] : [result.rows.buffer]);
}
