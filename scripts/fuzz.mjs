// `npm run fuzz -- --minutes N --seed S [--only TRIAL] [--samples FOLDER]`: bundles test/fuzz/run.ts and runs it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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
// A reading that holds more than this at once ends the run: inputs are 2 MB at most.
const { status } = spawnSync(
  process.execPath,
  ['--max-old-space-size=192', join(root, 'build/fuzz.mjs'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
