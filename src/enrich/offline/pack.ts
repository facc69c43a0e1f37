import type { Address } from '../../address/address.js';
import { classify } from '../../address/classify.js';
import type { Fact } from '../../model/fact.js';
import type { PackInfo } from '../../model/investigation.js';
import type { Owner } from '../../model/knowledge.js';
import { OwnerTables, ownerOf } from './owner.js';
import type { OwnerColumn } from './owner-column.js';
import { factsOf } from './owner-facts.js';
import { damaged, readPackText } from './pack-file.js';
import type { Manifest } from './pack-manifest.js';
import { find6, record4, SPECIAL_RECORD } from './pack-find.js';
import { openPackFile, type PagedFile, sharedPackFile } from './pack-paged.js';
import { decodeTable4, decodeTable6, type Table6 } from './pack-tables.js';

/** The embedded offline knowledge of who owns an address. */
export interface Pack {
  readonly info: PackInfo;
  /** The owner of an address; forms that carry an IPv4 are looked up by it. Objects are shared: do not change them. */
  owner(a: Address): Owner;
  /** The owners of `length` addresses, in a fraction of the time that asking for each takes. */
  owners(length: number, addressAt: (at: number) => Address): OwnerColumn;
  /** Soon very many are asked for: reads all beside what else is done. What goes wrong is told when they are. */
  ahead(): Promise<void>;
  /** ISO code of the owner's country and nothing else, or null: the quickest question. */
  country(a: Address): string | null;
  /** The owner's statements one by one, with source and date. */
  ownerFacts(a: Address, owner: Owner): Fact[];
  /** All of it for another thread: posted as it is, opened there with `openSharedPack`. Reads what was not read yet. */
  share(): SharedPack;
  close(): void;
}

/** A pack in memory that threads share: posting it copies the manifest, not the data. */
export interface SharedPack {
  readonly manifest: Manifest;
  readonly files: Readonly<Record<PackFileName, SharedArrayBuffer>>;
}

const FILES = ['owners.bin', 'names.bin', 'v4.bin', 'v6.bin'] as const;
type PackFileName = (typeof FILES)[number];

const STALE_DAYS = 90;
const DAY_MS = 86_400_000;
const MANY_OWNERS = 1_000;
/** Of so many addresses most pages would be read, one by one. */
const MANY_ADDRESSES = 10_000;

const SPECIAL: Owner = {
  country: null,
  as: null,
  organisation: null,
  network: { kind: 'special', provider: null, service: null },
};

/**
 * Opens the pack in `directory` in a few milliseconds; only what is asked for is read. Must be closed.
 * `now` is for telling whether the data is old. Throws UserError when the pack is missing or damaged.
 */
export function openPack(directory: string, now: Date): Pack {
  return packOf(readManifest(directory), (name) => openPackFile(directory, name), now);
}

/** Opens what another thread's pack shares, in the same memory. Throws UserError when it is of another version. */
export function openSharedPack({ manifest, files }: SharedPack, now: Date): Pack {
  return packOf(manifest, (name) => sharedPackFile(files[name], name), now);
}

