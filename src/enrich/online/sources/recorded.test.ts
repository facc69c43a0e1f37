import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../address/parse.js';
import { formatAddress } from '../../../address/format.js';
import type { OnlineAnswer } from '../../../model/answer.js';
import type { NetworkKind } from '../../../model/knowledge.js';
import { reputationWeight } from '../combine.js';
import { isObject } from '../shape.js';
import type { Answer, HttpSource } from '../source.js';
import { reputationSources } from './index.js';
import { addressOf, type Entry, FOLDER, hasThem, LEFT_OUT, ours, sourceOf } from './_recorded.js';

function answerOf(entry: Entry, source: HttpSource): Answer {
  const body = readFileSync(`${FOLDER}/${entry.file}`, 'utf8');
  const address = parseAddress(addressOf(entry));
  if (address === null) throw new Error(entry.request);
  const reply = { status: entry.status ?? 200, headers: entry.response_headers ?? {}, body };
  const [answer] = source.read(reply, [{ address, text: formatAddress(address) }]);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

const fact = (answer: Answer, what: string): string | null =>
  answer.answer === 'known' ? (answer.facts.find((each) => each.what === what)?.value ?? null) : null;

/** Facts of MANIFEST.json that are the same thing as a statement of ours, under its name here. */
const NAMES: Readonly<Record<string, string>> = {
  abuseConfidenceScore: 'abuse confidence',
  totalReports: 'abuse reports',
  reports_in_body: 'reports read',
  isPublic: 'public address',
  isWhitelisted: 'allow-listed',
  isp: 'provider',
  country: 'country',
  countryCode: 'country',
  country_code: 'country',
  '[0].country.iso_code': 'country',
  city: 'city',
  score: 'risk score',
  reason: 'reason',
  history_entries: 'history entries',
  categories: 'categories',
  pulse_count: 'threat pulses',
  pulses_in_body: 'pulses read',
  validation_sources: 'note sources',
  count: 'names seen',
  rows: 'names seen',
  as_owner: 'organisation',
  reputation: 'community score',
  as: 'organisation',
  org: 'organisation',
  classification: 'classification',
  noise: 'scans the Internet',
  riot: 'common business service',
  'scores.overall.total': 'threat score',
  confidence: 'confidence',
  background_noise: 'background noise',
  behaviors: 'kinds of attack',
  fraud_score: 'fraud score',
  is_crawler: 'crawler',
  is_proxy: 'hides its users',
  issues_true: 'marks',
  ports: 'open ports',
  tags: 'tags',
  vulns: 'known weaknesses',
  cpes: 'software products',
  malware_printable: 'malware families',
  confidence_level: 'confidence',
  'data[0].ioc': 'indicators',
  risk: 'risk',
  threats: 'threats named',
  feeds: 'feeds naming it',
  retired: 'retired',
  infrastructure: 'infrastructure',
  risks: 'risks',

  hostname: 'host names',
  hostnames: 'host names',
  'connection.isp': 'provider',
  'connection.org': 'organisation',
  'results[0].subnet': 'netblock',
  'results[0].organization': 'organisation',
  'whois[0].org_name': 'organisation',
  as_name: 'organisation',
  anycast: 'anycast',
  'privacy.hosting': 'hosting',
  'hits[0].services': 'open services',
  '1.1.1.1': 'reverse names',
};

const AS_NUMBERS = new Set([
  'asn',
  'as.number',
  'as_num',
  'ASN',
  'connection.asn',
  'whois[0].as_no',
  'hits[0].autonomous_system.asn',
  'results[0].asn',
]);

/** Which address the answer is about: it must be the one that was asked. */
const ADDRESSES = new Set(['ip', 'ipAddress', 'ip_str', 'id', 'indicator', 'hits[0].ip']);

/** What an error says: in the reason that the user gets to read. */
const WORDS = new Set(['detail', 'message', 'error', 'error.title', 'error.code', 'error.type']);

/** Facts about the recording or the form of the body, which says nothing of the address. */
const OF_THE_FORM = new Set([
  'meaning',
  'note',
  'verdict',
  'body',
  'http_status',
  'value_type',
  'readme',
  'status',
  'errors[0].status',
  'query_status',
  'success',
  'data',
  'type',
  'ipv6',
  'result.total',
  'header Retry-After',
  // The service's own number of the indicator.
  'iid',
]);

interface Pair {
  readonly name: string;
  readonly expected: string | null;
  readonly found: string | null;
}

/** Each fact of the manifest, and what we read. One that has no place here is a pair that never agrees. */
function pairs(entry: Entry, source: HttpSource, answer: Answer): Pair[] {
  return Object.entries(entry.facts).flatMap(([name, value]) => {
    if (answer.answer !== 'known') return saidPairs(name, value, answer);
    if (OF_THE_FORM.has(name) || (name === 'message' && value === 'Success')) return [];
    if (ADDRESSES.has(name)) return [{ name, expected: textOf(value), found: answer.address }];
    return (
      ownPairs(name, value, answer) ??
      asPairs(name, value, answer) ?? [plainPair(name, value, answer, nameOf(name, source))]
    );
  });
}

function nameOf(name: string, source: HttpSource): string {
  if (name === 'reputation' && source.name === 'crowdsec') return 'reputation';
  return NAMES[name] ?? 'no statement of ours';
}

function plainPair(name: string, value: unknown, answer: Answer, what: string): Pair {
  const found = fact(answer, what);
  const isAbsent = textOf(value)?.startsWith('absent') === true || (Array.isArray(value) && value.length === 0);
  if (isAbsent) return { name, expected: null, found };
  // No history, none told.
  if (name === 'history_entries' && value === 0) return { name, expected: null, found };
  // A list is told by its length; its members come out one by one.
  const isCounted = typeof value === 'number' && what === 'open ports';
  return { name, expected: textOf(value), found: isCounted ? String(found?.split(', ').length) : found };
}

/** What an answer without findings says. */
function saidPairs(name: string, value: unknown, answer: Answer): Pair[] {
  if (OF_THE_FORM.has(name) || name === 'error.code') return [];
  if (ADDRESSES.has(name)) return [{ name, expected: textOf(value), found: answer.address }];
  const said = answer.answer === 'known' ? null : (answer.reason ?? null);
  const expected = textOf(value);
  if (!WORDS.has(name)) return [{ name, expected: 'no', found: expected ?? 'no' }];
  const isThere = said !== null && expected !== null && said.toLowerCase().includes(expected.toLowerCase());
  return [{ name, expected, found: isThere ? expected : said }];
}

/** `AS64500 NAME`, `64500` and `64500 (no prefix)` are a number, and sometimes a name. */
function asPairs(name: string, value: unknown, answer: Answer): Pair[] | null {
  if (!AS_NUMBERS.has(name) && !(name === 'org' && /^AS\d+ /.test(textOf(value) ?? ''))) return null;
  const [, number = '', organisation] = /^(?:AS)?(\d+)(?: (?!\()(.+))?/.exec(textOf(value) ?? '') ?? [];
  const found: Pair[] = [{ name, expected: `AS${number}`, found: fact(answer, 'as number') }];
  if (organisation === undefined) return found;
  return [...found, { name, expected: organisation, found: fact(answer, 'organisation') }];
}

/** Facts whose value is no single word. */
function ownPairs(name: string, value: unknown, answer: Answer): Pair[] | null {
  const pair = (what: string, expected: string | null) => ({ name, expected, found: fact(answer, what) });
  const words = new Map(isObject(value) ? Object.entries(value) : []);
  if (name === 'score' && isObject(value)) {
    return [...words].map(([direction, word]) => pair(`${direction} score`, textOf(word)));
  }
  if (name === 'categories') {
    const most = [...words].toSorted((a, b) => Number(b[1]) - Number(a[1]));
    const found = fact(answer, name)?.split(', ') ?? [];
    const expected = most.map(([category, percent]) => `${category} ${textOf(percent)} %`);
    return [{ name, expected: expected.toSorted().join(), found: found.toSorted().join() }];
  }
  if (name === 'last_analysis_stats') {
    if (value === null) return [pair('engines asked', null)];
    return ['malicious', 'suspicious', 'harmless'].map((word) =>
      pair(`engines calling it ${word}`, textOf(words.get(word))),
    );
  }
  const held: Readonly<Record<string, string>> = {
    databases: 'databases',
    'tunnels[0].operator': 'tunnels',
    'passive_dns[0].hostname': 'host names',
    'data[0].attributes.host_name': 'host names',
    proxy: 'hides its users',
    name: textOf(value) === 'unknown' ? 'actor' : fact(answer, 'service') === null ? 'actor' : 'service',
  };
  const what = Object.hasOwn(held, name) ? held[name] : undefined;
  if (what !== undefined) return [heldPair(name, value, fact(answer, what))];
  if (name === 'passive_dns[0].record_type') return [];
  if (name === 'data[0].attributes.ip_address') return [{ name, expected: textOf(value), found: answer.address }];
  if (name === 'data[0].attributes.date') {
    const dates = answer.answer === 'known' ? answer.facts.map(({ asOf }) => asOf ?? '') : [];
    const expected = new Date(Number(value) * 1000).toISOString().slice(0, 10);
    return [{ name, expected, found: dates.includes(expected) ? expected : dates.join() }];
  }
  return null;
}

/** A word that stands in a longer statement, or how many words there are. */
function heldPair(name: string, value: unknown, found: string | null): Pair {
  if (typeof value === 'number') return { name, expected: String(value), found: String(found?.split(', ').length) };
  const word = value === true ? name : textOf(value);
  if (word === 'unknown') return { name, expected: null, found };
  return { name, expected: word, found: word !== null && found?.includes(word) === true ? word : found };
}

function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : null;
}

describe.runIf(hasThem)('answers as the services sent them', () => {
  test('each one has a reader or a reason', () => {
    const homeless = ours.filter((entry) => sourceOf(entry) === undefined && !Object.hasOwn(LEFT_OUT, entry.file));
    expect(homeless.map(({ file }) => file)).toEqual([]);
    expect(ours.length).toBeGreaterThan(90);
  });

  const good = ours.filter(
    ({ status, file }) => (status ?? 200) === 200 && !/error-|no-result|reserved|spoofed|minimal/.test(file),
  );
  test.each(good.map((entry) => [entry.file, entry] as const))('%s: its facts come out exactly', (_, entry) => {
    const source = sourceOf(entry);
    if (source === undefined) return;
    const answer = answerOf(entry, source);
    expect(answer.answer).toBe('known');
    const read = pairs(entry, source, answer);
    expect(read.filter(({ expected, found }) => expected !== found)).toEqual([]);
    expect(read.length).toBeGreaterThan(0);
  });

  const bodies: readonly (readonly [file: string, expected: object])[] = [
    ['xforce/error-401.json', { answer: 'could-not-ask', obstacle: 'key' }],
    ['xforce/error-404.json', { answer: 'not-known' }],
    ['abuseipdb/error-401-bad-key.json', { answer: 'could-not-ask', obstacle: 'key' }],
    ['abuseipdb/error-429-daily-limit.json', { answer: 'could-not-ask', obstacle: 'quota' }],
    ['virustotal/error-401.json', { answer: 'could-not-ask', obstacle: 'key' }],
    ['virustotal/error-404.json', { answer: 'not-known' }],
    ['virustotal/error-429-quota.json', { answer: 'could-not-ask', obstacle: 'quota' }],
    ['greynoise/error-401.txt', { answer: 'could-not-ask', obstacle: 'key' }],
    ['greynoise/error-404-not-observed.json', { answer: 'not-known' }],
    ['greynoise/context-1.1.1.1-spoofed.json', { answer: 'not-known', reason: 'commonly spoofed ip' }],
    ['greynoise/community-minimal.json', { answer: 'not-known' }],
    ['shodan/error-404.json', { answer: 'not-known' }],
    ['crowdsec/error-403.json', { answer: 'could-not-ask', obstacle: 'key' }],
    ['crowdsec/error-429.json', { answer: 'could-not-ask', obstacle: 'quota' }],
    ['ipinfo/error-403-unknown-token.json', { answer: 'could-not-ask', obstacle: 'key' }],
    ['ipinfo/error-429.json', { answer: 'could-not-ask', obstacle: 'quota' }],
    ['ip-api/error-private-range.json', { answer: 'could-not-ask', obstacle: 'address' }],
    ['ipwhois-io/10.0.0.1-reserved.json', { answer: 'could-not-ask', obstacle: 'address' }],
    ['ipstack/error-101-bad-key.json', { answer: 'could-not-ask', obstacle: 'key' }],
    ['ipstack/error-104-monthly-limit.json', { answer: 'could-not-ask', obstacle: 'quota' }],
    ['ipstack/error-106-invalid-address.json', { answer: 'could-not-ask', obstacle: 'address' }],
    ['threatfox/search_ioc-no-result.json', { answer: 'not-known' }],
    ['urlhaus/host-no-results.json', { answer: 'not-known' }],
  ];
  test.each(bodies)('%s is what it is: never a zero score', (file, expected) => {
    const entry = ours.find((each) => each.file === file);
    const source = entry === undefined ? undefined : sourceOf(entry);
    if (entry === undefined || source === undefined) throw new Error(file);
    const answer = answerOf(entry, source);
    expect(answer).toMatchObject(expected);
    const read = pairs(entry, source, answer);
    expect(read.filter((pair) => pair.expected !== pair.found)).toEqual([]);
  });

  test('no answer of these is left without a check', () => {
    const checked = new Set([
      ...good.map(({ file }) => file),
      ...bodies.map(([file]) => file),
      ...Object.keys(LEFT_OUT),
    ]);
    expect(ours.filter(({ file }) => !checked.has(file)).map(({ file }) => file)).toEqual([]);
  });

  test.each([
    ['greynoise/gnql-cve-37.0.8.38.json', 'greynoise', '37.0.8.38'],
    ['greynoise/multi-quick.json', 'greynoise', '1.1.1.1'],
    ['greynoise/quick-1.1.1.1.json', 'greynoise', '1.1.1.1'],
    ['virustotal/v2-52.183.120.194.json', 'virustotal', '52.183.120.194'],
    ['virustotal/v2-85.214.149.236.json', 'virustotal', '85.214.149.236'],
    ['abuseipdb/check-block-198.51.100.0-24-docs.json', 'abuseipdb', '198.51.100.100'],
    ['pulsedive/properties-100939.json', 'pulsedive', '1.1.1.1'],
  ])('%s answers a question that is not ours: no finding, and never "not known"', (file, name, text) => {
    const source = reputationSources.find((each) => each.name === name);
    const address = parseAddress(text);
    if (source === undefined || address === null) throw new Error(name);
    const body = readFileSync(`${FOLDER}/${file}`, 'utf8');
    const [answer] = source.read({ status: 200, headers: {}, body }, [{ address, text }]);
    expect(answer).toMatchObject({ answer: 'could-not-ask', obstacle: 'server' });
  });

  const read = (file: string): Answer => {
    const entry = ours.find((each) => each.file === file);
    const source = entry === undefined ? undefined : sourceOf(entry);
    if (entry === undefined || source === undefined) throw new Error(file);
    return answerOf(entry, source);
  };

  test('the facts that are more than one word come out too', () => {
    const bots = read('xforce/ipr-35.233.62.116-bots-score10.json');
    expect(fact(bots, 'categories')).toBe('Bots 100 %');
    expect(fact(bots, 'history entries')).toBe('35');
    const c2 = read('xforce/ipr-1.2.3.4-c2-score7.1-docs.json');
    expect(fact(c2, 'categories')).toBe(
      'Malware 71 %, Botnet Command and Control Server 71 %, Anonymisation Services 43 %',
    );
    expect(fact(c2, 'reason')).toBeNull();
    expect(fact(read('xforce/ipr-52.183.120.194-score1.json'), 'history entries')).toBe('9');
    // The AS entry is removed: history, not the present origin.
    expect(fact(read('xforce/ipr-8.8.8.8-score1-removed-asn.json'), 'as number')).toBeNull();
    const malicious = read('virustotal/v3-183.81.169.238-malicious.json');
    expect([fact(malicious, 'engines calling it malicious'), fact(malicious, 'engines calling it suspicious')]).toEqual(
      ['15', '2'],
    );
    expect(fact(malicious, 'engines asked')).toBe('92');
    expect(read('virustotal/v3-1.1.1.1-2019.json')).toMatchObject({ answer: 'known', reputation: [] });
    expect(fact(read('virustotal/v3-45.83.140.140-resolutions.json'), 'host names')).toMatch(/^jppost-ayu\.top, /);
    expect(fact(read('otx/passive_dns-89.35.39.84.json'), 'names seen')).toBe('34');
    expect(fact(read('otx/general-35.233.62.116.json'), 'note sources')).toBe('cloud');
    expect(fact(read('shodan/dns-reverse-1.1.1.1.json'), 'reverse names')).toBe('one.one.one.one');
    expect(fact(read('shodan/host-104.25.89.97-cdn.json'), 'open ports')).toBe('80, 443');
    expect(fact(read('shodan/internetdb-120.78.59.202-vulns.json'), 'tags')).toBe('database, eol-product');
    expect(fact(read('shodan/internetdb-1.1.1.1-2022.json'), 'open ports')).toBe('53, 80, 443');
    expect(fact(read('crowdsec/smoke-malicious-anonymised.json'), 'kinds of attack')).toBe(
      'http:scan, http:exploit, http:bruteforce, tcp:scan, http:spam, http:crawl, http:dos',
    );
    expect(fact(read('spur/148.72.164.186-docs.json'), 'tunnels')).toBe('VPN NORD_VPN');
    expect(fact(read('spur/148.72.164.186-docs.json'), 'risks')).toBe('WEB_SCRAPING, TUNNEL');
    expect(fact(read('greynoise/community-1.0.0.1-riot.json'), 'service')).toBe('Cloudflare Public DNS');
    expect(fact(read('greynoise/community-71.6.135.131-benign-scanner.json'), 'actor')).toBe('Shodan.io');
    expect(fact(read('ipinfo/free-8.8.8.8.json'), 'anycast')).toBe('yes');
    expect(fact(read('ipinfo/standard-8.8.8.8.json'), 'hosting')).toBe('yes');
    expect(fact(read('abuseipdb/one-host-2025-03/0.0.0.0.json'), 'public address')).toBe('no');
  });
});

/**
 * Providers in the words of the services themselves, all of them as mere tenants: the pack knows platforms better, so
 * that what holds here holds there.
 */
function networkKindOf(answers: readonly OnlineAnswer[]): NetworkKind {
  const words = answers.flatMap(({ facts }) =>
    facts.flatMap(({ what, value }) => (what === 'provider' || what === 'organisation' ? [value] : [])),
  );
  if (words.some((word) => /akamai|fastly|cloudflare/i.test(word))) return 'cdn';
  return words.some((word) => /microsoft|amazon|google/i.test(word)) ? 'cloud-tenant' : 'hosting';
}

const oneHost = ours.filter(({ file }) => file.includes('/one-host-'));

/** All answers about each address of the one-host set, as the engine would hand them over. */
function answersByAddress(): Map<string, OnlineAnswer[]> {
  const found = new Map<string, OnlineAnswer[]>();
  for (const entry of oneHost) {
    const source = sourceOf(entry);
    if (source === undefined) continue;
    const answer = answerOf(entry, source);
    const whole: OnlineAnswer = {
      source: source.name,
      reason: null,
      obstacle: null,
      reputation: [],
      registration: null,
      names: [],
      askedAt: '2025-03-03T00:00:00Z',
      isCached: false,
      link: null,
      ...answer,
      facts:
        answer.answer === 'known'
          ? answer.facts.map(({ what, value, asOf }) => ({ what, value, source: source.title, asOf: asOf ?? null }))
          : [],
    };
    found.set(answer.address, [...(found.get(answer.address) ?? []), whole]);
  }
  return found;
}

describe.runIf(oneHost.length > 0)('the destinations of one host', () => {
  const leans = () =>
    new Map(
      [...answersByAddress()].map(([address, answers]) => {
        const context = {
          now: new Date('2025-03-03T00:00:00Z'),
          direction: 'outbound',
          networkKind: networkKindOf(answers),
          ports: [443],
        } as const;
        return [address, reputationWeight(answers, context)] as const;
      }),
    );

  test('the small host that nobody has reported outranks the Microsoft address with 329 reports, and every other one', () => {
    const all = leans();
    const odd = all.get('46.254.34.201');
    expect(odd).toMatchObject({ lean: 0, evidence: [] });
    expect(all.get('52.113.194.132')?.evidence[0]?.says).toContain('329 reports by 10 reporters');
    for (const [address, { lean }] of all) {
      if (address === '46.254.34.201' || address === '0.0.0.0' || address === '172.17.0.17') continue;
      expect({ address, isBelow: lean < 0 }).toEqual({ address, isBelow: true });
    }
  });

  test('what the crowd says of a cloud is shown, and weighs next to nothing', () => {
    for (const address of ['52.113.194.132', '20.96.153.111', '20.189.173.1']) {
      const weight = leans().get(address);
      expect(weight?.evidence.length).toBeGreaterThan(0);
      expect(weight?.against).toBeLessThan(0.05);
    }
  });

  test('a reported small host outranks both', () => {
    // Stands for the other odd one of the whole set: hosted, with a few reports or pulses of its own.
    const answers = answersByAddress().get('46.254.34.201') ?? [];
    const reported = answers.map((answer) => ({
      ...answer,
      reputation: [
        {
          meaning: 'attacker',
          direction: 'inbound',
          score: 0.2,
          raw: '12 reports',
          label: null,
          lastSeen: '2025-02-20',
          origins: [answer.source],
        },
      ] as const,
    }));
    const context = {
      now: new Date('2025-03-03T00:00:00Z'),
      direction: 'outbound',
      networkKind: 'hosting',
      ports: [443],
    } as const;
    expect(reputationWeight(reported, context).lean).toBeGreaterThan(0);
  });
});
