import type { OnlineAnswer, Reputation, ReputationEvidence, ReputationMeaning } from '../../model/answer.js';
import type { NetworkKind } from '../../model/knowledge.js';
import type { ListDirection } from '../../model/listing.js';
import { reputationSources } from './sources/index.js';

/** What is known of the peer that the services don't know. */
export interface ReputationContext {
  readonly now: Date;
  /** Who opened the connections that we see; null when it can't be told. */
  readonly direction: 'outbound' | 'inbound' | null;
  /** What the network of the address is for, from the pack; null: not known. */
  readonly networkKind: NetworkKind | null;
  /** Remote service ports in use. Empty: not known. */
  readonly ports: readonly number[];
  /** 0..1 for the name of a source. Default: what the sources say of themselves. */
  readonly reliabilityOf?: (source: string) => number;
}

/** All that the services say about one address. */
export interface ReputationWeight {
  /** Independent evidence, strongest first. What speaks for the address (`known-good`) is among it. */
  readonly evidence: readonly ReputationEvidence[];
  /** 0..1: all evidence against it, by 1 - product of (1 - strength). */
  readonly against: number;
  /** 0..1: what vouches for it: allow-lists, and that it belongs to a platform which serves everybody. */
  readonly inFavour: number;
  /** `against` - `inFavour`, -1..1: to order addresses by. 0 is an address that nobody knows: neither bad nor clean. */
  readonly lean: number;
  /** One sentence when independent services contradict one another, or null. */
  readonly disagreement: string | null;
  /** Share of the sources asked that answered, 0..1. A source that failed lowers this and nothing else. */
  readonly coverage: number;
}

/** How bad each meaning is if it is true; 0: context, never guilt. */
const SEVERITY: Readonly<Record<ReputationMeaning, number>> = {
  c2: 1,
  payload: 0.9,
  'criminal-network': 0.8,
  sinkhole: 0.8,
  malware: 0.7,
  overall: 0.7,
  attacker: 0.5,
  abuse: 0.5,
  watch: 0.5,
  anonymiser: 0.3,
  scanner: 0.2,
  spam: 0.2,
  exposure: 0,
  hosting: 0,
  'known-good': 0,
  allow: 0,
};

/** Days after which an opinion counts half; infrastructure of malware outlives a noisy host. */
const HALF_LIFE_DAYS: Readonly<Partial<Record<ReputationMeaning, number>>> = {
  c2: 90,
  payload: 60,
  malware: 180,
  attacker: 30,
  abuse: 30,
  scanner: 30,
  spam: 30,
};
const USUAL_HALF_LIFE_DAYS = 180;

/** What the crowd reports about a machine that serves millions says how well known it is. */
const CROWD: ReadonlySet<ReputationMeaning> = new Set(['attacker', 'abuse', 'scanner', 'spam', 'overall', 'malware']);

/** How much is left of the crowd's reports, and of a verified indicator, by what the network is for. */
const SHARED: Readonly<Partial<Record<NetworkKind, readonly [crowd: number, indicator: number]>>> = {
  'cloud-platform': [0.1, 0.5],
  resolver: [0.1, 0.5],
  cdn: [0.15, 0.5],
  'cloud-tenant': [0.3, 1],
};

/** How far belonging there vouches for an address, before anybody is asked. */
const VOUCHES: Readonly<Partial<Record<NetworkKind, number>>> = {
  'cloud-platform': 0.6,
  resolver: 0.5,
  cdn: 0.3,
  'cloud-tenant': 0.1,
};

const DAY_MS = 86_400_000;

/** Below this a service calls an address harmless, above the other bad. */
const HARMLESS = 0.1;
const BAD = 0.5;

/**
 * Reduces the answers of all sources about one address to independent evidence. An opinion counts by the reliability
 * of its source, what it says, whether it speaks of connections like ours, whose network it is and its age; sources
 * that republish one origin count once, with the strongest. Failed sources lower `coverage` only.
 */
export function reputationWeight(answers: readonly OnlineAnswer[], context: ReputationContext): ReputationWeight {
  const heard = answers.filter(({ answer }) => answer === 'known');
  const voices = heard.flatMap((answer) =>
    answer.reputation.map((opinion) => voiceOf(answer.source, opinion, context)),
  );
  const bad = independent(voices.filter(({ opinion }) => SEVERITY[opinion.meaning] > 0));
  const good = independent(voices.filter(({ opinion }) => isGood(opinion.meaning)));
  const neutral = independent(
    voices.filter(({ opinion }) => SEVERITY[opinion.meaning] === 0 && !isGood(opinion.meaning)),
  );
  const owner = context.networkKind === null ? 0 : (VOUCHES[context.networkKind] ?? 0);
  const against = together(bad.map(strongest));
  const inFavour = together([owner, ...good.map(strongest)]);
  const asked = answers.length;
  const failed = answers.filter(({ answer }) => answer === 'could-not-ask').length;
  return {
    evidence: [...bad, ...good, ...neutral].map(evidenceOf).toSorted(byStrength),
    against,
    inFavour,
    lean: against - inFavour,
    disagreement: disagreementOf(voices),
    coverage: asked === 0 ? 0 : (asked - failed) / asked,
  };
}

/** One opinion with what it is worth here. */
interface Voice {
  readonly source: string;
  readonly opinion: Reputation;
  readonly strength: number;
}

