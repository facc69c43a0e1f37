import { Copies, type CopyMeta } from './copies.js';
import type { Publisher } from './publisher.js';
import {
  currentVersion,
  readManifest,
  type VersionManifest,
  versionFolder,
  verifyVersion,
} from './version-manifest.js';

/** What a home holds. */
export interface PackStatus {
  readonly home: string;
  /** The version in force; null when nothing was fetched or it is damaged. */
  readonly version: VersionManifest | null;
  /** Raw copies at hand, in the order of the table; empty after an import. */
  readonly copies: readonly CopyMeta[];
}

export function packStatus(home: string, publishers: readonly Publisher[]): PackStatus {
  const name = currentVersion(home);
  const copies = new Copies(home);
  return {
    home,
    version: name === null ? null : readManifest(versionFolder(home, name)),
    copies: publishers.flatMap(({ key }) => copies.meta(key) ?? []),
  };
}

/** What is wrong with the version in force, one sentence each; null when there is none. */
export function verifyHome(home: string): { readonly version: string; readonly problems: string[] } | null {
  const version = currentVersion(home);
  return version === null ? null : { version, problems: verifyVersion(versionFolder(home, version)) };
}
