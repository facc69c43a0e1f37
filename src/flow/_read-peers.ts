import type { Address } from '../address/address.js';
import { classify, isGlobal, isGlobalIPv4 } from '../address/classify.js';
import { ipv4 } from '../address/ipv4.js';
import { ipv6 } from '../address/ipv6.js';
import { unmapped } from '../address/unmapped.js';
import type { ByteSource } from '../inputs/format.js';
import {
  type ColumnMap,
  Contents,
  type FirstLook,
  firstLook,
  readInputs,
  toldOnce,
  type Watch,
} from '../inputs/index.js';
import type { Connection } from '../model/connection.js';
import type { AddressCounts, FlowGroups, FlowSink, FlowStarts } from '../model/flow-group.js';
import type { InputSummary } from '../model/input.js';
import { HeldRows, type HeldSource } from './_held-rows.js';
import { Join, type Joined } from './join.js';

export interface ReadingOptions {
  /** Keeps private, carrier-shared, link-local and unique-local peers. */
  readonly keepPrivate: boolean;
  /** Columns of tables that the user names. */
  readonly columns?: ColumnMap | null;
  /** Follows the reading; when it ends that, what was read is all there is, and marked partial. */
  readonly watch?: Watch | undefined;
  /** False: inputs of 8 MB and more are not hashed, which takes as long as reading them. */
  readonly hash?: boolean;
}

/** Classes that `keepPrivate` keeps: other machines that one can connect to, unlike loopback or multicast. */
const PRIVATE_CLASSES: ReadonlySet<string> = new Set(['private', 'shared-cgnat', 'link-local', 'unique-local']);

/** Bytes of the longest listing that is held against others. */
const MOST_OF_A_MOMENT = 2_097_152;

/** Takes the rows that have a peer. */
export interface PeerSink {
  addListener(connection: Connection): void;
  /** `address`: of the remote end, an IPv4 one as such. */
  add(address: Address, connection: Connection, input: number): void;
  /** `arePeers`: 1 for each group that has one. */
  addGroups(arePeers: Uint8Array, groups: FlowGroups, input: number): void;
  addStarts?(starts: FlowStarts): void;
  /** Counts rows of an address, an IPv4 one by its 32 bits; there where rows need only be counted. */
  count?(address: number | Address, rows: number): void;
  /** The same of many IPv4 addresses, and of others by four words each; both rising. */
  countRising?(words: Uint32Array, rows: Uint32Array, others: Uint32Array, otherRows: Uint32Array): void;
}

/** What was read, and what of it has no peer. */
export interface PeersRead {
  readonly inputs: InputSummary[];
  readonly join: Join;
  readonly set: SetAside;
  /** Big inputs are hashed beside what comes after. */
  readonly hashing: readonly Promise<void>[];
}

/** Bytes -> connections -> those that have a peer, which are given to a sink. */
export async function readPeers(
  sources: readonly ByteSource[],
  sink: PeerSink,
  { keepPrivate, columns, watch, hash }: ReadingOptions,
): Promise<PeersRead> {
  const { listings, join } = await told(sources);
  const set = new SetAside(keepPrivate);
  const inputs: InputSummary[] = [];
  const hashing: Promise<void>[] = [];
  const between = { flowsOfSensor: false };
  const isOne = listings.length === 1 && !listings[0].isArchive;
  const contents = isOne ? undefined : new Contents();
  let toCome = listings;
  const inTheirOrder = (): HeldSource[] => [
    ...inputs.map(({ name, rows }) => ({ name, isListing: rows > 0 })),
    ...toCome.map(({ source: { name } }) => ({ name, isListing: true })),
  ];
  const give = (connection: Connection, input: number, joined: Joined | null): void =>
    sort(connection, input, sink, set, joined);
  const held = new HeldRows(join, inTheirOrder, give);
  for (const [index, { source, isArchive }] of listings.entries()) {
    if (watch?.isStopped === true) {
      tellUnread(inputs, listings.slice(index));
      break;
    }
    toCome = listings.slice(index);
    // Nothing is joined to its rows, and no other listing has them.
    const isDirect = join.isEmpty && !isArchive && (listings.length === 1 || isBig(source));
    // An archive gives several inputs, each after its rows.
    const given: FlowSink = {
      connection: (connection) =>
        isDirect ? give(connection, inputs.length, null) : held.take(connection, inputs.length),
      flows: isDirect ? (groups) => sortGroups(groups, inputs.length, sink, set) : undefined,
      told: between,
      starts: sink.addStarts === undefined ? undefined : (starts) => sink.addStarts?.(starts),
      keptClasses: keepPrivate ? [...PRIVATE_CLASSES] : [],
      addressCounts: isDirect && sink.count !== undefined ? (counts) => sortCounts(counts, sink, set) : undefined,
    };
    const companion = join.add.bind(join);
    const began = (written: number | undefined): void => held.began(inputs.length, written);
    const options = { hashing, hash, companion, watch, columns, contents, began };
    for await (const summary of readInputs(source, given, options)) inputs.push(summary);
  }
  toCome = [];
  held.release();
  if (held.repeated > 0) set.count('repeated', held.repeated);
  for (const [input, summary] of inputs.entries()) inputs[input] = held.cured(summary, input);
  await watch?.end();
  return { inputs: toldOnce(inputs), join, set, hashing };
}

