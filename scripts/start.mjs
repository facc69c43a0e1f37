// `npm start -- FILE`: installs and builds what is missing, once, then runs the main job.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, root } from './_tools.mjs';

ensureInstalled();
await import('./build.mjs');
const { status } = spawnSync(process.execPath, [join(root, 'dist/farend.cjs'), ...process.argv.slice(2)], {
  // npm runs scripts in the package folder; paths on the command line mean the caller's folder.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
});
process.exit(status ?? 1);
