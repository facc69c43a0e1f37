import type { Reputation, ReputationMeaning } from '../../../model/answer.js';
import { UserError } from '../../../model/errors.js';
import type { ListDirection } from '../../../model/listing.js';
import { dateOf, isObject, type JsonObject, jsonObject, listOf, numberOf, objectsOf } from '../shape.js';
import type { Answer, Asked, HttpSource, SourceReply } from '../source.js';
import { WrongShape } from '../source.js';
import { known, mustBeAbout, nothingKnown, opinion } from './_answers.js';
import { countryCode, listed, plain, type Row, statements } from './_text.js';

/** Where a score becomes suspicious and malicious, 1 < suspicious < malicious < 10. */
export interface XforceThresholds {
  readonly suspicious: number;
  readonly malicious: number;
}

/** Two conventions of the tools in the field. They disagree, so the raw score is always shown. */
export const USUAL_THRESHOLDS: XforceThresholds = { suspicious: 4, malicious: 7 };
export const STRICT_THRESHOLDS: XforceThresholds = { suspicious: 2, malicious: 5 };

/** Reads `2,5` or `2/5`: suspicious from, malicious from. Throws UserError unless 1 < suspicious < malicious < 10. */
export function parseThresholds(text: string, where: string): XforceThresholds {
  const [, suspicious, malicious] = /^(\d(?:\.\d)?)[,/](\d(?:\.\d)?)$/.exec(text.trim())?.map(Number) ?? [];
  if (suspicious > 1 && suspicious < malicious && malicious < 10) return { suspicious, malicious };
  throw new UserError(
    `${where} ${text.slice(0, 40)} are no two scores between 1 and 10, the lower first`,
    'Suspicious from, malicious from: 4,7 (as usual) or 2,5 (strict).',
  );
}

/** What the plan says of them. */
export function thresholdText({ suspicious, malicious }: XforceThresholds): string {
  return `suspicious from ${suspicious}, malicious from ${malicious}`;
}

/** Answers on disk are mapped already: those of other thresholds are of another reading. */
export function xforceRevision({ suspicious, malicious }: XforceThresholds): number {
  const isUsual = suspicious === USUAL_THRESHOLDS.suspicious && malicious === USUAL_THRESHOLDS.malicious;
  return isUsual ? 1 : 1 + Math.round(suspicious * 10) * 1000 + Math.round(malicious * 10);
}

/** What each category says of the address, and of whose connections. `Dynamic IPs` says nothing of anybody. */
const CATEGORIES: Readonly<Record<string, readonly [meaning: ReputationMeaning, direction: ListDirection]>> = {
  'Botnet Command and Control Server': ['c2', 'outbound'],
  Malware: ['malware', 'outbound'],
  'Cryptocurrency Mining': ['malware', 'outbound'],
  'Anonymisation Services': ['anonymiser', 'both'],
  Bots: ['attacker', 'inbound'],
  'Scanning IPs': ['scanner', 'inbound'],
  Spam: ['spam', 'inbound'],
};

const HARMLESS = 'Dynamic IPs';

/** What the units of the service share. */
export const xforceService = {
  service: 'xforce',
  hosts: ['api.xforce.ibmcloud.com'],
  kind: 'passive',
  isDefault: true,
  key: {
    env: ['FAREND_XFORCE_KEY', 'FAREND_XFORCE_PASSWORD'],
    howToGet: 'https://exchange.xforce.ibmcloud.com/settings/api',
    isOptional: false,
  },
  // An exchange of its users: what they look up is recorded there.
  tlpCeiling: 'green',
  quota: {
    perMonth: 5000,
    concurrent: 4,
    note: 'The free plan is said to have 5,000 records a month; it announces nothing in its answers and ends with 402.',
  },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 24,
  negativeMaxAgeHours: 24,
  origins: ['xforce'],
  licence: 'Free plan for evaluation and non-commercial use; no republication',
  url: 'https://api.xforce.ibmcloud.com/doc/',
  reliability: 0.7,
  page: (address: string) => `https://exchange.xforce.ibmcloud.com/ip/${encodeURIComponent(address)}`,
  via: 'http',
  // 404 is "nothing known", when it says so.
  reads: [404],
} as const satisfies Partial<HttpSource>;

/** A GET of one of its paths with the key pair as Basic credentials. */
export function xforceRequest(path: string): HttpSource['request'] {
  return ([one], [key, password]) => ({
    method: 'GET',
    url: `https://api.xforce.ibmcloud.com${path}${encodeURIComponent(one?.text ?? '')}`,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${key ?? ''}:${password ?? ''}`, 'utf8').toString('base64')}`,
    },
  });
}

/** An answer of `/ipr/{ip}` or `/ipr/history/{ip}`. Throws WrongShape. */
export function readReport(reply: SourceReply, asked: Asked, thresholds: XforceThresholds): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /not found/i);
  const body = jsonObject(reply);
  mustBeAbout(asked, body['ip']);
  const history = objectsOf(body['history']).slice(0, 1000);
  const score = numberOf(body['score']);
  if (score === null && history.length === 0) throw new WrongShape('its answer has no number "score"');
  const subnets = bySpecificity(body);
  const geo = isObject(body['geo']) ? body['geo'] : {};
  const rows: Row[] = [
    ['risk score', score],
    ['risk score scale', score === null ? null : bandText(score, thresholds)],
    ['categories', percentages(body['cats'])],
    ['categories since', listedSince(body)],
    ['reason', body['reason']],
    ['country', countryCode(geo['countrycode'])],
    ['netblock', subnets[0]?.['subnet']],
    ['as number', subnets.map(currentAs).find((as) => as !== null)],
    ['tags', tagsOf(body['tags'])],
    ...historyRows(history),
  ];
  return known(asked, statements(rows), score === null ? [] : opinions(body, score, thresholds));
}

