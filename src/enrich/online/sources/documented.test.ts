import { describe, expect, test } from 'vitest';
import { asked } from '../_fake-world.js';
import type { Answer } from '../source.js';
import { reputationSources } from './index.js';

// Shapes that the services document and that no answer at hand has.

const [ONE] = asked('203.0.113.7');

function read(name: string, body: unknown, status = 200): Answer {
  const source = reputationSources.find((each) => each.name === name);
  if (source === undefined) throw new Error(name);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return source.read({ status, headers: {}, body: text }, [ONE])[0];
}

function fact(answer: Answer, what: string): string | null {
  return answer.answer === 'known' ? (answer.facts.find((each) => each.what === what)?.value ?? null) : null;
}

function opinions(answer: Answer) {
  return answer.answer === 'known' ? (answer.reputation ?? []) : [];
}

describe('GreyNoise v3', () => {
  const nothing = { found: false, classification: '', trust_level: '' };

  test('quick: the flags, a classification and a trust level are an answer', () => {
    const answer = read('greynoise', {
      ip: ONE.text,
      business_service_intelligence: { found: false, trust_level: '' },
      internet_scanner_intelligence: { found: true, classification: 'malicious' },
    });
    expect(opinions(answer)).toMatchObject([{ meaning: 'attacker', direction: 'inbound', score: 0.75 }]);
  });

  test('not found in either is not known; 206 hides fields, and what is hidden is no "not found"', () => {
    const both = { business_service_intelligence: nothing, internet_scanner_intelligence: nothing };
    expect(read('greynoise', { ip: ONE.text, ...both })).toMatchObject({ answer: 'not-known' });
    const hidden = { ip: ONE.text, business_service_intelligence: nothing };
    expect(read('greynoise', hidden, 206)).toMatchObject({ answer: 'could-not-ask' });
    expect(read('greynoise', { ip: ONE.text, internet_scanner_intelligence: nothing }, 206)).toMatchObject({
      answer: 'not-known',
    });
  });

  test('a trust level that the plan hides is not the best one', () => {
    const business = (level: string | null) =>
      opinions(
        read('greynoise', {
          ip: ONE.text,
          business_service_intelligence: { found: true, name: 'Example DNS', trust_level: level },
          internet_scanner_intelligence: nothing,
        }),
      )[0]?.score;
    expect([business('1'), business('2'), business(null)]).toEqual([0, 0.2, 0.2]);
  });

  test('many at once, one object for tags', () => {
    const scanner = { found: true, classification: 'suspicious', tags: { name: 'SSH Scanner' }, cves: null };
    const answer = read('greynoise', {
      data: [{ ip: ONE.text, internet_scanner_intelligence: scanner, business_service_intelligence: nothing }],
      request_metadata: { restricted_fields: [], message: 'ok', ips_not_found: [] },
    });
    expect(fact(answer, 'tags')).toBe('SSH Scanner');
    expect(opinions(answer)[0]?.score).toBe(0.5);
  });

  test('the community answers 429 and 400 with a message', () => {
    const limit = {
      plan: 'unauthenticated',
      'rate-limit': '100-lookups/day',
      message: 'You have hit your daily limit',
    };
    expect(read('greynoise-community', limit, 429)).toMatchObject({ answer: 'could-not-ask', obstacle: 'quota' });
    expect(read('greynoise-community', { message: 'Request is not a valid routable IPv4 address' }, 400)).toMatchObject(
      {
        answer: 'could-not-ask',
        obstacle: 'address',
      },
    );
  });
});

describe('VirusTotal v3', () => {
  const attributes = (more: object) => ({ data: { id: ONE.text, type: 'ip_address', attributes: more } });

  test('any attribute may be missing, and no engine is no opinion', () => {
    for (const stats of [
      undefined,
      null,
      {},
      { harmless: 0, malicious: 0, suspicious: 0, undetected: 0, timeout: 9 },
    ]) {
      const answer = read('virustotal', attributes({ last_analysis_stats: stats, country: 'NL' }));
      expect(answer.answer).toBe('known');
      expect(opinions(answer)).toEqual([]);
    }
  });

  test('one engine is noise, five are not', () => {
    const score = (malicious: number) =>
      opinions(read('virustotal', attributes({ last_analysis_stats: { malicious, harmless: 60, undetected: 30 } })))[0]
        ?.score;
    expect(score(0)).toBe(0);
    expect(score(1)).toBeLessThanOrEqual(0.3);
    expect(score(5)).toBeGreaterThan(0.75);
  });

  test.each([
    [400, 'InvalidArgumentError', 'address'],
    [401, 'UserNotActiveError', 'key'],
    [403, 'ForbiddenError', 'key'],
    [429, 'QuotaExceededError', 'quota'],
    [503, 'TransientError', 'server'],
  ])('%d %s', (status, code, obstacle) => {
    expect(read('virustotal', { error: { code, message: 'x' } }, status)).toMatchObject({
      answer: 'could-not-ask',
      obstacle,
    });
  });
});

