import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type HashJob, hashFile } from './range-job.js';

/** Below this a second thread costs more than it saves. */
export const THREADS_FROM_BYTES = 200_000_000;

/** Of the file, what the caller reads: the other thread starts later and hands over what it has read. */
const OWN_SHARE = 0.51;

/** Reading makes little garbage: a small nursery keeps the process small. */
const YOUNG_MB = 4;

export interface Threads<Result> {
  /** Offset from which on another thread reads rows. */
  readonly from: number;
  /** What it read; null when it could not, and the rows are still to be read. */
  readonly range: Promise<Result | null>;
  readonly sha256: Promise<string>;
  /** Ends reading on the other thread; only the first `bytes` are hashed then. */
  stop(bytes: number): void;
}

export interface ThreadOptions {
  readonly worker?: URL | null;
  /** False: nobody will ask for the SHA-256. */
  readonly hash?: boolean;
}

/** The bundled worker beside the bundle that this module is in; null when running from source. */
export function bundledWorker(): URL | null {
  const url = new URL('bulk-worker.cjs', import.meta.url);
  return url.protocol === 'file:' && existsSync(fileURLToPath(url)) ? url : null;
}

/**
 * Starts reading the second half of a file, and then hashing all of it unless told not to, beside the caller. `jobOf` makes the worker's
 * job of where to start and of two shared numbers: the first becomes 1 when it is to stop, the second is the caller's. Null when that can't help: no worker file, or
 * one processor.
 */
export function startThreads<Result>(
  path: string,
  size: number,
  jobOf: (from: number, stop: Int32Array) => object,
  { worker = bundledWorker(), hash = true }: ThreadOptions = {},
): Threads<Result> | null {
  if (worker === null || availableParallelism() < 2) return null;
  const from = Math.floor(size * OWN_SHARE);
  const stop = new Int32Array(new SharedArrayBuffer(8));
  const range = run<Result | null>(worker, jobOf(from, stop)).catch(() => null);
  // Once the rows are read, their thread's memory is free and its caller has them to think about.
  let until = Infinity;
  const hashed = (): Promise<string> => run<string>(worker, hashJob(path, until)).catch(() => hashFile(path, until));
  const sha256 = hash ? range.then(hashed) : Promise.resolve('');
  // Whoever waits for it comes later or never; a file that vanishes until then must not end the process.
  sha256.catch(() => {});
  const end = (bytes: number): void => {
    until = bytes;
    Atomics.store(stop, 0, 1);
  };
  return { from, range, sha256, stop: end };
}

function hashJob(path: string, until: number): HashJob {
  return { kind: 'hash', path, until };
}

/** A thread that was started before its job was known. */
let waiting: { readonly file: URL; readonly worker: Worker } | null = null;

/**
 * Starts a thread that will wait for its job, if an input of `size` bytes should need one: it takes as long to start as the
 * caller to find out what that is. The process doesn't wait for it.
 */
export function prepareThread(size: number | null, file = bundledWorker()): void {
  if (waiting !== null || size === null || size < THREADS_FROM_BYTES) return;
  if (file === null || availableParallelism() < 2) return;
  const worker = start(file);
  worker.unref();
  worker.once('error', dismissThread);
  waiting = { file, worker };
}

/** Ends the thread that waits, if there is one: nobody has a job for it. */
export function dismissThread(): void {
  void waiting?.worker.terminate();
  waiting = null;
}

function run<Result>(file: URL, job: object): Promise<Result> {
  return new Promise((resolve, reject) => {
    const worker = waiting?.file.href === file.href ? waiting.worker : start(file);
    if (worker === waiting?.worker) waiting = null;
    worker.ref();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`worker ended with ${code}`)));
    worker.postMessage(job, []);
  });
}

function start(file: URL): Worker {
  return new Worker(file, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
}
