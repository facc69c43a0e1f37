import { classify } from '../../address/classify.js';
import { formatAddress } from '../../address/format.js';
import { type Prefix, prefixContains } from '../../address/prefix.js';
import type { Address } from '../../address/address.js';
import type { Verdict } from '../../model/judgement.js';
import type { OnlinePlan, PlannedSource, Skipped } from '../../model/plan.js';
import { secondsFor } from './pace.js';
import { type Asked, type OnlineSource, type SourceInfo, PAP, type Pap, PAP_CEILING, TLP, type Tlp } from './source.js';
import type { Used } from './usage.js';

/** What the plan needs to know of a peer. */
export interface PlanPeer {
  readonly address: Address;
  readonly score: number;
  readonly verdict: Verdict;
  /** 0..1. */
  readonly coverage: number;
  /** The owner is one of the big platforms, whose addresses serve everybody. */
  readonly isPlatform: boolean;
}

export interface PlanInput {
  readonly peers: readonly PlanPeer[];
  readonly sources: readonly OnlineSource[];
  /** Names or services asked for; null: the default ones that have what they need. */
  readonly wanted: readonly string[] | null;
  readonly isActiveAllowed: boolean;
  /** Marking of the case; null: none, so every source may be asked. */
  readonly tlp: Tlp | null;
  /** What the case permits; null: not said. */
  readonly pap?: Pap | null;
  /** Also peers that are expected at a big platform. */
  readonly asksExpected: boolean;
  /** Blocks that the user excludes, and those of one's own way out. */
  readonly excluded: readonly Prefix[];
  readonly own: readonly Prefix[];
  hasKey(source: SourceInfo): boolean;
  isCached(source: SourceInfo, address: string): boolean;
  used(service: string): Used;
}

/** A plan for people, and what it means for the run. */
export interface MadePlan {
  readonly shown: OnlinePlan;
  /** Aligned with the sources that will be asked or have cached answers. */
  readonly jobs: readonly PlannedJob[];
  /** Sources that are not asked at all, and why. */
  readonly refused: readonly { readonly source: OnlineSource; readonly reason: string }[];
}

