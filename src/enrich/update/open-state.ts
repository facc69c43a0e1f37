import { statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../model/errors.js';
import { type ListMatcher, openLists } from '../lists/matcher.js';
import { PACK_FORMAT } from '../offline/pack-file.js';
import { openRanges, type RangeLookup } from '../ranges/open.js';
import {
  currentVersion,
  readManifest,
  type VersionManifest,
  type VersionSource,
  versionFolder,
} from './version-manifest.js';
import { readIfThere } from './write-whole.js';

export interface StateInfo {
  /** Name of the version in force, or null when nothing was ever fetched. */
  readonly version: string | null;
  /** ISO time. */
  readonly builtAt: string | null;
  /** ISO date of the oldest data in it, or null. */
  readonly date: string | null;
  readonly sources: readonly VersionSource[];
  /** One sentence when what is there cannot be used. */
  readonly problem: string | null;
}

/** What `farend update` (or an imported pack) has added to the embedded knowledge. */
export interface State {
  /** Published provider ranges; read when first asked for. Null when there are none. */
  readonly ranges: RangeLookup | null;
  /** Threat and context lists; read when first asked for. Null when there are none. */
  readonly lists: ListMatcher | null;
  /** Folder of a fresher owner pack for `openPack`, or null: the embedded one stays in force. */
  readonly ipDirectory: string | null;
  readonly info: StateInfo;
}

const NOTHING: State = {
  ranges: null,
  lists: null,
  ipDirectory: null,
  info: { version: null, builtAt: null, date: null, sources: [], problem: null },
};

/** Opens the version in force in `home`: one stat when there is none. Damage is told in `info.problem`, never thrown. */
export function openState(home: string): State {
  if (statSync(join(home, 'current'), { throwIfNoEntry: false }) === undefined) return NOTHING;
  const version = currentVersion(home);
  return version === null ? broken('its pointer is damaged') : openStateFolder(versionFolder(home, version));
}

/** Opens one version: a folder with a `manifest.json`. */
export function openStateFolder(folder: string): State {
  const manifest = readManifest(folder);
  if (manifest === null) return broken('its manifest is missing, damaged or of another version of farend');
  let problem: string | null = null;
  const once = <T>(name: string, open: (bytes: Buffer) => T): (() => T | null) => {
    let made: T | null | undefined;
    return () =>
      made === undefined ? (made = read(folder, manifest, name, open, (said) => (problem ??= said))) : made;
  };
  const ranges = once('ranges.bin', openRanges);
  const lists = once('lists.bin', (bytes) => openLists(buffer(bytes)));
  return {
    get ranges() {
      return ranges();
    },
    get lists() {
      return lists();
    },
    ipDirectory: manifest.ipFormat === PACK_FORMAT ? join(folder, 'ip') : null,
    get info() {
      const { version, builtAt, sources } = manifest;
      return { version, builtAt, date: oldest(sources), sources, problem };
    },
  };
}

function read<T>(
  folder: string,
  { files }: VersionManifest,
  name: string,
  open: (bytes: Buffer) => T,
  tell: (problem: string) => void,
): T | null {
  if (!files.some((file) => file.name === name)) return null;
  const bytes = readIfThere(join(folder, name));
  try {
    if (bytes !== null) return open(bytes);
    tell(problemOf(`${name} is missing`));
  } catch (error) {
    if (!(error instanceof UserError || error instanceof RangeError)) throw error;
    tell(problemOf(error.message));
  }
  return null;
}

/** The bytes in a buffer of their own: node may hand out small files from a shared one. */
function buffer(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

function broken(why: string): State {
  return { ...NOTHING, info: { ...NOTHING.info, problem: problemOf(why) } };
}

function problemOf(why: string): string {
  return `The updated knowledge cannot be used: ${why}. Run: farend update`;
}

function oldest(sources: readonly VersionSource[]): string | null {
  return sources.map(({ asOf }) => asOf).reduce<string | null>((a, b) => (a === null || b < a ? b : a), null);
}
