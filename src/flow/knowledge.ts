import type { Address } from '../address/address.js';
import {
  type Added,
  hasUpdate,
  openAdded,
  openPack,
  openPorts,
  openPrograms,
  type OwnerColumn,
} from '../enrich/index.js';
import type { Process } from '../model/connection.js';
import { UserError } from '../model/errors.js';
import type { Fact } from '../model/fact.js';
import type { PackInfo } from '../model/investigation.js';
import type { Owner, PortKnowledge, ProgramKnowledge, ServiceKnowledge } from '../model/knowledge.js';
import type { ListEvidence } from '../model/listing.js';

/** All that farend knows without asking anybody. */
export interface Knowledge {
  readonly info: PackInfo;
  /** Threat and context lists that can be asked. */
  readonly lists: number;
  /** Their keys. */
  readonly listNames: readonly string[];
  owner(address: Address): Owner;
  /** The owners of `length` addresses at once. */
  owners(length: number, addressAt: (at: number) => Address): OwnerColumn;
  /** Soon very many are asked for: reads what is needed for that beside what else is done. */
  ahead?(): Promise<void>;
  ownerFacts(address: Address, owner: Owner): Fact[];
  port(port: number, protocol: string): PortKnowledge;
  program(process: Process): ProgramKnowledge | null;
  service(name: string): ServiceKnowledge | null;
  listed(address: Address, ports: readonly ListedPort[], as: number | null): readonly ListEvidence[];
  /** The pack is read by the page: until this is called, its files stay open. */
  close(): void;
}

export interface ListedPort {
  readonly port: number;
  readonly protocol: string;
}

/** Where knowledge comes from besides the embedded pack. */
export interface KnowledgeOptions {
  /** Folder of the embedded pack. */
  readonly directory: string;
  /** Decides whether data is stale and which exceptions have ended. */
  readonly now: Date;
  /** Folder of what `farend update` fetched; null: only what is embedded. */
  readonly home?: string | null;
  /** An exported pack to use instead. */
  readonly pack?: string | null;
  readonly mmdb?: string | null;
  readonly watch?: readonly string[];
  readonly allow?: readonly string[];
}

const NOTHING_LISTED: readonly ListEvidence[] = [];

/**
 * Opens what is known; files are read when first asked. Must be closed. Throws UserError when the embedded pack is
 * missing or damaged, or a file of the user's can't be used.
 */
export async function openKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  const { directory, now } = options;
  const added = await addedOf(options);
  const { pack, problem } = openFreshest(added?.ipDirectory ?? null, directory, now);
  const programs = openPrograms(directory);
  const ownerOf = (address: Address): Owner => added?.owner(pack.owner(address), address) ?? pack.owner(address);
  return {
    info: {
      ...pack.info,
      sources: [...pack.info.sources, ...(added?.sources ?? [])],
      notes: [...(added?.notes ?? []), ...(problem === null ? [] : [problem])],
    },
    lists: added?.lists ?? 0,
    listNames: added?.listNames ?? [],
    owner: added === null ? (address) => pack.owner(address) : ownerOf,
    owners: (length, addressAt) => {
      const column = pack.owners(length, addressAt);
      return added === null ? column : overlaid(column, addressAt, added);
    },
    ahead: () => pack.ahead(),
    ownerFacts: (address, owner) => [...pack.ownerFacts(address, owner), ...(added?.facts(address, owner) ?? [])],
    port: openPorts(directory),
    program: (process) => programs.program(process),
    service: (name) => programs.service(name),
    listed: added === null ? () => NOTHING_LISTED : (address, ports, as) => added.evidence(address, ports, as),
    close: () => pack.close(),
  };
}

/** The column with what own ranges say of some of the addresses. */
function overlaid({ owners, numbers }: OwnerColumn, addressAt: (at: number) => Address, added: Added): OwnerColumn {
  const places = new Map<Owner, number>();
  const place = (owner: Owner): number => {
    const known = places.get(owner) ?? places.size;
    places.set(owner, known);
    return known;
  };
  const joined = numbers.map((number, at) => place(added.owner(owners[number], addressAt(at)) ?? owners[number]));
  return { owners: [...places.keys()], numbers: joined };
}

/** Loading the engine of lists and ranges costs: only when there is something for it. */
async function addedOf({
  now,
  home = null,
  pack = null,
  mmdb = null,
  watch = [],
  allow = [],
}: KnowledgeOptions): Promise<Added | null> {
  const isUpdated = pack === null && home !== null && hasUpdate(home);
  if (!isUpdated && pack === null && mmdb === null && watch.length === 0 && allow.length === 0) return null;
  return openAdded({ home: isUpdated || pack !== null ? home : null, pack, mmdb, watch, allow, now });
}

/** The fetched owner pack, or the embedded one where that is missing or damaged. */
function openFreshest(
  fetched: string | null,
  embedded: string,
  now: Date,
): { pack: ReturnType<typeof openPack>; problem: string | null } {
  if (fetched === null) return { pack: openPack(embedded, now), problem: null };
  try {
    return { pack: openPack(fetched, now), problem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { pack: openPack(embedded, now), problem: `${error.message} The embedded data is used instead.` };
  }
}
