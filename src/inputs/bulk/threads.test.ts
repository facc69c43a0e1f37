import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { startThreads } from './threads.js';

test.runIf(availableParallelism() > 1)('outlives a file that vanishes before it is hashed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'farend-threads-'));
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
  rmSync(folder, { recursive: true });
});
