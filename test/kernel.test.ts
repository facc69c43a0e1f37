import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { compiled } from '../scripts/kernel.mjs';

test('the row kernel is what its source makes: nobody has to trust bytes', async () => {
  const path = resolve(import.meta.dirname, '../src/inputs/bulk/_kernel.ts');
  expect(readFileSync(path, 'utf8')).toBe(await compiled());
}, 60_000);
