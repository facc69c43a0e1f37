// `npm run fuzz -- --minutes N --seed S [--only TRIAL] [--samples FOLDER]`: bundles test/fuzz/run.ts and runs it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './_tools.mjs';

ensureInstalled();
const { build } = await import('esbuild');
await build({
  absWorkingDir: root,
  entryPoints: ['test/fuzz/run.ts'],
  outfile: 'build/fuzz.mjs',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  // Samples are found from where this file would stand in test/fuzz.
  define: { 'import.meta.dirname': JSON.stringify(join(root, 'test/fuzz')) },
  logLevel: 'warning',
});
process.chdir(root);
await import(pathToFileURL(join(root, 'build/fuzz.mjs')).href);
