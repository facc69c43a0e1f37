import type { Address } from '../../address/address.js';
import { classify, isGlobalIPv4 } from '../../address/classify.js';
import type { Fact } from '../../model/fact.js';
import type { PackInfo } from '../../model/investigation.js';
import type { Owner } from '../../model/knowledge.js';
import { OwnerTables, ownerOf } from './owner.js';
import { factsOf } from './owner-facts.js';
import { damaged, openPackFile, type PagedFile, readPackText } from './pack-file.js';
import type { Manifest } from './pack-manifest.js';
import { find4, find6 } from './pack-find.js';
import { decodeTable4, decodeTable6, type Table6 } from './pack-tables.js';

/** The embedded offline knowledge of who owns an address. */
export interface Pack {
  readonly info: PackInfo;
  /** The owner of an address; forms that carry an IPv4 are looked up by it. Objects are shared: do not change them. */
  owner(a: Address): Owner;
  /** The owner's statements one by one, with source and date. */
  ownerFacts(a: Address, owner: Owner): Fact[];
  close(): void;
}

const STALE_DAYS = 90;
const DAY_MS = 86_400_000;
const MANY_OWNERS = 1_000;
/** No record: the address is in no table that belongs to anybody. */
const SPECIAL_RECORD = -1;

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
  const manifest = readManifest(directory);
  const open: PagedFile[] = [];
  const file = (name: string): PagedFile => {
    const opened = openPackFile(directory, name);
    open.push(opened);
    return opened;
  };
  const tables = new OwnerTables(file('owners.bin'), file('names.bin'), manifest);
  const table4 = decodeTable4(file('v4.bin'));
  let table6: Table6 | null = null;
  let owners: (Owner | undefined)[] = [];
  let ownersMade = 0;

  function recordOf(a: Address): number {
    if (a.family === 4) return isGlobalIPv4(a.w3) ? find4(table4, a.w3) : SPECIAL_RECORD;
    const lookup = isPlainIPv6(a) ? a : classify(a).lookup;
    if (lookup === null) return SPECIAL_RECORD;
    if (lookup.family === 4) return find4(table4, lookup.w3);
    table6 ??= decodeTable6(file('v6.bin'));
    return find6(table6, lookup.w0, lookup.w1);
  }

  function make(record: number): Owner {
    if (++ownersMade === MANY_OWNERS) owners = withRoom(owners, tables.size);
    return (owners[record] = ownerOf(tables, record));
  }

  return {
    info: infoOf(manifest, now),
    owner(a) {
      const record = recordOf(a);
      if (record === SPECIAL_RECORD) return SPECIAL;
      return owners[record] ?? make(record);
    },
    ownerFacts(a, owner) {
      const index = recordOf(a);
      if (index === SPECIAL_RECORD) return [];
      const record = tables.record(index);
      return factsOf(owner, { manifest, record, family: familyAsked(a), knownBy: tables.knownBy(record.as) });
    },
    close() {
      for (const opened of open) opened.close();
    },
  };
}

/** An array that was filled in no order is a hash table to the engine: one with room for all is looked up faster. */
function withRoom<T>(list: readonly T[], size: number): (T | undefined)[] {
  const roomy: (T | undefined)[] = [];
  roomy.length = size;
  list.forEach((item, at) => {
    roomy[at] = item;
  });
  return roomy;
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
      days > STALE_DAYS
        ? `The offline knowledge is ${days} days old (data of ${manifest.date}): owners and countries may have changed.`
        : null,
  };
}
