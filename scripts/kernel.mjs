// Compiles kernel/rows.ts (AssemblyScript) into src/inputs/bulk/_kernel.ts; `--check` only tells whether that is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { main } from 'assemblyscript/asc';
import { root } from './_tools.mjs';

const target = join(root, 'src/inputs/bulk/_kernel.ts');

/** The text that the target should have. */
export async function compiled() {
  const outputs = new Map();
  const flags =
    '--optimizeLevel 3 --shrinkLevel 0 --runtime stub --noExportMemory --importMemory --enable simd --noAssert';
  const { error } = await main(
    ['rows.ts', '--baseDir', join(root, 'kernel'), '--outFile', 'rows.wasm', ...flags.split(' ')],
    {
      writeFile: (name, contents) => void outputs.set(name, contents),
    },
  );
  if (error !== null) throw error;
  const lines = Buffer.from(outputs.get('rows.wasm'))
    .toString('base64')
    .match(/.{1,110}/g);
  return [
    '// Made from kernel/rows.ts by `npm run kernel`; a test compares.',
    '',
    '/** WebAssembly that reads rows: base64. */',
    'export const KERNEL: string = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = await compiled();
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text)
    throw new Error('src/inputs/bulk/_kernel.ts is not what kernel/rows.ts makes: npm run kernel');
}
