import type { Reputation, ReputationMeaning } from '../../../model/answer.js';
import { dateOf, type JsonObject, jsonObject, listOf, numberAt, numberOf, objectAt, objectsOf } from '../shape.js';
import type { Answer, Asked, HttpSource, SourceReply } from '../source.js';
import { known, mustBeAbout, oneByOne, opinion } from './_answers.js';
import { counted, countryCode, listed, statements } from './_text.js';

const DAYS = 90;

/** https://www.abuseipdb.com/categories */
const CATEGORIES: readonly string[] =
  'other,DNS compromise,DNS poisoning,fraud orders,DDoS,FTP brute force,ping of death,phishing,fraud VoIP,open proxy,web spam,email spam,blog spam,VPN,port scan,hacking,SQL injection,spoofing,brute force,bad web bot,exploited host,web app attack,SSH,IoT targeted'.split(
    ',',
  );

/** What each category says of the address; all others are attacks on servers. */
const MEANINGS: Readonly<Record<number, ReputationMeaning>> = {
  1: 'abuse',
  2: 'abuse',
  3: 'abuse',
  7: 'abuse',
  8: 'abuse',
  9: 'anonymiser',
  10: 'spam',
  11: 'spam',
  12: 'spam',
  13: 'anonymiser',
  14: 'scanner',
  20: 'abuse',
};

/** Knocking on doors: the crowd's noise, which says least about a connection that we opened. */
const KNOCKING = new Set([14, 18, 22]);

/** AbuseIPDB: attacks on their servers as reported by many administrators. Speaks of what the address does to others. */
export const abuseipdb: HttpSource = {
  name: 'abuseipdb',
  title: 'AbuseIPDB',
  service: 'abuseipdb',
  hosts: ['api.abuseipdb.com'],
  tells: 'Reports of attacks, their kinds and reporters, use of the network',
  kind: 'passive',
  isDefault: true,
  key: { env: ['FAREND_ABUSEIPDB_KEY'], howToGet: 'https://www.abuseipdb.com/account/api', isOptional: false },
  tlpCeiling: 'amber',
  quota: {
    perDay: 1000,
    concurrent: 4,
    note: 'The free plan has 1,000 checks a day, renewed at 00:00 UTC; paid plans up to 50,000.',
    headers: { left: 'x-ratelimit-remaining', reset: 'x-ratelimit-reset' },
  },
  families: [4, 6],
  batch: 1,
  maxAgeHours: 24,
  negativeMaxAgeHours: 24,
  origins: ['abuseipdb'],
  licence: 'Free plan for non-commercial use, with credit to AbuseIPDB; no republication',
  url: 'https://docs.abuseipdb.com/#check-endpoint',
  revision: 1,
  reliability: 0.5,
  page: (address) => `https://www.abuseipdb.com/check/${encodeURIComponent(address)}`,
  via: 'http',
  reads: [],
  // With every report of 90 days; a thousand of them are a quarter of a megabyte.
  maxBytes: 8_000_000,
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://api.abuseipdb.com/api/v2/check?ipAddress=${encodeURIComponent(one?.text ?? '')}&maxAgeInDays=${DAYS}&verbose`,
    headers: { accept: 'application/json', key: key ?? '' },
  }),
  read: oneByOne([], read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  const data = objectAt(jsonObject(reply), 'data');
  mustBeAbout(asked, data['ipAddress']);
  const confidence = numberAt(data, 'abuseConfidenceScore');
  const reports = numberAt(data, 'totalReports');
  const categories = categoriesOf(data);
  const lastReport = dateOf(data['lastReportedAt']);
  const facts = statements([
    ['abuse confidence', confidence],
    ['abuse reports', reports],
    ['abuse reporters', numberOf(data['numDistinctUsers'])],
    ['last abuse report', lastReport],
    ['kinds of abuse', categories.map(([category]) => CATEGORIES[category] ?? `category ${category}`)],
    ['reports read', Array.isArray(data['reports']) ? data['reports'].length : null],
    ['country', countryCode(data['countryCode'])],
    ['provider', data['isp']],
    ['domain', data['domain']],
    ['use of the network', data['usageType']],
    ['host names', listOf(data['hostnames'])],
    ['allow-listed', typeof data['isWhitelisted'] === 'boolean' ? data['isWhitelisted'] : null],
    ['Tor', data['isTor'] === true ? true : null],
    ['public address', data['isPublic'] === false ? false : null],
  ]);
  // 0.0.0.0 and private addresses carry reports too: they say nothing of anybody.
  if (data['isPublic'] === false) return known(asked, facts);
  return known(asked, facts, opinions(data, confidence, reports, categories, lastReport));
}

function opinions(
  data: JsonObject,
  confidence: number,
  reports: number,
  categories: readonly (readonly [category: number, reports: number])[],
  lastSeen: string | null,
): Reputation[] {
  const reporters = numberOf(data['numDistinctUsers']);
  const raw = `confidence ${confidence} of 100, ${counted(reports, 'report')} by ${reporters === null ? 'unnamed reporters' : counted(reporters, 'reporter')} in ${DAYS} days`;
  const origins = ['abuseipdb'];
  const found: Reputation[] = [];
  if (data['isTor'] === true) {
    found.push(opinion({ meaning: 'anonymiser', direction: 'both', score: 0.25, raw: 'Tor', lastSeen, origins }));
  }
  if (data['isWhitelisted'] === true) {
    found.push(opinion({ meaning: 'known-good', direction: 'both', score: 0, raw: `allow-listed, ${raw}`, origins }));
  } else if (reports > 0) {
    const names = categories.slice(0, 3).map(([category]) => CATEGORIES[category] ?? `category ${category}`);
    const isKnocking = categories.length > 0 && categories.every(([category]) => KNOCKING.has(category));
    // One reporter can be wrong, or the same machine all day: 329 reports by 10 people are 10 voices.
    const voices = 1 - 0.5 ** Math.max(1, reporters ?? 1);
    const score = (confidence / 100) * (isKnocking ? 0.7 : 1) * voices;
    const direction = categories.some(([category]) => MEANINGS[category] === 'abuse') ? 'both' : 'inbound';
    const label = listed(names);
    found.push(opinion({ meaning: meaningOf(categories), direction, score, raw, label, lastSeen, origins }));
  }
  return found;
}

/** Categories of the reports in the body, most frequent first. */
function categoriesOf(data: JsonObject): (readonly [category: number, reports: number])[] {
  const counts = new Map<number, number>();
  for (const report of objectsOf(data['reports']).slice(0, 10_000)) {
    for (const item of listOf(report['categories']).slice(0, 30)) {
      const category = numberOf(item);
      if (category !== null && Number.isInteger(category) && category > 0 && category < 100) {
        counts.set(category, (counts.get(category) ?? 0) + 1);
      }
    }
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** The meaning that most reports have; without categories it is abuse of some kind. */
function meaningOf(categories: readonly (readonly [category: number, reports: number])[]): ReputationMeaning {
  const sums = new Map<ReputationMeaning, number>();
  for (const [category, reports] of categories) {
    const meaning = MEANINGS[category] ?? 'attacker';
    sums.set(meaning, (sums.get(meaning) ?? 0) + reports);
  }
  return [...sums].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'abuse';
}