function packOf(manifest: Manifest, openFile: (name: PackFileName) => PagedFile, now: Date): Pack {
  const open = new Map<PackFileName, PagedFile>();
  let isMany = false;
  const opened = (name: PackFileName): PagedFile => {
    const known = open.get(name) ?? openFile(name);
    open.set(name, known);
    return known;
  };
  const file = (name: PackFileName): PagedFile => {
    const known = opened(name);
    if (isMany) known.whole();
    return known;
  };
  const tables = new OwnerTables(file('owners.bin'), file('names.bin'), manifest);
  const table4 = decodeTable4(file('v4.bin'));
  let table6: Table6 | null = null;
  let owners: (Owner | undefined)[] = [];
  let ownersMade = 0;

  function recordOf(a: Address): number {
    if (a.family === 4) return record4(table4, a.w3);
    const lookup = isPlainIPv6(a) ? a : classify(a).lookup;
    if (lookup === null) return SPECIAL_RECORD;
    if (lookup.family === 4) return record4(table4, lookup.w3);
    table6 ??= decodeTable6(file('v6.bin'));
    return find6(table6, lookup.w0, lookup.w1);
  }

  function make(record: number): Owner {
    if (++ownersMade === MANY_OWNERS) makeRoom();
    return (owners[record] = ownerOf(tables, record));
  }

  /** An array that was filled in no order is a hash table to the engine: one with room for all is looked up faster. */
  function makeRoom(): void {
    const made = owners;
    owners = [];
    owners.length = tables.size;
    Object.assign(owners, made);
  }

  return {
    info: infoOf(manifest, now),
    owner(a) {
      const record = recordOf(a);
      if (record === SPECIAL_RECORD) return SPECIAL;
      return owners[record] ?? make(record);
    },
    async ahead() {
      await Promise.all(FILES.map((name) => opened(name).ahead()));
    },
    owners(length, addressAt) {
      isMany ||= length >= MANY_ADDRESSES;
      for (const name of FILES) if (name !== 'v6.bin' || table6 !== null) file(name);
      const found: Owner[] = [];
      const numbers = new Uint32Array(length);
      // One more than the number of a record's owner; special addresses have no record and stand first.
      const places = new Uint32Array(tables.size + 1);
      for (let at = 0; at < length; at++) {
        const record = recordOf(addressAt(at));
        const place = record - SPECIAL_RECORD;
        if (places[place] === 0)
          places[place] = found.push(record === SPECIAL_RECORD ? SPECIAL : (owners[record] ?? make(record)));
        numbers[at] = places[place] - 1;
      }
      return { owners: found, numbers };
    },
    country(a) {
      const record = recordOf(a);
      return record === SPECIAL_RECORD ? null : tables.country(record);
    },
    ownerFacts(a, owner) {
      const index = recordOf(a);
      if (index === SPECIAL_RECORD) return [];
      const record = tables.record(index);
      return factsOf(owner, { manifest, record, family: familyAsked(a), knownBy: tables.knownBy(record.as) });
    },
    share() {
      const shared = (name: PackFileName): SharedArrayBuffer => file(name).whole();
      const files = {
        'v4.bin': shared('v4.bin'),
        'v6.bin': shared('v6.bin'),
        'owners.bin': shared('owners.bin'),
        'names.bin': shared('names.bin'),
      };
      return { manifest, files };
    },
    close() {
      for (const opened of open.values()) opened.close();
    },
  };
}

/** Global unicast without any block that carries an IPv4 or is special: the usual case, without classifying. */
function isPlainIPv6(a: Address): boolean {
  const first = a.w0 >>> 16;
  return a.w0 >>> 29 === 1 && first !== 0x2001 && first !== 0x2002 && first !== 0x2620 && first !== 0x3fff;
}

function familyAsked(a: Address): 4 | 6 {
  return a.family === 4 ? 4 : (classify(a).lookup?.family ?? 6);
}

function readManifest(directory: string): Manifest {
  const text = readPackText(directory, 'manifest.json');
  try {
    const manifest = JSON.parse(text) as Manifest;
    const lists: readonly unknown[] = [
      manifest.sources,
      manifest.countries,
      manifest.kinds,
      manifest.labels,
      manifest.services,
    ];
    if (lists.every((list) => Array.isArray(list))) return manifest;
  } catch {
    // Not JSON is one more way to be damaged.
  }
  throw damaged('manifest.json', 'it is not a manifest');
}

function infoOf(manifest: Manifest, now: Date): PackInfo {
  const days = Math.floor((now.getTime() - Date.parse(manifest.date)) / DAY_MS);
  return {
    version: manifest.version,
    date: manifest.date,
    sources: manifest.sources.map(({ name, date, licence, url }) => ({ name, date, licence, url })),
    notes: [],
    stale:
      days > STALE_DAYS ? `The offline knowledge is ${days} days old: owners and countries may have changed.` : null,
  };
}
