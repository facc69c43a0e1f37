import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256Of } from './copies.js';
import {
  currentVersion,
  readManifest,
  type VersionManifest,
  versionFolder,
  verifyVersion,
} from './version-manifest.js';
import { readIfThere, writeSynced, writeWhole } from './write-whole.js';

export interface NewFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Prefix of folders under construction; a leftover of a killed process is removed by the next one. */
const BUILDING = '.new-';

/** Writes a version beside the others, then points `current` to it. Who reads meanwhile sees the old or the new whole. */
export function installVersion(
  home: string,
  manifest: Omit<VersionManifest, 'files'>,
  files: readonly NewFile[],
): void {
  const folder = versionFolder(home, manifest.version);
  const listed = files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) }));
  const text = `${JSON.stringify({ ...manifest, files: listed })}\n`;
  // The same version may be in force this moment: what is whole is left alone.
  const isThere = readIfThere(join(folder, 'manifest.json'))?.toString('utf8') === text;
  if (!isThere || verifyVersion(folder).length > 0) writeFolder(home, folder, text, files);
  const before = currentVersion(home);
  writeWhole(join(home, 'current'), `${manifest.version}\n`);
  sweep(home, [manifest.version, before]);
}

/** Writes a folder beside and renames it; one of that name is damaged, or from a run that was killed, and goes. */
function writeFolder(home: string, folder: string, manifest: string, files: readonly NewFile[]): void {
  const beside = join(home, 'versions', `${BUILDING}${process.pid}`);
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  for (const { name, bytes } of files) {
    mkdirSync(dirname(join(beside, name)), { recursive: true });
    writeSynced(join(beside, name), bytes);
  }
  writeSynced(join(beside, 'manifest.json'), manifest);
  rmSync(folder, { recursive: true, force: true });
  renameSync(beside, folder);
}

/** Keeps the named versions and removes the others, unfinished ones too. */
function sweep(home: string, keep: readonly (string | null)[]): void {
  for (const name of readdirSync(join(home, 'versions'))) {
    if (keep.includes(name)) continue;
    // On Windows somebody may be reading in it: the next update removes it.
    try {
      rmSync(join(home, 'versions', name), { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
}

/**
 * If `current` points to something damaged, points it to the newest whole version instead.
 * Returns the version now in force, or null.
 */
export function healCurrent(home: string): string | null {
  const current = currentVersion(home);
  if (current !== null && verifyVersion(versionFolder(home, current)).length === 0) return current;
  const whole = versionsOf(home).find((version) => verifyVersion(versionFolder(home, version)).length === 0);
  if (whole === undefined) return null;
  writeWhole(join(home, 'current'), `${whole}\n`);
  return whole;
}

/** Versions in the home, the newest first. */
function versionsOf(home: string): string[] {
  let names: string[];
  try {
    names = readdirSync(join(home, 'versions'));
  } catch {
    return [];
  }
  const builtAt = (name: string): string => readManifest(versionFolder(home, name))?.builtAt ?? '';
  return names.filter((name) => !name.startsWith('.')).sort((a, b) => (builtAt(a) < builtAt(b) ? 1 : -1));
}
