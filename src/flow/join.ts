import type { Address } from '../address/address.js';
import { classify } from '../address/classify.js';
import { formatAddress } from '../address/format.js';
import { prefixContains } from '../address/prefix.js';
import type { CompanionFacts, CompanionSummary, OwnNetwork, Signature } from '../model/companion.js';
import type { Connection } from '../model/connection.js';
import type { Fact } from '../model/fact.js';
import { hostDoubts, timeDoubts } from './_doubts.js';
import { addressMisfit, isProved, type ListingTraits, misfit, shortHost, traitsOf } from './_fits-listing.js';
import { KnownProcesses } from './_known-processes.js';
import type { Places } from './_places.js';

/** A larger network than this is nobody's own, whatever a mask says. */
const LARGEST_OWN = { 4: 8, 6: 32 } as const;
const NOTES_KEPT = 20;
const NAMES_PER_ADDRESS = 20;
const DAY = 86_400_000;
/** Companions that list every address of their computer; a route or a neighbour shows one of them. */
const ALL_ADDRESSES: ReadonlySet<string> = new Set(['ipconfig', 'ifconfig']);

/** A companion as it was read. */
export interface Reading {
  readonly facts: CompanionFacts;
  readonly summary: CompanionSummary;
  /** When its file was last written, milliseconds since 1970. */
  readonly written: number | null;
}

interface Told extends Reading {
  readonly scope: string;
  joined: number;
  readonly notes: string[];
}

/** One listing with what companions add to it. */
export interface Joined {
  /** The row with its process, and the names that led to its far end. */
  apply(connection: Connection): Connection;
  /** Own address, gateway or network: no peer. */
  isOwn(address: Address): boolean;
  /** Rows that got a program's name or path which they didn't have. */
  readonly named: number;
}

/**
 * Joins companions to listings by process number, path and address. A companion belongs to the listings nearest to it
 * (`_places`), and to others whose processes prove it. One of another computer or time is noticed, said and left out.
 */
export class Join {
  readonly #told: Told[] = [];

  get isEmpty(): boolean {
    return this.#told.length === 0;
  }

  add({ facts, summary, written }: Reading): void {
    const notes = [...summary.notes];
    for (const { status, path, said } of facts.signatures.values()) {
      if (status === 'invalid' && notes.length < NOTES_KEPT) notes.push(`the signature of ${path} is bad: ${said}`);
    }
    this.#told.push({ facts, summary, written, scope: scopeOf(summary.name), joined: 0, notes });
  }

  /**
   * Decides what belongs to a listing (by its name, where all listings lie, its first rows and when its file was written) and
   * how it is joined.
   */
  listing(name: string, rows: readonly Connection[], places: Places, written: number | null = null): Joined {
    const traits = traitsOf(rows);
    const accepted: number[] = [];
    this.#told.forEach((told, at) => {
      if (!places.isNear(told.summary.name, name) && !isProved(traits, told.facts)) return;
      const why = this.#misfit(traits, told, at);
      if (why === null) accepted.push(at);
      else say(told, name, why);
    });
    return new JoinedListing(this.#told, this.#withoutDoubt(name, traits, accepted, written));
  }

  /** Says what speaks against some of what was accepted, and leaves out what is of another computer. */
  #withoutDoubt(name: string, traits: ListingTraits, accepted: readonly number[], written: number | null): number[] {
    const candidates = accepted.map((at) => ({ ...this.#told[at], at, host: this.#hostOf(this.#told[at]) }));
    const refused = new Set<number>();
    for (const { at, says, isRefused } of [
      ...hostDoubts(traits, candidates),
      ...timeDoubts(traits, written, candidates),
    ]) {
      if (isRefused) refused.add(at);
      say(this.#told[at], name, says);
    }
    return accepted.filter((at) => !refused.has(at));
  }

  #misfit(traits: ListingTraits, told: Told, at: number): string | null {
    const early = this.#told.find(({ facts, scope }, other) => {
      const [a, b] = [facts.capturedAt, told.facts.capturedAt];
      return other < at && scope === told.scope && a !== null && b !== null && Math.abs(a - b) > DAY;
    });
    if (early !== undefined) return `it was made more than a day apart from ${early.summary.name}: not joined`;
    const why = misfit(traits, told.facts, this.#hostOf(told));
    return why === null && ALL_ADDRESSES.has(told.summary.kind) ? addressMisfit(traits, told.facts) : why;
  }

  /** A process list rarely names its computer; the note or systeminfo beside it does. */
  #hostOf({ facts, scope }: Told): string | null {
    if (facts.host !== null) return facts.host;
    const hosts = this.#told.filter((other) => other.scope === scope && other.facts.host !== null);
    const names = new Set(hosts.map((other) => shortHost(other.facts.host ?? '')));
    return names.size === 1 ? (hosts[0]?.facts.host ?? null) : null;
  }

  /** What companions state of an address; their origin is in each fact. */
  factsOf(address: Address): Fact[] {
    const key = keyOf(address);
    return this.#facts().get(key) ?? [];
  }

  #byAddress: Map<string, Fact[]> | null = null;

  #facts(): Map<string, Fact[]> {
    if (this.#byAddress !== null) return this.#byAddress;
    const facts = new Map<string, Fact[]>();
    for (const told of this.#told) {
      for (const { address, fact } of told.facts.facts) {
        const key = keyOf(address);
        const known = facts.get(key) ?? [];
        if (!known.some(({ what, value }) => what === fact.what && value === fact.value)) known.push(fact);
        facts.set(key, known);
      }
    }
    this.#byAddress = facts;
    return facts;
  }

  summaries(): CompanionSummary[] {
    return this.#told.map(({ summary, joined, notes }) => ({ ...summary, joined, notes: notes.slice(0, NOTES_KEPT) }));
  }
}

