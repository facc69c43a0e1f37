import type { Prefix } from '../address/prefix.js';
import {
  AnswerCache,
  askedText,
  type Keychain,
  KeyRing,
  type MadePlan,
  type OnlineEffects,
  type OnlineSource,
  onlineSourcesOf,
  type OnlineWorld,
  PAP,
  type Pap,
  planOnline,
  type PlanPeer,
  type Progress,
  realOnlineEffects,
  reputationWeight,
  runOnline,
  type SourceInfo,
  TLP,
  type Tlp,
  Usage,
  type XforceThresholds,
} from '../enrich/online/index.js';
import { judge } from '../judge/index.js';
import type { OnlineAnswer } from '../model/answer.js';
import { UserError } from '../model/errors.js';
import { DISAGREEMENT, type LedgerEntry } from '../model/fact.js';
import type { Investigation, JudgedPeer, ToldService } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';
import type { OnlinePlan } from '../model/plan.js';
import { AskedPeers, type PeerAnswers, type Rejudge } from './_asked-peers.js';
import { OrganisationTallies } from './_organisation-tallies.js';
import { verdictCounts } from './_verdict-counts.js';

export {
  type Keychain,
  type KeyPlace,
  openKeychain,
  parseEndpoints,
  parseThresholds,
  type XforceThresholds,
} from '../enrich/online/index.js';
export { type OnlineEffects, PAP, type Progress, realOnlineEffects, TLP, type Tlp };

export interface AskOptions {
  /** Names of sources or services, `all`, or null for the default ones. */
  readonly wanted: readonly string[] | null;
  readonly isActiveAllowed: boolean;
  readonly tlp: Tlp | null;
  readonly pap?: Pap | null;
  /** Also peers that are expected at a big platform. */
  readonly asksExpected: boolean;
  readonly excluded: readonly Prefix[];
  /** Addresses of one's own way out. */
  readonly own: readonly Prefix[];
  /** Asks although an answer is on disk. */
  readonly isRefreshed: boolean;
  /** Oldest answer that is used again; null: what each source allows. */
  readonly maxAgeHours: number | null;
}

/** Where answers, the account of requests and keys are kept. */
export interface AskPlaces {
  readonly cache: AnswerCache;
  readonly usage: Usage;
  readonly keys: KeyRing;
  /** Every source that could be asked. */
  readonly sources: readonly OnlineSource[];
}

/** What the places are opened with. */
export interface AskWorld {
  readonly env: OnlineWorld['env'];
  readonly keychain: Keychain | null;
  /** Null: the usual ones. */
  readonly thresholds?: XforceThresholds | null;
}

/** Opens them in the folder for the user's data; nothing is made before it is needed. */
export function askPlaces(home: string, { env, keychain, thresholds = null }: AskWorld): AskPlaces {
  return {
    cache: new AnswerCache(`${home}/online/answers`),
    usage: new Usage(`${home}/online/usage`),
    keys: new KeyRing(env, `${home}/keys.json`, keychain),
    sources: onlineSourcesOf(home, thresholds),
  };
}

/** A plan and what is needed to carry it out. */
export interface Asking {
  readonly plan: OnlinePlan;
  readonly made: MadePlan;
  /** Answers that are on disk, by source and address. */
  readonly kept: ReadonlyMap<string, OnlineAnswer>;
}

/** Plans who would be told what; sends nothing. Throws UserError for an unknown source. */
export function planAsk(
  { peers }: Investigation,
  options: AskOptions,
  { cache, usage, keys, sources: table }: AskPlaces,
  now: Date,
): Asking {
  const kept = new Map<string, OnlineAnswer>();
  const isCached = (source: SourceInfo, address: string): boolean => {
    const answer = options.isRefreshed ? null : cache.get(source, address, now, options.maxAgeHours);
    if (answer !== null) kept.set(keyOf(source.name, address), answer);
    return answer !== null;
  };
  const made = planOnline({
    ...options,
    peers: [...planPeers(peers)],
    sources: table,
    wanted: wantedNames(options.wanted, table),
    hasKey: ({ key, service }) => key === null || keys.secrets(service, key) !== null,
    isCached,
    used: (service) => usage.used(service, now),
  });
  return { plan: made.shown, made, kept };
}

