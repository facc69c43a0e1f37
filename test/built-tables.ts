import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildPorts } from '../scripts/build-ports.js';
import { scratchFolder } from './scratch-folder.js';

const ROOT = new URL('../', import.meta.url);

/** A JSON table of the repository, as its author wrote it. */
export function readTable(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
}

/** A temporary directory with the port, program and service files of the pack, removed after the test file's last test. */
export async function builtTables(): Promise<string> {
  const directory = scratchFolder('tables');
  await buildPorts(directory, fileURLToPath(new URL('node_modules', ROOT)));
  return directory;
}
