import type { Address } from '../address/address.js';
import { classify, isGlobalIPv4 } from '../address/classify.js';
import { unmapped } from '../address/unmapped.js';
import type { ByteSource } from '../inputs/format.js';
import { type ColumnMap, type FirstLook, firstLook, readInputs, type Watch } from '../inputs/index.js';
import type { Connection } from '../model/connection.js';
import type { FlowGroups, FlowStarts } from '../model/flow-group.js';
import type { InputSummary } from '../model/input.js';
import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { weightsVersion } from '../judge/index.js';
import { HeldRows } from './_held-rows.js';
import { JudgedPeers } from './_judged-peers.js';
import { ownersOf } from './_owners.js';
import { sceneOf, systemOf } from './_scene.js';
import { Join, type Joined } from './join.js';
import type { Knowledge } from './knowledge.js';
import { PeerTable } from './peer-table.js';

export interface InvestigateOptions {
  /** Keeps private, carrier-shared, link-local and unique-local peers. */
  readonly keepPrivate: boolean;
  /** The command as the report names it. */
  readonly command: string;
  readonly version: string;
  /** Keeps only peers for which it holds; null keeps all. */
  readonly only: ((peer: JudgedPeer) => boolean) | null;
  /** Columns of tables that the user names. */
  readonly columns?: ColumnMap | null;
  /** Follows the reading; when it ends that, what was read is judged and marked partial. */
  readonly watch?: Watch | undefined;
  /** Decibans before any evidence; the judge's own when absent. */
  readonly prior?: number;
  /** False: inputs of 8 MB and more are not hashed, which takes as long as reading them. */
  readonly hash?: boolean;
}

/** Classes that `keepPrivate` keeps: other machines that one can connect to, unlike loopback or multicast. */
const PRIVATE_CLASSES: ReadonlySet<string> = new Set(['private', 'shared-cgnat', 'link-local', 'unique-local']);

/**
 * The main job: bytes -> connections -> peers by remote end -> owners, ports, programs -> findings and verdicts,
 * worst first. Same input and same pack give the same investigation.
 */
export async function investigate(
  sources: readonly ByteSource[],
  options: InvestigateOptions,
  embedded: Knowledge,
): Promise<Investigation> {
  const { listings, join } = await told(sources);
  const knowledge = withCompanions(embedded, join);
  const table = new PeerTable();
  const set = new SetAside(options.keepPrivate);
  const inputs: InputSummary[] = [];
  const hashing: Promise<void>[] = [];
  const { watch, columns, hash } = options;
  for (const [index, { source, isArchive }] of listings.entries()) {
    if (watch?.isStopped === true) {
      tellUnread(inputs, listings.slice(index));
      break;
    }
    const rows = new HeldRows(source.name, join, isArchive, (connection, input, joined) =>
      sort(connection, input, table, set, joined),
    );
    const first = inputs.length;
    // An archive gives several inputs, each after its rows.
    const sink = {
      connection: (connection: Connection) => rows.take(connection, inputs.length),
      flows: rows.isDirect ? (groups: FlowGroups) => sortGroups(groups, inputs.length, table, set) : undefined,
      starts: (starts: FlowStarts) => table.addStarts(starts),
      keptClasses: options.keepPrivate ? [...PRIVATE_CLASSES] : [],
    };
    const companion = join.add.bind(join);
    for await (const summary of readInputs(source, sink, { hashing, hash, companion, watch, columns }))
      inputs.push(summary);
    rows.release();
    for (let input = first; input < inputs.length; input++) inputs[input] = rows.cured(inputs[input], input);
  }
  table.setSystem(systemOf(inputs));
  await options.watch?.end();
  const owners = ownersOf(table, knowledge);
  const scene = sceneOf(table, owners, inputs, knowledge);
  const peers = new JudgedPeers(table, owners, scene, knowledge, { prior: options.prior });
  if (options.only !== null) peers.keepOnly(options.only);
  // Big inputs are hashed beside all this.
  await Promise.all(hashing);
  return {
    farend: options.version,
    schema: 1,
    command: options.command,
    weights: weightsVersion(),
    pack: knowledge.info,
    inputs,
    companions: join.summaries(),
    counts: {
      rows: inputs.reduce((sum, { rows }) => sum + rows, 0),
      external: set.external,
      peers: peers.length,
      byClass: set.byClass(),
      byVerdict: peers.verdictCounts(),
    },
    scene,
    peers,
    organisations: peers.organisations(),
  };
}

