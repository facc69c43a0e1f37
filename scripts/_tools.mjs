// What the scripts share: where things are, and the two steps that a fresh clone needs once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command in the repository; its output goes to stderr, so that a report on stdout stays clean. */
export function run(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs exactly the locked packages when they are missing or the lock file is newer. */
export function ensureInstalled() {
  const mark = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs - 1) return;
  process.stderr.write('farend: installing the locked packages (once) ...\n');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** A digest of the files below the given paths: names, sizes and contents. */
export function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hashTree(hash, join(root, path));
  return hash.digest('hex');
}

function hashTree(hash, path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    if (path.endsWith('.test.ts')) return;
    hash.update(path.slice(root.length)).update(readFileSync(path));
    return;
  }
  for (const name of readdirSync(path).sort()) hashTree(hash, join(path, name));
}

/** Runs `make` unless the output named by `mark` was made from the same `stamp`. */
export async function unlessMade(mark, stamp, make) {
  const file = join(root, mark);
  if (existsSync(file) && readFileSync(file, 'utf8') === stamp) return false;
  await make();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stamp);
  return true;
}
