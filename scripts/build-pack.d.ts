/** Compiles the data packages under `nodeModules` into the pack directory `outDir`, replacing what is there. */
export declare function buildPack(outDir: string, nodeModules: string): Promise<void>;