/** `suspicious` by the given thresholds, and what the other convention says where it differs. */
export function xforceBand(score: number, { suspicious, malicious }: XforceThresholds): string {
  return score >= malicious ? 'malicious' : score >= suspicious ? 'suspicious' : 'low';
}

function bandText(score: number, thresholds: XforceThresholds): string {
  const ours = xforceBand(score, thresholds);
  const text = `${ours} by ${thresholds.suspicious}/${thresholds.malicious}`;
  const others = [USUAL_THRESHOLDS, STRICT_THRESHOLDS]
    .filter((other) => xforceBand(score, other) !== ours)
    .map((other) => `${xforceBand(score, other)} by ${other.suspicious}/${other.malicious}`);
  return [`1 to 10: ${text}`, ...others].join(', ');
}

/** 1 is 0, the thresholds are a third and two thirds, 10 is 1: with 4/7 the straight line (score - 1) / 9. */
export function xforceScore(score: number, { suspicious, malicious }: XforceThresholds): number {
  const third = 1 / 3;
  if (score <= suspicious) return third * share(score, 1, suspicious);
  if (score <= malicious) return third + third * share(score, suspicious, malicious);
  return 2 * third + third * share(score, malicious, 10);
}

/** Where a value lies between two others, 0..1. */
function share(value: number, from: number, to: number): number {
  return to <= from ? 1 : Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** The score as a whole, and each category that says more than it. */
function opinions(body: JsonObject, score: number, thresholds: XforceThresholds): Reputation[] {
  const categories = categoriesOf(body['cats']);
  const mapped = xforceScore(score, thresholds);
  const isDynamicOnly = categories.length > 0 && categories.every(([name]) => name === HARMLESS);
  const raw = `${score} of 10, ${percentages(body['cats'])?.join(', ') ?? 'no category'}`;
  const origins = ['xforce'];
  const overall = { score: isDynamicOnly ? Math.min(0.2, mapped) : mapped, raw, origins };
  const found = [opinion({ meaning: 'overall', direction: directionOf(categories), ...overall })];
  for (const [name, percent] of categories) {
    const [meaning, direction] = CATEGORIES[name] ?? ['overall', 'both'];
    if (name === HARMLESS || meaning === 'overall') continue;
    // The reference: a C2 at 50 % or more is no less than 0.8.
    const floor = meaning === 'c2' && percent >= 50 ? 0.8 : 0;
    found.push(
      opinion({ meaning, direction, score: Math.max(floor, percent / 100), raw, label: plain(name, 80), origins }),
    );
  }
  return found;
}

/** A score that comes of inbound attacks alone speaks of inbound connections. */
function directionOf(categories: readonly (readonly [string, number])[]): ListDirection {
  const directions = new Set(categories.map(([name]) => CATEGORIES[name]?.[1] ?? 'both'));
  return directions.size === 1 ? ([...directions][0] ?? 'both') : 'both';
}

function categoriesOf(cats: unknown): (readonly [name: string, percent: number])[] {
  if (!isObject(cats)) return [];
  return Object.entries(cats)
    .slice(0, 50)
    .flatMap(([name, value]) => {
      const percent = numberOf(value);
      return percent === null ? [] : [[name, Math.min(100, Math.max(0, percent))] as const];
    })
    .toSorted((a, b) => b[1] - a[1]);
}

function percentages(cats: unknown): readonly string[] | null {
  const categories = categoriesOf(cats);
  return categories.length === 0 ? null : categories.map(([name, percent]) => `${plain(name, 60) ?? '?'} ${percent} %`);
}

/** The nets around the address, the most specific first. */
function bySpecificity(body: JsonObject): readonly JsonObject[] {
  const length = (net: JsonObject) => numberOf(plain(net['subnet'])?.split('/')[1] ?? null) ?? -1;
  return objectsOf(body['subnets'])
    .slice(0, 200)
    .toSorted((a, b) => length(b) - length(a));
}

/** `removed` AS entries are history, not the present origin. */
function currentAs(subnet: JsonObject): string | null {
  const asns = subnet['asns'];
  if (!isObject(asns)) return null;
  const current = Object.entries(asns).filter(([, entry]) => isObject(entry) && entry['removed'] !== true);
  return listed(current.map(([number]) => (/^\d{1,10}$/.test(number) ? `AS${number}` : null)));
}

/** Since when a net has carried one of the present categories. */
function listedSince(body: JsonObject): string | null {
  const names = new Set(categoriesOf(body['cats']).map(([name]) => name));
  const dates = objectsOf(body['subnets'])
    .slice(0, 200)
    .filter((net) => categoriesOf(net['cats']).some(([name]) => names.has(name)))
    .flatMap((net) => dateOf(net['created']) ?? []);
  return dates.toSorted()[0] ?? null;
}

function tagsOf(tags: unknown): readonly string[] {
  return listOf(tags).flatMap((tag) => plain(isObject(tag) ? tag['tag'] : tag, 60) ?? []);
}

/** How many entries, since when, and the worst of them: a clean score today may have a past. */
function historyRows(history: readonly JsonObject[]): Row[] {
  if (history.length === 0) return [];
  const worst = history.toSorted((a, b) => (numberOf(b['score']) ?? 0) - (numberOf(a['score']) ?? 0))[0] ?? {};
  const dates = history.flatMap((entry) => dateOf(entry['created']) ?? []).toSorted();
  const score = numberOf(worst['score']);
  const categories = percentages(worst['cats']);
  const text = score === null ? null : [`${score} of 10`, ...(categories ?? [])].join(', ');
  return [
    ['history entries', history.length],
    ['history since', dates[0]],
    ['worst score so far', text, dateOf(worst['created'])],
  ];
}
