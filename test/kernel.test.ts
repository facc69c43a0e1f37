import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { compiled, kernels } from '../scripts/kernel.mjs';

test.each(kernels)(
  'the kernel in $target is what its source makes: nobody has to trust bytes',
  async (kernel) => {
    const path = resolve(import.meta.dirname, '..', kernel.target);
    expect(readFileSync(path, 'utf8')).toBe(await compiled(kernel.source));
  },
  60_000,
);
