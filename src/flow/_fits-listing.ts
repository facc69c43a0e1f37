import type { Address } from '../address/address.js';
import { classify } from '../address/classify.js';
import { formatAddress } from '../address/format.js';
import type { CompanionFacts } from '../model/companion.js';
import type { Connection, Process } from '../model/connection.js';
import { isSameProgram } from './_same-program.js';

/** Above this share of shared process numbers with another program, the list is of another computer or time. */
const MOST_DIFFERENT = 0.3;
/** Without names to compare, the list must at least know most processes of the listing. */
const LEAST_KNOWN = 0.5;
const ENOUGH_PIDS = 4;
/** Another computer has few of a listing's process numbers by chance. */
const NEARLY_ALL = 0.9;
const DAY = 86_400_000;
const SAME_EVERYWHERE: ReadonlySet<string> = new Set(['loopback', 'link-local', 'unspecified']);

/** What the rows of one listing say of where and when it was made. */
export interface ListingTraits {
  readonly processes: ReadonlyMap<number, Process>;
  /** The host that all rows name, or null. */
  readonly host: string | null;
  readonly from: number | null;
  readonly to: number | null;
  /** IPv4 addresses at the own end of sockets that a process of that computer holds; none where rows name several computers. */
  readonly own: ReadonlySet<string>;
}

export function traitsOf(rows: readonly Connection[]): ListingTraits {
  const processes = new Map<number, Process>();
  const hosts = new Set<string>();
  const own = new Set<string>();
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { process, host, time, local } of rows) {
    const pid = process?.pid ?? 0;
    if (process !== null && pid > 0 && (processes.get(pid)?.name ?? null) === null) processes.set(pid, process);
    if (host !== null) hosts.add(host);
    const address = pid > 0 ? ownText(local?.address ?? null) : null;
    if (address !== null) own.add(address);
    if (time === null) continue;
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  const isTimed = from <= to;
  return {
    processes,
    host: hosts.size === 1 ? ([...hosts][0] ?? null) : null,
    from: isTimed ? from : null,
    to: isTimed ? to : null,
    own: hosts.size > 1 ? new Set() : own,
  };
}

/** An IPv4 address that tells computers apart: none of loopback, of a link or of nobody. IPv6 ones change by the day. */
function ownText(address: Address | null): string | null {
  if (address === null) return null;
  const { class: kind, embedded } = classify(address);
  const plain = kind === 'v4-mapped' && embedded !== null ? embedded : address;
  return plain.family === 4 && !SAME_EVERYWHERE.has(classify(plain).class) ? formatAddress(plain) : null;
}

/** `facts` are of a list of all own addresses (ipconfig, ip addr): those of the listing's sockets must be among them. */
export function addressMisfit(listing: ListingTraits, facts: CompanionFacts): string | null {
  const own = facts.own.addresses.map(ownText).filter((text) => text !== null);
  const [theirs] = own;
  const [ours] = listing.own;
  if (theirs === undefined || ours === undefined || own.some((text) => listing.own.has(text))) return null;
  return `none of its addresses (${theirs}) is one that connections of the listing are from (${ours}), so it is of another computer or time: not joined`;
}

/** Why a companion can't belong to a listing, as one sentence; null when it may. */
export function misfit(listing: ListingTraits, facts: CompanionFacts, host: string | null): string | null {
  if (host !== null && listing.host !== null && shortHost(host) !== shortHost(listing.host)) {
    return `it is of the computer ${host}, the listing of ${listing.host}: not joined`;
  }
  const { capturedAt } = facts;
  if (capturedAt !== null && listing.from !== null && listing.to !== null) {
    const gap = Math.max(listing.from - capturedAt, capturedAt - listing.to);
    const days = Math.floor(gap / DAY);
    if (gap > DAY) return `it was made ${days} ${days === 1 ? 'day' : 'days'} apart from the listing: not joined`;
  }
  return facts.processes.size === 0 ? null : processMisfit(listing, facts);
}

function processMisfit(listing: ListingTraits, facts: CompanionFacts): string | null {
  const { processes } = listing;
  const { shared, compared, different } = sharedProcesses(listing, facts);
  if (compared > 0 && different / compared > MOST_DIFFERENT) {
    return `${different} of ${compared} process numbers that it shares with the listing belong to other programs, so it is of another computer or time: not joined`;
  }
  const isUnproved = compared === 0 && processes.size >= ENOUGH_PIDS;
  return isUnproved && shared / processes.size < LEAST_KNOWN
    ? `it knows only ${shared} of the ${processes.size} process numbers of the listing, so it is of another computer or time: not joined`
    : null;
}

/** Process numbers that both have, those of them whose programs can be compared, and those with other programs. */
function sharedProcesses(
  { processes }: ListingTraits,
  facts: CompanionFacts,
): { readonly shared: number; readonly compared: number; readonly different: number } {
  let [shared, compared, different] = [0, 0, 0];
  for (const [pid, listed] of processes) {
    const known = facts.processes.get(pid);
    if (known === undefined) continue;
    shared += 1;
    const isSame = isSameProgram(listed, known);
    if (isSame === null) continue;
    compared += 1;
    if (!isSame) different += 1;
  }
  return { shared, compared, different };
}

/** True when more than chance speaks for a companion: an own address, programs by their numbers, or nearly all numbers. */
export function isProved(listing: ListingTraits, facts: CompanionFacts): boolean {
  if (facts.own.addresses.some((address) => listing.own.has(ownText(address) ?? ''))) return true;
  const { shared, compared, different } = sharedProcesses(listing, facts);
  if (compared > 0) return compared >= ENOUGH_PIDS && different / compared <= MOST_DIFFERENT;
  return shared >= ENOUGH_PIDS && shared / listing.processes.size >= NEARLY_ALL;
}

/** `DESKTOP-1.corp.example` and `desktop-1` are one computer. */
export function shortHost(host: string): string {
  return host.toLowerCase().split('.', 1)[0] ?? '';
}
