import { join } from 'node:path';
import { type CopyMeta, sha256Of } from './copies.js';
import { readIfThere, readJsonIfThere } from './write-whole.js';

/** Raise when the meaning of a version folder changes: an older program then passes it over. */
export const VERSION_FORMAT = 1;

/** What one source contributes to a version. */
export type VersionSource = Pick<
  CopyMeta,
  'key' | 'title' | 'group' | 'licence' | 'url' | 'entries' | 'asOf' | 'fetchedAt' | 'sha256'
>;

/** `manifest.json` of a built version: a folder that is never changed again. */
export interface VersionManifest {
  readonly format: typeof VERSION_FORMAT;
  /** Date and digest of what it was built from: also the folder's name. */
  readonly version: string;
  /** ISO time. */
  readonly builtAt: string;
  /** Digest of the copies and formats it was built from. */
  readonly madeFrom: string;
  readonly sources: readonly VersionSource[];
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** Format of the owner pack in `ip/`, or null when the embedded one stays in force. */
  readonly ipFormat: number | null;
}

const TEXTS = ['key', 'title', 'licence', 'url', 'asOf', 'fetchedAt'] as const;

/** Names of files in a version: one folder deep, nothing that could lead out. */
const VERSION_FILE = /^(?:[a-z0-9][\w.-]{0,60}\/)?[a-z0-9][\w.-]{0,60}$/;
/** Names of version folders. */
const VERSION_NAME = /^[0-9a-z][\w.-]{0,80}$/;

/** Name of the version that `current` points to, or null. */
export function currentVersion(home: string): string | null {
  const name = readIfThere(join(home, 'current'))?.toString('utf8').trim() ?? '';
  return VERSION_NAME.test(name) ? name : null;
}

export function versionFolder(home: string, version: string): string {
  return join(home, 'versions', version);
}

/** The manifest of a folder; null when it is missing, damaged or of another format. */
export function readManifest(folder: string): VersionManifest | null {
  const manifest = readJsonIfThere(join(folder, 'manifest.json'));
  return isManifest(manifest) ? manifest : null;
}

/** True for a manifest of this format whose names lead nowhere else. What it says of files is checked with them. */
export function isManifest(value: unknown): value is VersionManifest {
  const manifest = value as VersionManifest | null;
  return (
    manifest?.format === VERSION_FORMAT &&
    typeof manifest.version === 'string' &&
    VERSION_NAME.test(manifest.version) &&
    Array.isArray(manifest.sources) &&
    manifest.sources.every((source) => TEXTS.every((name) => typeof source?.[name] === 'string')) &&
    Array.isArray(manifest.files) &&
    manifest.files.every(({ name }) => typeof name === 'string' && VERSION_FILE.test(name))
  );
}

/** What is wrong with the files of a version, one sentence each; empty when it is sound. */
export function verifyVersion(folder: string): string[] {
  const manifest = readManifest(folder);
  if (manifest === null) return ['manifest.json is missing, damaged or of another version'];
  return manifest.files.flatMap(({ name, bytes, sha256 }) => {
    const content = readIfThere(join(folder, name));
    if (content === null) return [`${name} is missing`];
    if (content.length !== bytes) return [`${name} has ${content.length} bytes, ${bytes} were written`];
    return sha256Of(content) === sha256 ? [] : [`${name} has changed: its checksum does not match`];
  });
}
