// `npm run evaluate -- [--json] [--ablate] ...`: bundles bench/evaluate.ts and runs it on the labelled incidents.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './_tools.mjs';

ensureInstalled();
if (!existsSync(join(root, 'dist/pack'))) await import('./build.mjs');
const { build } = await import('esbuild');
await build({
  absWorkingDir: root,
  entryPoints: ['bench/evaluate.ts'],
  outfile: 'build/evaluate.mjs',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
await import(pathToFileURL(join(root, 'build/evaluate.mjs')).href);
