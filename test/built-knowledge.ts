import { linkSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { builtPack } from './built-pack.js';
import { builtTables } from './built-tables.js';

/** A temporary directory with the whole embedded knowledge, as `farend` opens it; the caller removes it. */
export async function builtKnowledge(): Promise<string> {
  const [pack, directory] = [await builtPack(), await builtTables()];
  for (const name of readdirSync(pack)) linkSync(join(pack, name), join(directory, name));
  return directory;
}