describe('X-Force Exchange', () => {
  test('a used-up month is quota under either status, and never a score', () => {
    for (const status of [402, 429]) {
      expect(read('xforce', { error: 'Monthly quota exceeded.' }, status)).toMatchObject({ obstacle: 'quota' });
    }
    expect(read('xforce', { error: 'Quota exceeded.' }, 403)).toMatchObject({ obstacle: 'quota' });
    expect(read('xforce', { error: 'Not entitled.' }, 403)).toMatchObject({ obstacle: 'key' });
  });

  test('a C2 between 5 and 10 has the floor of the reference, a dynamic line alone a ceiling', () => {
    const c2 = read('xforce', { ip: ONE.text, score: 5.7, cats: { 'Botnet Command and Control Server': 57 } });
    expect(opinions(c2).find(({ meaning }) => meaning === 'c2')?.score).toBe(0.8);
    const line = read('xforce', { ip: ONE.text, score: 7.1, cats: { 'Dynamic IPs': 71 } });
    expect(Math.max(...opinions(line).map(({ score }) => score ?? 0))).toBeLessThanOrEqual(0.2);
  });

  test('an unknown category is kept word for word', () => {
    const answer = read('xforce', { ip: ONE.text, score: 4, cats: { 'Something New': 40 }, tags: [{ tag: 'x' }] });
    expect(fact(answer, 'categories')).toBe('Something New 40 %');
  });

  test('IPv6 in the path is escaped, and a score that is a text is read', () => {
    const source = reputationSources.find(({ name }) => name === 'xforce');
    expect(source?.request(asked('2001:db8::7'), ['a', 'b']).url).toMatch(/\/ipr\/2001%3Adb8%3A%3A7$/);
    expect(fact(read('xforce', { ip: ONE.text, score: '7.1', cats: {} }), 'risk score')).toBe('7.1');
  });
});

test('AbuseIPDB: null in every field that may be null, and a 422 concerns the address', () => {
  const data = {
    ipAddress: ONE.text,
    isPublic: true,
    isWhitelisted: null,
    abuseConfidenceScore: 0,
    countryCode: null,
    usageType: null,
    isp: null,
    domain: null,
    hostnames: [],
    totalReports: 0,
    numDistinctUsers: 0,
    lastReportedAt: null,
  };
  const answer = read('abuseipdb', { data });
  expect(answer.answer).toBe('known');
  expect(opinions(answer)).toEqual([]);
  const detail = 'The ip address must be a valid IPv4 or IPv6 address.';
  const invalid = { errors: [{ detail, status: 422, source: { parameter: 'ipAddress' } }] };
  expect(read('abuseipdb', invalid, 422)).toMatchObject({ answer: 'could-not-ask', obstacle: 'address' });
});

test('OTX: null and missing members, and a count without its pulses is no opinion', () => {
  const body = {
    indicator: ONE.text,
    asn: null,
    country_code: null,
    validation: null,
    false_positive: null,
    pulse_info: { count: 0, pulses: [] as unknown[] },
  };
  expect(read('otx', body)).toMatchObject({ answer: 'known', reputation: [] });
  expect(opinions(read('otx', { ...body, pulse_info: { count: 7, pulses: null } }))).toEqual([]);
  const pulse = { id: 'p', name: null, modified: null, author: null, tags: null, malware_families: null };
  expect(opinions(read('otx', { ...body, pulse_info: { count: 1, pulses: [pulse] } }))).toHaveLength(1);
});

describe('Censys', () => {
  test('the platform: a threat on a port, labels as objects, nothing else', () => {
    const threat = { id: 't', name: 'Example C2', type: ['C2_SERVER'], tactic: ['COMMAND_AND_CONTROL'] };
    const answer = read('censys', {
      result: {
        resource: {
          ip: ONE.text,
          autonomous_system: { asn: 64500, name: 'EXAMPLE', bgp_prefix: '203.0.113.0/24' },
          service_count: 1,
          services: [{ port: 8443, protocol: 'HTTP', threats: [threat], labels: [{ value: 'c2' }] }],
        },
      },
    });
    expect(opinions(answer)[0]).toMatchObject({ meaning: 'c2', direction: 'outbound', port: 8443, score: 0.85 });
    expect(fact(answer, 'as number')).toBe('AS64500');
  });

  test('the error of the 401 has a shape of its own, a 404 is a problem document', () => {
    expect(read('censys', { error: { code: 401, message: 'Access credentials are invalid' } }, 401)).toMatchObject({
      obstacle: 'key',
    });
    const problem = { title: 'Not Found', status: 404, detail: 'host does not exist' };
    expect(read('censys', problem, 404)).toMatchObject({ answer: 'not-known' });
  });
});

