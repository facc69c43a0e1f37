import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPack } from '../scripts/build-pack.js';

const PACKS = fileURLToPath(new URL('../build/test-packs/', import.meta.url));
const HERE = fileURLToPath(new URL('../src/enrich/offline/', import.meta.url));

/** `node_modules` of the project, for tests. */
export const NODE_MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));

/** Directory of a pack built from the present sources, for tests; built once for each state of them (about 8 s). */
export async function builtPack(): Promise<string> {
  const sources = readdirSync(HERE).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const hash = createHash('sha256');
  for (const name of sources.sort()) hash.update(readFileSync(join(HERE, name)));
  const name = hash.digest('hex').slice(0, 16);
  const directory = join(PACKS, name);
  if (existsSync(directory)) return directory;
  await built(directory);
  // Those of earlier states; others of this one may be being built for tests beside this one.
  const old = readdirSync(PACKS).filter((other) => !other.startsWith(name));
  for (const other of old) rmSync(join(PACKS, other), { recursive: true, force: true });
  return directory;
}

/** Test files run beside one another: a pack that another has built meanwhile may be being read, and is not replaced. */
async function built(directory: string): Promise<void> {
  const own = `${directory}.${process.pid}`;
  await buildPack(own, NODE_MODULES);
  try {
    renameSync(own, directory);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}