/** A listing of one moment is short; rows of a log are not looked for in another. */
function isBig({ size }: ByteSource): boolean {
  return size === null || size > MOST_OF_A_MOMENT;
}

/**
 * Companions are read first, whatever their place on the command line; the rest is still to be read. Of what lies in a
 * folder and in an archive beside it the folder's counts, whose companions lie with it.
 */
async function told(
  sources: readonly ByteSource[],
): Promise<{ readonly listings: readonly FirstLook[]; readonly join: Join }> {
  const looks: FirstLook[] = [];
  for (const source of sources) looks.push(await firstLook(source));
  const listings = looks
    .filter(({ reading }) => reading === null)
    .sort((a, b) => Number(a.isFolder) - Number(b.isFolder));
  const join = new Join();
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

function sort(connection: Connection, input: number, sink: PeerSink, set: SetAside, joined: Joined | null): void {
  if (connection.state === 'listening' && connection.protocol.startsWith('tcp')) sink.addListener(connection);
  const { address: printed, cut, isAny } = connection.remote;
  if (isAny) return set.count('listener', connection.count);
  if (printed === null) return set.count(cut === null ? 'name' : 'cut-address', connection.count);
  const address = unmapped(printed);
  const isPeer = isGlobal(address);
  if (!isPeer && !set.isKept(address, connection.count)) return;
  if (joined?.isOwn(address) === true) return set.count('own-network', connection.count);
  if (isPeer) set.external += connection.count;
  sink.add(address, connection, input);
}

/** The same for rows that no companion says anything of. */
function sortGroups(groups: FlowGroups, input: number, sink: PeerSink, set: SetAside): void {
  const { length, rows, words, areOthers } = groups;
  const arePeers = new Uint8Array(length);
  for (let group = 0; group < length; group++) {
    const isWord = areOthers[group] === 0;
    const isPeer = isWord ? isGlobalIPv4(words[group]) : isGlobal(unmapped(groups.remote(group)));
    if (isPeer) set.external += rows[group];
    arePeers[group] = isPeer || set.isKept(unmapped(groups.remote(group)), rows[group]) ? 1 : 0;
  }
  sink.addGroups(arePeers, groups, input);
}

/** The same for rows of which nothing but their number is told. */
function sortCounts({ words, rows, globals, others }: AddressCounts, sink: PeerSink, set: SetAside): void {
  const rowsOfGlobals = rows.subarray(0, globals);
  const otherRows = others.rows.subarray(0, others.globals);
  set.external += sum(rowsOfGlobals) + sum(otherRows);
  sink.countRising?.(
    words.subarray(0, globals),
    rowsOfGlobals,
    others.words.subarray(0, others.globals * 4),
    otherRows,
  );
  for (let at = globals; at < words.length; at++)
    if (set.isKept(ipv4(words[at]), rows[at])) sink.count?.(words[at], rows[at]);
  for (let at = others.globals; at < others.rows.length; at++) {
    const [w0, w1, w2, w3] = others.words.subarray(at * 4);
    const address = ipv6(w0, w1, w2, w3);
    if (set.isKept(address, others.rows[at])) sink.count?.(address, others.rows[at]);
  }
}

function sum(rows: Uint32Array): number {
  let all = 0;
  for (let at = 0; at < rows.length; at++) all += rows[at];
  return all;
}

/** Counts what is no public peer, by address class. */
export class SetAside {
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
