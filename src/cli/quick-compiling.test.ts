import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { fakeIo } from './_fake-io.js';
import { watchReading } from './reading-watch.js';

test('the engine knows the choice that a big input makes for it: one that does not would complain on standard error', async () => {
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(options).toContain('--max-inlined-bytecode-size-cumulative');
  const io = fakeIo();
  await watchReading(io, null, true).bulkRead?.();
  expect(io.err()).toBe('');
});
