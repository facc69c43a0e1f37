import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileLists, encodeLists, listSource } from '../lists/index.js';
import { PACK_FORMAT } from '../offline/pack-file.js';
import { RANGES_FORMAT } from '../ranges/_format.js';
import { compileRanges, type RangeSource } from '../ranges/compile.js';
import { unpack } from './check.js';
import { Copies, type CopyMeta, sha256Of } from './copies.js';
import { buildIpData, IP_KEYS } from './ip-data/build-ip-data.js';
import type { ListPublisher } from './list-publishers.js';
import type { Publisher } from './publisher.js';
import type { RangePublisher } from './range-publishers.js';
import { healCurrent, installVersion, type NewFile } from './swap.js';
import {
  currentVersion,
  readManifest,
  VERSION_FORMAT,
  type VersionManifest,
  versionFolder,
} from './version-manifest.js';

export interface BuildJob {
  readonly home: string;
  readonly publishers: readonly Publisher[];
  /** Folder of the embedded pack: what was not fetched is taken from it. */
  readonly packDirectory: string;
  readonly now: Date;
}

export interface Built {
  /** In force now; null when there is nothing to build from. */
  readonly version: string | null;
  readonly previous: string | null;
  readonly isNew: boolean;
}

interface Source<P extends Publisher> {
  readonly publisher: P;
  readonly meta: CopyMeta;
  readonly bytes: () => Uint8Array;
}

/** Raise when the code that compiles the same copies makes something else of them. */
const BUILD_STEP = 1;

/** Compiles all copies into a new version and puts it in force; does nothing when they are those of the present one. */
export function buildVersion(job: BuildJob): Built {
  const previous = currentVersion(job.home);
  const sources = sourcesOf(job);
  const inForce = healCurrent(job.home);
  if (sources.length === 0) return { version: inForce, previous, isNew: false };
  const madeFrom = digestOf(sources);
  const present = inForce === null ? null : readManifest(versionFolder(job.home, inForce));
  if (present?.madeFrom === madeFrom) return { version: inForce, previous, isNew: false };
  const ip = ipFiles(job, sources, present);
  const files = [...rangeFiles(sources), ...listFiles(sources), ...ip];
  const version = `${job.now.toISOString().slice(0, 10)}-${madeFrom.slice(0, 8)}`;
  const manifest = {
    format: VERSION_FORMAT,
    version,
    builtAt: job.now.toISOString(),
    madeFrom,
    sources: sources.map(({ meta }) => contribution(meta)),
    ipFormat: ip.length > 0 ? PACK_FORMAT : null,
  } as const;
  installVersion(job.home, manifest, files);
  return { version, previous, isNew: true };
}

function sourcesOf({ home, publishers }: BuildJob): Source<Publisher>[] {
  const copies = new Copies(home);
  return publishers.flatMap((publisher) => {
    const meta = copies.meta(publisher.key);
    if (meta === null) return [];
    return [{ publisher, meta, bytes: () => unpack(publisher, copies.bytes(meta) ?? new Uint8Array()) }];
  });
}

function digestOf(sources: readonly Source<Publisher>[]): string {
  const formats = [VERSION_FORMAT, RANGES_FORMAT, PACK_FORMAT, BUILD_STEP];
  return sha256Of(
    [formats.join('.'), ...sources.map(({ meta }) => `${meta.key} ${meta.sha256} ${meta.asOf}`)].join('\n'),
  );
}

function contribution(meta: CopyMeta): VersionManifest['sources'][number] {
  const { key, title, group, licence, url, entries, asOf, fetchedAt, sha256 } = meta;
  return { key, title, group, licence, url, entries, asOf, fetchedAt, sha256 };
}

function rangeFiles(sources: readonly Source<Publisher>[]): NewFile[] {
  const ranges = sources
    .filter((source): source is Source<RangePublisher> => source.publisher.group === 'ranges')
    .map(({ publisher, meta, bytes }): RangeSource => {
      return { key: meta.key, title: meta.title, asOf: meta.asOf, entries: publisher.ranges(bytes()).entries };
    });
  return ranges.length === 0 ? [] : [{ name: 'ranges.bin', bytes: compileRanges(ranges) }];
}

function listFiles(sources: readonly Source<Publisher>[]): NewFile[] {
  const lists = sources
    .filter((source): source is Source<ListPublisher> => source.publisher.group === 'list')
    .flatMap(({ publisher, meta, bytes }) =>
      publisher.lists(bytes()).map(({ list, parsed }) => ({
        source: listSource(list, parsed.asOf ?? meta.asOf),
        entries: parsed.entries,
      })),
    );
  return lists.length === 0 ? [] : [{ name: 'lists.bin', bytes: encodeLists(compileLists(lists)) }];
}

/** Owner data takes seconds to compile: the present files are taken over while their sources are the same. */
function ipFiles(job: BuildJob, sources: readonly Source<Publisher>[], present: VersionManifest | null): NewFile[] {
  const used = sources.filter(({ meta }) => IP_KEYS.includes(meta.key));
  if (used.length === 0) return [];
  const before = present?.sources.filter(({ key }) => IP_KEYS.includes(key)) ?? [];
  const isSame =
    present?.ipFormat === PACK_FORMAT &&
    used.map(({ meta }) => meta.sha256).join() === before.map(({ sha256 }) => sha256).join();
  if (isSame) return filesIn(join(versionFolder(job.home, present.version), 'ip'));
  const texts = new Map(used.map(({ meta, bytes }) => [meta.key, { meta, text: new TextDecoder().decode(bytes()) }]));
  return buildIpData(job.packDirectory, texts).map(({ name, bytes }) => ({ name: `ip/${name}`, bytes }));
}

function filesIn(folder: string): NewFile[] {
  return readdirSync(folder).map((name) => ({ name: `ip/${name}`, bytes: readFileSync(join(folder, name)) }));
}
