import { buildPack } from './build-pack.js';
import { buildPorts } from './build-ports.js';

/** Compiles everything that farend knows offline into `outDir` from the npm data packages in `nodeModules`. */
export async function buildData(outDir: string, nodeModules: string): Promise<void> {
  await buildPack(outDir, nodeModules);
  await buildPorts(outDir, nodeModules);
}
