import { mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../model/errors.js';
import { encodeArchive, filesOfFolder, openArchive } from './archive.js';
import { sha256Of } from './copies.js';
import { lockHome } from './lock.js';
import { requireTrusted, signed } from './signature.js';
import { installVersion } from './swap.js';
import {
  currentVersion,
  readManifest,
  type VersionManifest,
  versionFolder,
  verifyVersion,
} from './version-manifest.js';
import { writeSynced, writeWhole } from './write-whole.js';

/** Writes the version in force to one file, signed when a key file is named. Returns its manifest. */
export function exportPack(home: string, file: string, keyFile: string | null): VersionManifest {
  const version = currentVersion(home);
  if (version === null) throw new UserError('there is nothing to export yet', 'Fetch something first: farend update');
  const folder = versionFolder(home, version);
  const manifest = soundManifest(folder);
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  writeWhole(file, encodeArchive(signed(text, keyFile), filesOfFolder(folder, manifest)));
  return manifest;
}

/** Puts an exported pack in force after checking signature and checksums. Returns its manifest. */
export function importPack(
  home: string,
  file: string,
  trust: { readonly keyFile: string | null; readonly isUnsignedFine: boolean },
  now: Date,
): VersionManifest {
  const archive = openArchive(file);
  requireTrusted(archive.head, trust.keyFile, trust.isUnsignedFine);
  const files = archive.files();
  const release = lockHome(home, now);
  try {
    installVersion(home, archive.manifest, files);
  } finally {
    release();
  }
  return archive.manifest;
}

/**
 * The version folder behind `--pack`: a folder itself, or an exported file, which is unpacked once under
 * `home/unpacked`. Throws UserError when it is neither or damaged. The signature is `import`'s business: who names a
 * file on the command line trusts it.
 */
export function packFolder(path: string, home: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UserError(`no pack ${path}`, 'Name an exported file or a folder of one.');
  if (stats.isDirectory()) {
    const version = currentVersion(path);
    const folder = version === null ? path : versionFolder(path, version);
    if (readManifest(folder) !== null) return folder;
    throw new UserError(
      `${path} holds no pack`,
      'It wants a manifest.json: the folder of a version, or a FAREND_HOME.',
    );
  }
  const archive = openArchive(path);
  const folder = join(home, 'unpacked', sha256Of(archive.head.manifest).slice(0, 32));
  if (readManifest(folder) === null) unpackTo(folder, archive.head.manifest, archive.files());
  return folder;
}

function unpackTo(folder: string, manifest: string, files: readonly { name: string; bytes: Uint8Array }[]): void {
  const beside = `${folder}.${process.pid}.new`;
  rmSync(beside, { recursive: true, force: true });
  for (const { name, bytes } of files) {
    mkdirSync(dirname(join(beside, name)), { recursive: true });
    writeSynced(join(beside, name), bytes);
  }
  mkdirSync(beside, { recursive: true });
  writeSynced(join(beside, 'manifest.json'), manifest);
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    // Another process was faster with the same content.
    if (readManifest(folder) === null) throw error;
  }
}

function soundManifest(folder: string): VersionManifest {
  const [problem] = verifyVersion(folder);
  const manifest = readManifest(folder);
  if (problem === undefined && manifest !== null) return manifest;
  throw new UserError(`the knowledge in force is damaged: ${problem}`, 'Build it again: farend update');
}