function say({ notes }: Told, listing: string, text: string): void {
  const said = `${listing}: ${text}`;
  if (notes.length < NOTES_KEPT && !notes.includes(said)) notes.push(said);
}

/** The rows of one listing on their way. */
class JoinedListing implements Joined {
  named = 0;
  readonly #told: readonly Told[];
  readonly #processes: KnownProcesses;
  readonly #names = new Map<string, { readonly names: string[]; readonly from: Set<number> }>();
  readonly #own = new Set<string>();
  readonly #networks: { readonly network: OwnNetwork; readonly from: number }[] = [];
  readonly #saidNetworks = new Set<OwnNetwork>();
  readonly #saidReused = new Set<number>();

  constructor(told: readonly Told[], accepted: readonly number[]) {
    this.#told = told;
    const signatures = new Map<string, Signature>();
    let signers = -1;
    for (const at of accepted) {
      const found = told[at]?.facts.signatures;
      if (found === undefined || found.size === 0) continue;
      signers = at;
      for (const [path, signature] of found) if (!signatures.has(path)) signatures.set(path, signature);
    }
    this.#processes = new KnownProcesses(signatures, signers);
    for (const at of accepted) this.#take(told[at], at);
  }

  #take(told: Told | undefined, at: number): void {
    if (told === undefined) return;
    const { processes, names, own } = told.facts;
    this.#processes.add(processes, at);
    for (const { address, name } of names) this.#addName(address, name, at);
    for (const address of [...own.addresses, ...own.gateways]) this.#own.add(keyOf(address));
    for (const network of own.networks) {
      const isProved = network.self !== null && network.length >= LARGEST_OWN[network.first.family];
      if (isProved && classify(network.first).isGlobal) this.#networks.push({ network, from: at });
    }
  }

  #addName(address: Address, name: string, at: number): void {
    // Every hosts file names the computer itself: no far end.
    if (classify(address).class === 'loopback') return;
    const key = keyOf(address);
    const known = this.#names.get(key) ?? { names: [], from: new Set<number>() };
    if (known.names.length < NAMES_PER_ADDRESS && !known.names.includes(name)) known.names.push(name);
    known.from.add(at);
    this.#names.set(key, known);
  }

  apply(connection: Connection): Connection {
    const enriched = this.#processes.enrich(connection.process);
    const { address } = connection.remote;
    const names = address === null || this.#names.size === 0 ? undefined : this.#names.get(keyOf(address));
    for (const pid of this.#processes.reused) this.#sayReused(pid);
    if (enriched === null && names === undefined) return connection;
    const helpers = new Set([...(enriched?.from ?? []), ...(names?.from ?? [])]);
    for (const at of helpers) this.#count(at, connection.count);
    if (enriched !== null && connection.process?.name == null && connection.process?.path == null) {
      this.named += connection.count;
    }
    return {
      ...connection,
      process: enriched?.process ?? connection.process,
      remoteNames: names === undefined ? connection.remoteNames : [...connection.remoteNames, ...names.names],
    };
  }

  #count(at: number, rows: number): void {
    const told = this.#told[at];
    if (told !== undefined) told.joined += rows;
  }

  #sayReused(pid: number): void {
    if (this.#saidReused.has(pid)) return;
    this.#saidReused.add(pid);
    const lists = this.#told.filter(({ facts }) => facts.processes.has(pid));
    for (const { notes } of lists) {
      if (notes.length < NOTES_KEPT) notes.push(`process ${pid} is another program in the listing: not joined`);
    }
  }

  isOwn(address: Address): boolean {
    if (this.#own.size > 0 && this.#own.has(keyOf(address))) return true;
    for (const { network, from } of this.#networks) {
      if (!prefixContains({ ...network, hostBits: false }, address)) continue;
      this.#sayOwn(network, from);
      return true;
    }
    return false;
  }

  #sayOwn(network: OwnNetwork, from: number): void {
    if (this.#saidNetworks.has(network)) return;
    this.#saidNetworks.add(network);
    const told = this.#told[from];
    const text = `${formatAddress(network.first)}/${network.length}`;
    if (told !== undefined && told.notes.length < NOTES_KEPT)
      told.notes.push(`${text} is the computer's own network: no peers`);
  }
}

/** An archive, or the folder of a file: what lies together was gathered together. */
function scopeOf(name: string): string {
  const member = name.indexOf('!');
  if (member > 0) return name.slice(0, member);
  if (/\.(?:zip|tar|tgz|gz|zst)$/i.test(name)) return name;
  return name.slice(0, Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'), 0));
}

/** IPv4-mapped addresses are their IPv4 (RFC 4291 section 2.5.5.2); zones don't count. */
function keyOf({ family, w0, w1, w2, w3 }: Address): string {
  const is4 = family === 4 || (w0 === 0 && w1 === 0 && w2 === 0xffff);
  return is4 ? `${w3 >>> 0}` : `${w0 >>> 0},${w1 >>> 0},${w2 >>> 0},${w3 >>> 0}`;
}