/** Companions are read first, whatever their place on the command line; the rest is still to be read. */
async function told(
  sources: readonly ByteSource[],
): Promise<{ readonly listings: readonly FirstLook[]; readonly join: Join }> {
  const looks: FirstLook[] = [];
  for (const source of sources) looks.push(await firstLook(source));
  const listings = looks.filter(({ reading }) => reading === null);
  const join = new Join(listings.map(({ source }) => source.name));
  for (const { reading } of looks) if (reading !== null) join.add(reading);
  return { listings, join };
}

/** The last input tells which ones were not read after it. */
function tellUnread(inputs: InputSummary[], unread: readonly FirstLook[]): void {
  const last = inputs.pop();
  if (last === undefined) return;
  const [first, ...others] = unread.map(({ source }) => source.name);
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const says = `Stopped by the user before ${first}${more}: not read at all.`;
  const spot = { id: 'stopped-before', says, fix: 'Read it again and let it come to its end.' };
  inputs.push(Object.assign(last, { partial: true, blindSpots: [spot, ...last.blindSpots] }));
}

function withCompanions(knowledge: Knowledge, join: Join): Knowledge {
  return {
    ...knowledge,
    ownerFacts: (address, owner) => [...knowledge.ownerFacts(address, owner), ...join.factsOf(address)],
  };
}

function sort(connection: Connection, input: number, table: PeerTable, set: SetAside, joined: Joined | null): void {
  if (connection.state === 'listening' && connection.protocol.startsWith('tcp')) table.addListener(connection);
  const { address: printed, cut, isAny } = connection.remote;
  if (isAny) return set.count('listener', connection.count);
  if (printed === null) return set.count(cut === null ? 'name' : 'cut-address', connection.count);
  const address = unmapped(printed);
  const isPeer = isExternal(address);
  if (!isPeer && !set.isKept(address, connection.count)) return;
  if (joined?.isOwn(address) === true) return set.count('own-network', connection.count);
  if (isPeer) set.external += connection.count;
  table.add(address, connection, input);
}

/** The same for rows that no companion says anything of. */
function sortGroups(groups: FlowGroups, input: number, table: PeerTable, set: SetAside): void {
  const { length, rows, words, areOthers } = groups;
  const arePeers = new Uint8Array(length);
  for (let group = 0; group < length; group++) {
    const isWord = areOthers[group] === 0;
    const isPeer = isWord ? isGlobalIPv4(words[group]) : isExternal(unmapped(groups.remote(group)));
    if (isPeer) set.external += rows[group];
    arePeers[group] = isPeer || set.isKept(unmapped(groups.remote(group)), rows[group]) ? 1 : 0;
  }
  table.addGroups(arePeers, groups, input);
}

function isExternal(address: Address): boolean {
  return address.family === 4 ? isGlobalIPv4(address.w3) : classify(address).isGlobal;
}

/** Counts what is no public peer, by address class. */
class SetAside {
  external = 0;
  readonly #counts = new Map<string, number>();
  readonly #keepPrivate: boolean;

  constructor(keepPrivate: boolean) {
    this.#keepPrivate = keepPrivate;
  }

  /** Whether an address that is not external is a peer all the same; if not, its rows are counted here. */
  isKept(address: Address, rows: number): boolean {
    const { class: kind } = classify(address);
    const isKept = this.#keepPrivate && PRIVATE_CLASSES.has(kind);
    if (!isKept) this.count(kind, rows);
    return isKept;
  }

  count(kind: string, rows: number): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + rows);
  }

  byClass(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