function voiceOf(source: string, opinion: Reputation, context: ReputationContext): Voice {
  const reliability = (context.reliabilityOf ?? ownReliability)(source);
  if (isGood(opinion.meaning)) return { source, opinion, strength: reliability * (1 - (opinion.score ?? 0.2)) };
  const strength =
    reliability *
    (opinion.score ?? 0) *
    SEVERITY[opinion.meaning] *
    directionFactor(opinion.direction, context.direction) *
    ownerFactor(opinion.meaning, context.networkKind) *
    portFactor(opinion, context.ports) *
    ageFactor(opinion, context.now);
  return { source, opinion, strength: Math.min(1, strength) };
}

/** Who attacks servers isn't thereby one that our computer should not call. */
function directionFactor(speaksOf: ListDirection, ours: ReputationContext['direction']): number {
  if (speaksOf === 'both' || speaksOf === ours) return 1;
  if (ours === null) return speaksOf === 'outbound' ? 1 : 0.4;
  return speaksOf === 'inbound' ? 0.15 : 0.5;
}

function ownerFactor(meaning: ReputationMeaning, kind: NetworkKind | null): number {
  const [crowd, indicator] = (kind === null ? undefined : SHARED[kind]) ?? [1, 1];
  return CROWD.has(meaning) ? crowd : indicator;
}

/** An indicator of `ip:port` on the port that we use is as good as it gets; on another it is a neighbour. */
function portFactor({ port }: Reputation, ports: readonly number[]): number {
  if (port === undefined || port === null || ports.length === 0) return 1;
  return ports.includes(port) ? 1.05 : 0.65;
}

function ageFactor({ meaning, lastSeen }: Reputation, now: Date): number {
  const days = lastSeen === null ? 0 : (now.getTime() - Date.parse(lastSeen)) / DAY_MS;
  return Number.isNaN(days) ? 1 : 0.5 ** (Math.max(0, days) / (HALF_LIFE_DAYS[meaning] ?? USUAL_HALF_LIFE_DAYS));
}

function isGood(meaning: ReputationMeaning): boolean {
  return meaning === 'known-good' || meaning === 'allow';
}

/** Voices in groups that share no origin, strongest voice first in each. */
function independent(voices: readonly Voice[]): Voice[][] {
  const groups: { origins: Set<string>; voices: Voice[] }[] = [];
  for (const voice of voices.toSorted((a, b) => b.strength - a.strength)) {
    const own = [voice.source, ...voice.opinion.origins].map(rootOf);
    const kin = groups.filter((group) => own.some((origin) => group.origins.has(origin)));
    const into = kin[0] ?? { origins: new Set<string>(), voices: [] };
    if (kin.length === 0) groups.push(into);
    for (const other of kin.slice(1)) {
      for (const origin of other.origins) into.origins.add(origin);
      into.voices.push(...other.voices);
      groups.splice(groups.indexOf(other), 1);
    }
    for (const origin of own) into.origins.add(origin);
    into.voices.push(voice);
  }
  return groups.map((group) => group.voices.toSorted((a, b) => b.strength - a.strength));
}

/** A source with one origin only, itself by another name, is that origin: `internetdb` is `shodan`. */
function rootOf(name: string): string {
  const source = reputationSources.find((each) => each.name === name);
  return source?.origins.length === 1 ? (source.origins[0] ?? name) : name;
}

function strongest(group: readonly Voice[]): number {
  return group[0]?.strength ?? 0;
}

/** All of them together; the order doesn't matter. */
function together(strengths: readonly number[]): number {
  return 1 - strengths.reduce((rest, strength) => rest * (1 - strength), 1);
}

function evidenceOf(group: readonly Voice[]): ReputationEvidence {
  const [first] = group;
  if (first === undefined) throw new Error('a group without a voice');
  const { meaning, direction, label, lastSeen } = first.opinion;
  const words = new Set(group.map(({ source, opinion }) => `${titleOf(source)}: ${opinion.raw}`));
  return {
    meaning,
    direction,
    strength: Math.round(first.strength * 1000) / 1000,
    says: `${[...words].slice(0, 4).join('; ')}${lastSeen === null ? '' : ` (last seen ${lastSeen})`}`,
    label,
    lastSeen,
    sources: [...new Set(group.map(({ source }) => source))],
    origins: [...new Set(group.flatMap(({ opinion }) => opinion.origins))].toSorted(),
  };
}

/** Some service calls it bad, and another that repeats nothing of it calls it harmless: the reader should know. */
function disagreementOf(voices: readonly Voice[]): string | null {
  const bad = voices.find(({ opinion }) => SEVERITY[opinion.meaning] >= 0.5 && (opinion.score ?? 0) >= BAD);
  if (bad === undefined) return null;
  const good = voices.find(({ source, opinion }) => {
    const speaks = isGood(opinion.meaning) || SEVERITY[opinion.meaning] >= 0.5;
    const isOther =
      rootOf(source) !== rootOf(bad.source) && !opinion.origins.some((key) => bad.opinion.origins.includes(key));
    return speaks && isOther && (opinion.score ?? 1) <= (isGood(opinion.meaning) ? 0.2 : HARMLESS);
  });
  if (good === undefined) return null;
  return `${titleOf(bad.source)} says ${bad.opinion.raw}, but ${titleOf(good.source)} says ${good.opinion.raw}`;
}

function byStrength(a: ReputationEvidence, b: ReputationEvidence): number {
  return b.strength - a.strength || (a.sources[0] ?? '').localeCompare(b.sources[0] ?? '');
}

function ownReliability(name: string): number {
  return reputationSources.find((source) => source.name === name)?.reliability ?? 0;
}

function titleOf(name: string): string {
  return reputationSources.find((source) => source.name === name)?.title ?? name;
}