function* planPeers(peers: Iterable<JudgedPeer>): Iterable<PlanPeer> {
  for (const { peer, owner, judgement } of peers) {
    const { score, verdict, coverage } = judgement;
    yield { address: peer.address, score, verdict, coverage, isPlatform: owner.network.provider !== null };
  }
}

function wantedNames(wanted: readonly string[] | null, table: readonly OnlineSource[]): readonly string[] | null {
  if (wanted === null) return null;
  const names = table.map(({ name }) => name);
  if (wanted.includes('all')) return names;
  const unknown = wanted.filter((name) => !table.some((source) => source.name === name || source.service === name));
  if (unknown.length === 0) return wanted;
  throw new UserError(`no online source ${unknown.join(', ')}`, `Sources: all, ${names.join(', ')}`);
}

/** The investigation with answers, and whether some source could not be asked. */
export interface Asked {
  readonly investigation: Investigation;
  readonly hasFailed: boolean;
}

/**
 * Carries a plan out: answers on disk first, then the services; every answer that comes is kept on disk at once, so
 * that an interrupted run goes on where it stopped. Facts, ledger and judgement of the peers are renewed. Never throws
 * for what a service does.
 */
export async function ask(
  investigation: Investigation,
  { made, kept }: Asking,
  { cache, usage, keys, sources: table }: AskPlaces,
  effects: OnlineEffects,
  tell: (progress: Progress) => void,
  rejudge?: Rejudge,
): Promise<Asked> {
  const sources = new Map(made.jobs.map(({ source }) => [source.name, source]));
  const answers = new Map<string, OnlineAnswer[]>();
  const take = (answer: OnlineAnswer): void =>
    void answers.set(answer.address, [...(answers.get(answer.address) ?? []), answer]);
  for (const answer of kept.values()) take(answer);
  const jobs = made.jobs
    .filter(({ asked }) => asked.length > 0)
    .map(({ source, asked }) => ({
      source,
      asked,
      secrets: source.key === null ? [] : (keys.secrets(source.service, source.key) ?? []),
    }));
  await runOnline(jobs, effects, {
    answer(answer) {
      take(answer);
      const source = sources.get(answer.source);
      if (source !== undefined) cache.keep(source, answer);
    },
    sent: (service) => usage.sent(service, effects.now()),
    progress: tell,
  });
  if (jobs.length > 0) cache.sweep(effects.now());
  const hasFailed = [...answers.values()].flat().some(({ answer }) => answer === 'could-not-ask');
  // Also of services that were asked earlier and are not asked now.
  const known = new Map(table.map((source) => [source.name, source]));
  const again: Rejudge = rejudge ?? ((peer, heard) => judgedAgain(peer, heard, known, effects.now()));
  const answered = withAnswers(investigation, made, inOneOrder(answers, made), again);
  const told = toldTo(made, [...answers.values()].flat());
  return { investigation: told.length === 0 ? answered : { ...answered, told }, hasFailed };
}

