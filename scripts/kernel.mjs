// Compiles kernel/*.ts (AssemblyScript) into src/inputs/bulk/; `--check` only tells whether that is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { main } from 'assemblyscript/asc';
import { root } from './_tools.mjs';

/** Each kernel's source, and the module that holds what it is made into. */
export const kernels = [
  { source: 'counts', target: 'src/inputs/bulk/_count-kernel.ts' },
  { source: 'flows', target: 'src/inputs/bulk/_flow-kernel.ts' },
  { source: 'rows', target: 'src/inputs/bulk/_row-kernel.ts' },
  { source: 'table', target: 'src/inputs/bulk/_table-kernel.ts' },
];

/** The text that a kernel's target should have. */
export async function compiled(source) {
  const outputs = new Map();
  const flags =
    '--optimizeLevel 3 --shrinkLevel 0 --runtime stub --noExportMemory --importMemory --enable simd --noAssert';
  const { error } = await main(
    [`${source}.ts`, '--baseDir', join(root, 'kernel'), '--outFile', 'out.wasm', ...flags.split(' ')],
    {
      writeFile: (name, contents) => void outputs.set(name, contents),
    },
  );
  if (error !== null) throw error;
  const lines = Buffer.from(outputs.get('out.wasm'))
    .toString('base64')
    .match(/.{1,110}/g);
  return [
    `// Made from kernel/${source}.ts by \`npm run kernel\`; a test compares.`,
    '',
    '/** WebAssembly: base64. */',
    'export const KERNEL: string = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { source, target } of kernels) {
    const text = await compiled(source);
    const path = join(root, target);
    if (!process.argv.includes('--check')) writeFileSync(path, text);
    else if (readFileSync(path, 'utf8') !== text)
      throw new Error(`${target} is not what kernel/${source}.ts makes: npm run kernel`);
  }
}
