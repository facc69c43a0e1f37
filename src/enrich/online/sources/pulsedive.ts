import type { Reputation } from '../../../model/answer.js';
import { dateOf, isObject, type JsonObject, jsonObject, listOf, objectsOf, textOf } from '../shape.js';
import { type Answer, type Asked, type HttpSource, type SourceReply, WrongShape } from '../source.js';
import { known, mustBeAbout, nothingKnown, notKnown, oneByOne, opinion } from './_answers.js';
import { asNumber, counted, countryCode, listed, plain, statements } from './_text.js';

const SCORES: Readonly<Record<string, number>> = { none: 0, low: 0.25, medium: 0.5, high: 0.75, critical: 0.95 };

/** Feeds by a part of their name, and the source that they repeat. */
const FEEDS: readonly (readonly [RegExp, string])[] = [
  [/feodo/i, 'feodo'],
  [/urlhaus/i, 'urlhaus'],
  [/threatfox/i, 'threatfox'],
  [/otx|alienvault/i, 'otx'],
  [/blocklist\.de/i, 'blocklist-de'],
  [/cins|ci army/i, 'cins'],
  [/drop\b|spamhaus/i, 'spamhaus-drop'],
  [/abuseipdb/i, 'abuseipdb'],
  [/greensnow/i, 'greensnow'],
];

/** Pulsedive: risk from feeds and its own look at the indicator. Only what it has already: it is never told to scan. */
export const pulsedive: HttpSource = {
  name: 'pulsedive',
  title: 'Pulsedive',
  service: 'pulsedive',
  hosts: ['pulsedive.com'],
  tells: 'Risk level with its reasons, threats and feeds that name the address',
  kind: 'passive',
  isDefault: true,
  key: { env: ['FAREND_PULSEDIVE_KEY'], howToGet: 'https://pulsedive.com/account/', isOptional: false, isInUrl: true },
  tlpCeiling: 'green',
  quota: { perMinute: 30, perDay: 50, concurrent: 1, note: 'Not published; the free plan was cut in recent years.' },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 24,
  negativeMaxAgeHours: 24,
  origins: ['pulsedive'],
  licence: 'Free plan for non-commercial use; no republication',
  url: 'https://pulsedive.com/api/',
  revision: 1,
  reliability: 0.4,
  page: (address) => `https://pulsedive.com/indicator/?ioc=${encodeURIComponent(btoa(address))}`,
  via: 'http',
  reads: [404],
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://pulsedive.com/api/info.php?indicator=${encodeURIComponent(one?.text ?? '')}&key=${encodeURIComponent(key ?? '')}`,
    headers: { accept: 'application/json' },
  }),
  read: oneByOne([404], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const body = jsonObject(reply);
  if (reply.status === 404 || textOf(body['error']) !== null) return nothingKnown(reply, asked, /not found/i);
  mustBeAbout(asked, body['indicator']);
  const risk = textOf(body['risk']);
  if (risk === null) throw new WrongShape('its answer has no text "risk"');
  const threats = objectsOf(body['threats']).slice(0, 200);
  const feeds = objectsOf(body['feeds']).slice(0, 200);
  const attributes = isObject(body['attributes']) ? body['attributes'] : {};
  const properties = isObject(body['properties']) ? body['properties'] : {};
  const geo = isObject(properties['geo']) ? properties['geo'] : {};
  const dns = isObject(properties['dns']) ? properties['dns'] : {};
  const retired = typeof body['retired'] === 'string' ? plain(body['retired'], 100) : null;
  const lastSeen = dateOf(body['stamp_seen']);
  const facts = statements([
    ['risk', risk],
    ['reasons of the risk', objectsOf(body['riskfactors']).map((factor) => plain(factor['description'], 80))],
    ['retired', retired],
    ['threats', threats.map((threat) => plain(threat['name'], 60))],
    ['threats named', threats.length],
    ['feeds', feeds.map((feed) => plain(feed['name'], 60))],
    ['feeds naming it', feeds.length],
    ['last seen', lastSeen],
    ['open ports', listOf(attributes['port'])],
    ['software', listOf(attributes['technology'])],
    ['as number', asNumber(geo['asn'])],
    ['provider', geo['isp']],
    ['country', countryCode(geo['countrycode'])],
    ['host names', dns['PTR']],
  ]);
  const found = opinionOf(risk, retired, threats, feeds, lastSeen);
  return facts.length <= 3 && found === null
    ? notKnown(asked, `its risk is ${plain(risk, 20)}`)
    : known(asked, facts, found === null ? [] : [found]);
}

/** `unknown` and `retired` are no opinion. */
function opinionOf(
  risk: string,
  retired: string | null,
  threats: readonly JsonObject[],
  feeds: readonly JsonObject[],
  lastSeen: string | null,
): Reputation | null {
  const score = Object.hasOwn(SCORES, risk) ? (SCORES[risk] ?? null) : null;
  if (score === null) return null;
  const names = threats.map((threat) => plain(threat['name'], 40));
  const raw = `risk ${risk}, ${counted(threats.length, 'threat')}, ${counted(feeds.length, 'feed')}${retired === null ? '' : `, retired: ${retired}`}`;
  const label = listed(names, 3);
  return opinion({
    meaning: 'overall',
    direction: 'both',
    score,
    raw,
    label,
    lastSeen,
    origins: ['pulsedive', ...repeated(feeds)],
  });
}

/** Where all feeds are known ones, the risk is theirs. */
function repeated(feeds: readonly JsonObject[]): string[] {
  const keys = feeds.map((feed) => FEEDS.find(([name]) => name.test(plain(feed['name'], 60) ?? ''))?.[1] ?? null);
  return keys.length > 0 && keys.every((key) => key !== null) ? [...new Set(keys.filter((key) => key !== null))] : [];
}
