import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../test/scratch-folder.js';
import { dismissThread, prepareThread, startThreads, THREADS_FROM_BYTES } from './threads.js';

test.runIf(availableParallelism() > 1)('outlives a file that vanishes before it is hashed', async () => {
  const folder = scratchFolder('threads');
  const unhandled: unknown[] = [];
  const listener = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', listener);
  const threads = startThreads(join(folder, 'gone.txt'), 1000, () => ({}), {
    worker: pathToFileURL(join(folder, 'no-worker.mjs')),
  });
  expect(await threads?.range).toBeNull();
  await new Promise((resume) => setTimeout(resume, 200));
  process.off('unhandledRejection', listener);
  expect(unhandled).toEqual([]);
  await expect(threads?.sha256).rejects.toThrow('ENOENT');
});

test.runIf(availableParallelism() > 1)('gives its job to the thread that was started for it', async () => {
  const folder = scratchFolder('threads');
  const file = pathToFileURL(join(folder, 'worker.mjs'));
  const started = join(folder, 'started');
  const lines = [
    "import { appendFileSync } from 'node:fs';",
    "import { parentPort } from 'node:worker_threads';",
    `appendFileSync(${JSON.stringify(started)}, '.');`,
    "parentPort.once('message', (job) => parentPort.postMessage(job.text, []));",
  ];
  writeFileSync(file, lines.join('\n'));
  const answer = (text: string) => startThreads('x', 1000, () => ({ text }), { worker: file, hash: false })?.range;
  prepareThread(THREADS_FROM_BYTES - 1, file);
  expect(await answer('small')).toBe('small');
  // One thread waits, however often it is asked for.
  prepareThread(THREADS_FROM_BYTES, file);
  prepareThread(THREADS_FROM_BYTES, file);
  expect(await answer('big')).toBe('big');
  expect(readFileSync(started, 'latin1')).toBe('..');
  prepareThread(THREADS_FROM_BYTES, file);
  dismissThread();
  expect(await answer('after all')).toBe('after all');
});
