// `npm run bench -- [--size 1g] [--smoke] [--pairs N] [--mmdb FILE]`: builds dist/ and bench/run.ts, and runs it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './_tools.mjs';

ensureInstalled();
await import('./build.mjs');
const { build } = await import('esbuild');
await build({
  absWorkingDir: root,
  entryPoints: ['bench/run.ts'],
  outfile: 'build/bench.mjs',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
process.chdir(root);
await import(pathToFileURL(join(root, 'build/bench.mjs')).href);
