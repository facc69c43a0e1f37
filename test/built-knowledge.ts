import { constants, copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { builtPack } from './built-pack.js';
import { builtTables } from './built-tables.js';

/** A temporary directory with the whole embedded knowledge, as `farend` opens it, removed after the test file's last test. */
export async function builtKnowledge(): Promise<string> {
  const [pack, directory] = [await builtPack(), await builtTables()];
  const share = constants.COPYFILE_FICLONE;
  for (const name of readdirSync(pack)) copyFileSync(join(pack, name), join(directory, name), share);
  return directory;
}
