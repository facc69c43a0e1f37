import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

// Of the test file that imports this: hooks that are registered first run last, so nobody uses them any more.
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder of its own in the system's temporary folder, removed with all it holds after the test file's last test. */
export function scratchFolder(name = 'test'): string {
  const folder = mkdtempSync(join(tmpdir(), `farend-${name}-`));
  made.push(folder);
  return folder;
}
