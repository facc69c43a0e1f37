import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePack } from '../src/enrich/offline/pack-compile.js';
import { dateOfVersion, PACK_SOURCES } from '../src/enrich/offline/pack-sources.js';

/** Compiles the data packages under `nodeModules` into the pack directory `outDir`, replacing what is there. */
export async function buildPack(outDir: string, nodeModules: string): Promise<void> {
  const root = join(nodeModules, '@ip-location-db');
  const csv = (key: string, family: 4 | 6) => readFileSync(join(root, key, `${key}-ipv${family}-num.csv`), 'utf8');
  const files = compilePack({
    asn4: csv(PACK_SOURCES.asn.key, 4),
    asn6: csv(PACK_SOURCES.asn.key, 6),
    country4: csv(PACK_SOURCES.geoWhois.key, 4),
    country6: csv(PACK_SOURCES.registry.key, 6),
    second4: csv(PACK_SOURCES.dbip.key, 4),
    second6: csv(PACK_SOURCES.dbip.key, 6),
    registered4: csv(PACK_SOURCES.registry.key, 4),
    registered6: csv(PACK_SOURCES.registry.key, 6),
    sources: Object.values(PACK_SOURCES).map((source) => ({ ...source, date: dataDate(join(root, source.key)) })),
  });
  // Built beside the old pack and swapped, so that nobody reads half of one.
  const fresh = `${outDir}.${process.pid}.new`;
  mkdirSync(fresh, { recursive: true });
  for (const file of files) writeFileSync(join(fresh, file.name), file.bytes);
  rmSync(outDir, { recursive: true, force: true });
  renameSync(fresh, outDir);
}

function dataDate(packageDirectory: string): string {
  const { version } = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')) as { version: string };
  return dateOfVersion(version);
}
