import type { Reputation } from '../../../model/answer.js';
import { dateOf, isObject, type JsonObject, jsonObject, numberOf, objectAt } from '../shape.js';
import type { Answer, Asked, HttpSource, SourceReply } from '../source.js';
import { known, mustBeAbout, nothingKnown, oneByOne, opinion } from './_answers.js';
import { asNumber, counted, countryCode, listed, plain, statements } from './_text.js';
import { virustotalService } from './_virustotal.js';

/** Engines of VirusTotal that only repeat a source which is asked or loaded by itself. */
const REPEATED: Readonly<Record<string, string>> = {
  alienvault: 'otx',
  'feodo tracker': 'feodo',
  urlhaus: 'urlhaus',
  threatfox: 'threatfox',
  ipsum: 'ipsum',
  greensnow: 'greensnow',
  'cins army': 'cins',
  crowdsec: 'crowdsec',
  'criminal ip': 'criminalip',
  greynoise: 'greynoise',
  'blocklist.de': 'blocklist-de',
  abuseipdb: 'abuseipdb',
};

/** VirusTotal: what some ninety engines and block lists say. */
export const virustotal: HttpSource = {
  ...virustotalService,
  name: 'virustotal',
  title: 'VirusTotal',
  tells: 'Verdicts of some ninety engines, community votes, owner, network',
  isDefault: true,
  revision: 1,
  reliability: 0.7,
  request: ([one], [key]) => ({
    method: 'GET',
    url: `https://www.virustotal.com/api/v3/ip_addresses/${encodeURIComponent(one?.text ?? '')}`,
    headers: { accept: 'application/json', 'x-apikey': key ?? '' },
  }),
  read: oneByOne(virustotalService.reads, read),
};

function read(reply: SourceReply, asked: Asked): Answer {
  if (reply.status === 404) return nothingKnown(reply, asked, /not ?found/i);
  const data = objectAt(jsonObject(reply), 'data');
  mustBeAbout(asked, data['id']);
  const of = objectAt(data, 'attributes');
  const stats = statsOf(of);
  const votes = isObject(of['total_votes']) ? of['total_votes'] : {};
  const engines = detecting(of);
  const facts = statements([
    ['engines calling it malicious', stats?.malicious],
    ['engines calling it suspicious', stats?.suspicious],
    ['engines calling it harmless', stats?.harmless],
    ['engines asked', stats?.all],
    ['detecting engines', engines.map(([name, result]) => (result === null ? name : `${name} (${result})`))],
    ['last analysis', dateOf(of['last_analysis_date'])],
    ['community score', numberOf(of['reputation'])],
    ['community votes', votesText(votes)],
    ['as number', asNumber(of['asn'])],
    ['organisation', of['as_owner']],
    ['country', countryCode(of['country'])],
    ['netblock', of['network']],
    ['registry', of['regional_internet_registry']],
    ['tags', Array.isArray(of['tags']) ? of['tags'] : null],
    ['first seen', dateOf(of['first_seen_date'])],
  ]);
  return known(asked, facts, stats === null ? [] : [verdict(of, stats, engines)]);
}

interface Stats {
  readonly malicious: number;
  readonly suspicious: number;
  readonly harmless: number;
  readonly all: number;
}

/** Null when no engine has looked: that is no opinion, not a good one. */
function statsOf(attributes: JsonObject): Stats | null {
  const stats = attributes['last_analysis_stats'];
  if (!isObject(stats)) return null;
  const count = (name: string) => Math.max(0, numberOf(stats[name]) ?? 0);
  const [malicious, suspicious, harmless] = [count('malicious'), count('suspicious'), count('harmless')];
  const all = malicious + suspicious + harmless + count('undetected');
  return all === 0 ? null : { malicious, suspicious, harmless, all };
}

/** Each independent engine takes a quarter off what is left; one alone is noise. */
function verdict(of: JsonObject, stats: Stats, engines: readonly (readonly [string, string | null])[]): Reputation {
  const { malicious, suspicious, all } = stats;
  const voices = malicious + 0.5 * suspicious;
  const community = (numberOf(of['reputation']) ?? 0) <= -10 ? 0.1 : 0;
  const score = malicious + suspicious <= 1 ? Math.min(0.3, 1 - 0.75 ** voices) : 1 - 0.75 ** voices + community;
  const raw =
    malicious + suspicious === 0
      ? `no detection by ${counted(all, 'engine')}`
      : `${malicious} of ${all} engines malicious, ${suspicious} suspicious`;
  return opinion({
    meaning: voices === 0 ? 'overall' : 'malware',
    direction: 'both',
    score,
    raw,
    label: listed(
      engines.flatMap(([, result]) => result ?? []),
      3,
    ),
    lastSeen: voices === 0 ? null : dateOf(of['last_analysis_date']),
    origins: originsOf(engines),
  });
}

/** When every engine that detects is one that we hear elsewhere too, the verdict is theirs and counts once with them. */
function originsOf(engines: readonly (readonly [name: string, result: string | null])[]): string[] {
  const repeated = engines.map(([name]) => REPEATED[name.toLowerCase()] ?? null);
  const all = repeated.length > 0 && repeated.every((key) => key !== null);
  return ['virustotal', ...(all ? new Set(repeated.filter((key) => key !== null)) : [])];
}

function detecting(attributes: JsonObject): (readonly [name: string, result: string | null])[] {
  const results = attributes['last_analysis_results'];
  if (!isObject(results)) return [];
  return Object.entries(results)
    .slice(0, 500)
    .flatMap(([name, result]) => {
      if (!isObject(result) || (result['category'] !== 'malicious' && result['category'] !== 'suspicious')) return [];
      return [[plain(name, 60) ?? '?', plain(result['result'], 40)] as const];
    });
}

function votesText(votes: JsonObject): string | null {
  const malicious = numberOf(votes['malicious']);
  const harmless = numberOf(votes['harmless']);
  return malicious === null || harmless === null ? null : `${malicious} malicious, ${harmless} harmless`;
}