/** Who got to see how many addresses. What was stopped before its turn was not sent. */
function toldTo({ jobs }: MadePlan, answers: readonly OnlineAnswer[]): ToldService[] {
  const counts = new Map<string, number>();
  for (const { source, isCached, obstacle } of answers) {
    if (!isCached && obstacle !== 'stopped') counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return jobs.flatMap(({ source: { name, title } }) => {
    const addresses = counts.get(name);
    return addresses === undefined ? [] : [{ title, addresses }];
  });
}

/** A source that says nothing of its own reliability counts half. */
const USUAL_RELIABILITY = 0.5;

/** The peer with what services say of it weighed too. */
function judgedAgain(
  peer: JudgedPeer,
  answers: readonly OnlineAnswer[],
  sources: ReadonlyMap<string, SourceInfo>,
  now: Date,
): JudgedPeer {
  const { directions, ports } = peer.peer;
  const context = {
    now,
    direction: ports.some(({ isLocal }) => !isLocal) || directions.outbound !== undefined ? 'outbound' : 'inbound',
    networkKind: peer.owner.network.kind,
    ports: ports.filter(({ isLocal }) => !isLocal).map(({ port }) => port),
    reliabilityOf: (name: string) => sources.get(name)?.reliability ?? USUAL_RELIABILITY,
  } as const;
  const { evidence: reputation, disagreement } = reputationWeight(answers, context);
  // Registries have no opinion: nothing to judge again. Earlier answers are counted in the coverage already.
  if (reputation.length === 0 && peer.reputation.length === 0 && peer.answers === undefined) return peer;
  const said = { what: DISAGREEMENT, source: 'answers compared', asOf: now.toISOString().slice(0, 10) };
  const before = peer.facts.filter(({ what }) => what !== DISAGREEMENT);
  const facts = disagreement === null ? before : [...before, { ...said, value: disagreement }];
  const subject = { ...peer, facts, reputation };
  return { ...subject, judgement: judge(subject, { prior: peer.judgement.prior }) };
}

/** Answers come as they come; reports want the same order each time. */
function inOneOrder(answers: ReadonlyMap<string, OnlineAnswer[]>, { jobs }: MadePlan): Map<string, OnlineAnswer[]> {
  const rank = new Map(jobs.map(({ source }, index) => [source.name, index]));
  const place = ({ source }: OnlineAnswer): number => rank.get(source) ?? 0;
  return new Map([...answers].map(([address, list]) => [address, list.sort((a, b) => place(a) - place(b))]));
}

function withAnswers(
  investigation: Investigation,
  made: MadePlan,
  answers: ReadonlyMap<string, readonly OnlineAnswer[]>,
  rejudge: Rejudge,
): Investigation {
  const planned = new Set(made.shown.addresses);
  const keyless = keylessEntry(made);
  const answersOf = ({ peer }: JudgedPeer): PeerAnswers | null => {
    const text = askedText(peer.address);
    if (text === null || !planned.has(text)) return null;
    const leftOut = made.jobs.flatMap(({ source, leftOut: reasons }) => {
      const reason = reasons.get(text);
      return reason === undefined ? [] : [notAsked(source.name, reason)];
    });
    return { answers: answers.get(text) ?? [], notAsked: [...leftOut, ...keyless] };
  };
  const peers = new AskedPeers(investigation.peers, answersOf, rejudge);
  const byVerdict: Record<Verdict, number> = { malicious: 0, suspicious: 0, unexplained: 0, expected: 0 };
  for (let index = 0; index < peers.length; index++) byVerdict[peers.verdictAt(index)]++;
  const organisations = peers.hasNewVerdict ? organisationsOf(peers) : investigation.organisations;
  const { rejudged } = investigation;
  return {
    ...investigation,
    peers,
    counts: { ...investigation.counts, byVerdict },
    organisations,
    ...(rejudged === undefined ? {} : { rejudged: { ...rejudged, changes: verdictCounts(peers).changes } }),
  };
}

/** Folded by verdict, so a new verdict moves a peer to another line of its organisation. */
function organisationsOf(peers: AskedPeers): Investigation['organisations'] {
  const tallies = new OrganisationTallies();
  for (const peer of peers) tallies.count(peer, peer.judgement.verdict);
  return tallies.sorted();
}

function notAsked(source: string, reason: string): LedgerEntry {
  return { source, answer: 'could-not-ask', reason: `not asked: ${reason}` };
}

/** One line for all that wants a key: a line for each would drown the others. */
function keylessEntry({ refused }: MadePlan): LedgerEntry[] {
  const keyless = refused.filter(({ reason }) => reason.startsWith('no key'));
  const others = refused.filter((one) => !keyless.includes(one));
  const names = keyless.map(({ source }) => source.name).join(', ');
  return [
    ...others.map(({ source, reason }) => notAsked(source.name, reason)),
    ...(names === '' ? [] : [notAsked('services without a key', names)]),
  ];
}

function keyOf(source: string, address: string): string {
  return `${source} ${address}`;
}