export interface PlannedJob {
  readonly source: OnlineSource;
  readonly asked: readonly Asked[];
  readonly cached: readonly Asked[];
  /** Addresses that this source is not asked about: text and reason. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/** The text under which an address is asked; null for one that is never sent. */
export function askedText(address: Address): string | null {
  const { lookup } = classify(address);
  return lookup === null ? null : formatAddress({ ...lookup, zone: null });
}

/**
 * Who would be told which addresses. Pure: nothing is sent, and the same input gives the same plan. Addresses that
 * could move a verdict most come first, so that a small quota goes to the unexplained and not to a big platform.
 */
export function planOnline(input: PlanInput): MadePlan {
  const skipped = new Tally();
  const ordered = inOrder(input, skipped);
  const jobs: PlannedJob[] = [];
  const refused: { source: OnlineSource; reason: string }[] = [];
  const sources: PlannedSource[] = [];
  const left = new Map<string, number>();
  for (const source of input.sources) {
    if (!isWanted(source, input)) continue;
    const refusal = refusalOf(source, input);
    if (refusal !== null) {
      refused.push({ source, reason: refusal });
      sources.push(planned(source, [], [], [{ reason: refusal, addresses: ordered.length }], input));
      continue;
    }
    const part = partOf(source, ordered, input, left);
    jobs.push(part);
    sources.push(planned(source, part.asked, part.cached, tallied(part.leftOut), input));
  }
  return { jobs, refused, shown: shownOf(sources, ordered, skipped) };
}

/**
 * How much an answer could move the verdict, by rank: who is neither explained nor condemned first, who is nearest to
 * a threshold before who is far from it, who is least covered before who is known well.
 */
const RANK: Readonly<Record<Verdict, number>> = { suspicious: 3, unexplained: 2, malicious: 1, expected: 0 };

function inOrder({ peers, excluded, own, asksExpected }: PlanInput, skipped: Tally): Asked[] {
  const found = new Map<string, { readonly asked: Asked; readonly peer: PlanPeer }>();
  for (const peer of peers) {
    const { lookup } = classify(peer.address);
    const address = lookup === null ? null : { ...lookup, zone: null };
    const reason =
      address === null
        ? 'private or special, never sent'
        : own.some((block) => prefixContains(block, address))
          ? 'your own address'
          : excluded.some((block) => prefixContains(block, address))
            ? 'excluded'
            : peer.verdict === 'expected' && peer.isPlatform && !asksExpected
              ? 'expected at a big platform'
              : null;
    if (reason !== null) skipped.add(reason);
    else if (address !== null) {
      const text = formatAddress(address);
      const before = found.get(text);
      if (before === undefined || compare(peer, before.peer) < 0) found.set(text, { asked: { address, text }, peer });
    }
  }
  return [...found.values()]
    .sort((a, b) => compare(a.peer, b.peer) || (a.asked.text < b.asked.text ? -1 : 1))
    .map(({ asked }) => asked);
}

function compare(a: PlanPeer, b: PlanPeer): number {
  return RANK[b.verdict] - RANK[a.verdict] || b.score - a.score || a.coverage - b.coverage;
}

function isWanted(source: OnlineSource, { wanted, isActiveAllowed }: PlanInput): boolean {
  if (wanted !== null) return wanted.includes(source.name) || wanted.includes(source.service);
  return source.isDefault && (source.kind === 'passive' || isActiveAllowed);
}

/** Why a source is not asked at all. */
function refusalOf(source: OnlineSource, input: PlanInput): string | null {
  const { tlp, pap = null } = input;
  if (source.kind === 'active' && !input.isActiveAllowed) return 'the peer may notice it: wants --active';
  const ceiling = PAP_CEILING[source.kind];
  if (pap !== null && PAP.indexOf(pap) > PAP.indexOf(ceiling)) {
    return `${source.kind}: not beyond PAP:${ceiling.toUpperCase()}, the case is PAP:${pap.toUpperCase()}`;
  }
  if (tlp !== null && TLP.indexOf(tlp) > TLP.indexOf(source.tlpCeiling)) {
    return `takes nothing above TLP:${source.tlpCeiling.toUpperCase()}, the case is TLP:${tlp.toUpperCase()}`;
  }
  if (source.key !== null && !source.key.isOptional && !input.hasKey(source)) {
    return `no key: ${source.key.env.join(' and ')}, or farend keys set ${source.service}`;
  }
  return null;
}

function partOf(
  source: OnlineSource,
  ordered: readonly Asked[],
  input: PlanInput,
  left: Map<string, number>,
): PlannedJob {
  const leftOut = new Map<string, string>();
  const cached: Asked[] = [];
  const open: Asked[] = [];
  for (const one of ordered) {
    if (!source.families.includes(one.address.family)) leftOut.set(one.text, `it knows no IPv${one.address.family}`);
    else if (input.isCached(source, one.text)) cached.push(one);
    else open.push(one);
  }
  const budget = left.get(source.service) ?? quotaLeft(source, input);
  const affordable = budget === null ? open.length : Math.min(open.length, budget * source.batch);
  const asked = open.slice(0, affordable);
  if (budget !== null) left.set(source.service, budget - requestsFor(source, asked.length));
  for (const { text } of open.slice(affordable)) leftOut.set(text, 'over the quota that is left');
  return { source, asked, cached, leftOut };
}

function tallied(leftOut: ReadonlyMap<string, string>): Skipped[] {
  const tally = new Tally();
  for (const reason of leftOut.values()) tally.add(reason);
  return tally.list();
}

function requestsFor({ batch }: SourceInfo, addresses: number): number {
  return Math.ceil(addresses / batch);
}

/** Requests that the day and the month still have, as far as this installation counted; null: no such limit. */
function quotaLeft({ quota, service }: SourceInfo, input: PlanInput): number | null {
  const { perDay, perMonth } = quota;
  if (perDay === undefined && perMonth === undefined) return null;
  const { today, thisMonth } = input.used(service);
  return Math.max(0, Math.min((perDay ?? Infinity) - today, (perMonth ?? Infinity) - thisMonth));
}

function planned(
  source: OnlineSource,
  asked: readonly Asked[],
  cached: readonly Asked[],
  skipped: readonly Skipped[],
  input: PlanInput,
): PlannedSource {
  const requests = requestsFor(source, asked.length);
  const { name, title, service, hosts, kind, tells, settings = null, tlpCeiling, quota } = source;
  return {
    name,
    title,
    service,
    hosts,
    kind,
    tells,
    settings,
    tlpCeiling,
    addresses: asked.map(({ text }) => text),
    cached: cached.length,
    requests,
    quotaLeft: quotaLeft(source, input),
    quotaNote: quota.note,
    seconds: requests === 0 ? 0 : Math.ceil(secondsFor(requests, quota)),
    skipped: skipped.filter(({ addresses }) => addresses > 0),
  };
}

function shownOf(sources: readonly PlannedSource[], ordered: readonly Asked[], skipped: Tally): OnlinePlan {
  const seconds = new Map<string, number>();
  for (const { service, seconds: own } of sources) seconds.set(service, (seconds.get(service) ?? 0) + own);
  return {
    addresses: ordered.map(({ text }) => text),
    sources,
    skipped: skipped.list(),
    requests: sources.reduce((sum, { requests }) => sum + requests, 0),
    // Services are asked at the same time, sources of one service in turn.
    seconds: Math.max(0, ...seconds.values()),
  };
}

class Tally {
  readonly #counts = new Map<string, number>();

  add(reason: string, addresses = 1): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + addresses);
  }

  list(): Skipped[] {
    return [...this.#counts]
      .filter(([, addresses]) => addresses > 0)
      .map(([reason, addresses]) => ({ reason, addresses }));
  }
}