test('CrowdSec: null places and names; unknown is not known', () => {
  const body = { ip: ONE.text, location: null, reverse_dns: null, behaviors: [], history: null, classifications: null };
  expect(read('crowdsec', { ...body, reputation: 'unknown', scores: null })).toMatchObject({ answer: 'not-known' });
  expect(opinions(read('crowdsec', { ...body, reputation: 'suspicious' }))[0]?.score).toBe(0.5);
});

test('Pulsedive: the words of a used-up month, and of a key', () => {
  expect(read('pulsedive', { error: 'Monthly limit exceeded.' }, 403)).toMatchObject({ obstacle: 'quota' });
  expect(read('pulsedive', { error: 'Invalid API key.' }, 403)).toMatchObject({ obstacle: 'key' });
  expect(read('pulsedive', { error: 'Indicator not found.' }, 404)).toMatchObject({ answer: 'not-known' });
});

test('abuse.ch: outcomes in a 200', () => {
  for (const [name, status, expected] of [
    ['threatfox', 'no_result', { answer: 'not-known' }],
    ['threatfox', 'unknown_auth_key', { obstacle: 'key' }],
    ['threatfox', 'illegal_search_term', { obstacle: 'address' }],
    ['urlhaus', 'no_results', { answer: 'not-known' }],
    ['urlhaus', 'unknown_auth_key', { obstacle: 'key' }],
    ['urlhaus', 'http_post_expected', { obstacle: 'server' }],
  ] as const) {
    expect(read(name, { query_status: status, data: 'Your search did not yield any results' })).toMatchObject(expected);
  }
});

test('URLhaus: numbers in quotes, null tags, one port of all downloads', () => {
  const url = {
    url: `http://${ONE.text}:8080/x`,
    url_status: 'online',
    date_added: '2026-01-02 03:04:05 UTC',
    tags: null,
  };
  const answer = read('urlhaus', { query_status: 'ok', host: ONE.text, url_count: '1', urls: [url] });
  expect(opinions(answer)).toMatchObject([{ meaning: 'payload', score: 0.8, port: 8080 }]);
});

test('ThreatFox: null tags, dates and family; the neighbour’s indicator is not ours', () => {
  const row = { ioc: `${ONE.text}:443`, threat_type: 'botnet_cc', confidence_level: 75, tags: null, last_seen: null };
  const other = { ...row, ioc: `${ONE.text}0:443` };
  const answer = read('threatfox', { query_status: 'ok', data: [other, row] });
  expect(opinions(answer)).toMatchObject([{ meaning: 'c2', port: 443, score: 0.75, lastSeen: null }]);
  expect(read('threatfox', { query_status: 'ok', data: [other] })).toMatchObject({ answer: 'not-known' });
});

test('IPinfo: Core, a bogon, and the three envelopes of an error', () => {
  const core = {
    ip: ONE.text,
    geo: { country_code: 'NL', city: 'Delft' },
    as: { asn: 'AS64500', name: 'Example', type: 'hosting' },
    is_anonymous: true,
    is_hosting: true,
  };
  const answer = read('ipinfo', core);
  expect([fact(answer, 'country'), fact(answer, 'as number'), fact(answer, 'hides its users')]).toEqual([
    'NL',
    'AS64500',
    'yes',
  ]);
  expect(read('ipinfo', { ip: ONE.text, bogon: true })).toMatchObject({ obstacle: 'address' });
  const errors = [{ title: 'x', message: 'y' }, { status: 403, error: { title: 'x', message: 'y' } }, { error: 'x' }];
  for (const error of errors) expect(read('ipinfo', error)).toMatchObject({ answer: 'could-not-ask' });
});

test('ip-api: the default fields, and a message', () => {
  const body = { status: 'success', query: ONE.text, countryCode: 'NL', as: 'AS64500 Example', proxy: true };
  expect(fact(read('ip-api', body), 'as number')).toBe('AS64500');
  expect(opinions(read('ip-api', body))).toMatchObject([{ meaning: 'anonymiser' }]);
  expect(read('ip-api', { status: 'fail', message: 'reserved range', query: ONE.text })).toMatchObject({
    obstacle: 'address',
  });
});

test('Shodan: a refused key is a text or a page', () => {
  expect(read('shodan', { error: 'Invalid API key' }, 401)).toMatchObject({ obstacle: 'key' });
  expect(read('shodan', '<html>401 Unauthorized</html>', 401)).toMatchObject({ obstacle: 'key' });
  expect(read('internetdb', { detail: 'No information available' }, 404)).toMatchObject({ answer: 'not-known' });
});
