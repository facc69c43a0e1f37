import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../address/parse.js';
import type { Asked } from '../source.js';
import { reputationSources } from './index.js';

const sources = reputationSources;

function asked(...texts: readonly string[]): Asked[] {
  return texts.flatMap((text) => {
    const address = parseAddress(text);
    return address === null ? [] : [{ address, text }];
  });
}

const ONE = asked('203.0.113.7');
const STATUSES = [100, 200, 204, 206, 301, 302, 400, 401, 402, 403, 404, 408, 418, 422, 429, 500, 502, 503, 504];
const BODIES = [
  '',
  '<html><title>Sign in</title>',
  '{',
  '[',
  'null',
  '{}',
  '[]',
  '"x"',
  '1',
  '{"error":',
  '\ufeff{}',
  '\u0000',
  '{"__proto__":{"a":1}}',
];

test.each(sources.map((source) => [source.name, source] as const))(
  '%s answers any status with any body, and never "not known"',
  (_, source) => {
    for (const status of STATUSES) {
      for (const body of BODIES) {
        const answers = source.read({ status, headers: {}, body }, ONE);
        expect(answers).toHaveLength(1);
        expect({ status, body, answer: answers[0]?.answer }).toEqual({ status, body, answer: 'could-not-ask' });
      }
    }
  },
);

test.each(sources.map((source) => [source.name, source] as const))(
  '%s reads any JSON without a throw, about the address asked',
  (_, source) => {
    // Names that the services use, so that random values land where something is read.
    const names = [
      'data',
      'ip',
      'status',
      'score',
      'cats',
      'history',
      'subnets',
      'attributes',
      'result',
      'resource',
      'services',
      'pulse_info',
      'pulses',
      'query_status',
      'urls',
      'malware',
      'passive_dns',
      'success',
      'risk',
      'noise',
      'internet_scanner_intelligence',
      'found',
      'abuseConfidenceScore',
      'totalReports',
      'reports',
      'tags',
      'ports',
      'geo',
      'error',
      'results',
      'reputation',
      'fraud_score',
      '203.0.113.7',
    ];
    const name = fc.constantFrom(...names);
    const leaf = fc.oneof(
      fc.string(),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('ok', '2026-01-01', 'AS1', '203.0.113.7', '1e999', '-1'),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(name, tie('value'), { maxKeys: 8 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 8 }), fc.constantFrom(200, 206, 404), (body, status) => {
        const answers = source.read({ status, headers: {}, body: JSON.stringify(body) }, ONE);
        expect(answers.map(({ address }) => address)).toEqual(['203.0.113.7']);
      }),
      { numRuns: 150 },
    );
  },
);

test('an answer about another address is none', () => {
  const abuseipdb = sources.find(({ name }) => name === 'abuseipdb');
  const body = JSON.stringify({ data: { ipAddress: '198.51.100.1', abuseConfidenceScore: 100, totalReports: 9 } });
  expect(abuseipdb?.read({ status: 200, headers: {}, body }, ONE)).toMatchObject([
    { answer: 'could-not-ask', obstacle: 'server' },
  ]);
});

test('a batch is answered address by address, and one that is left out could not be asked', () => {
  const two = asked('203.0.113.7', '2001:db8::7');
  const lite = { ip: '203.0.113.7', asn: 'AS64500', as_name: 'Example', country_code: 'NL' };
  const bodies: Readonly<Record<string, unknown>> = {
    ipinfo: { '203.0.113.7': lite },
    'ip-api': [{ status: 'success', query: '203.0.113.7', countryCode: 'NL' }],
    'shodan-names': { '203.0.113.7': ['a.example.net'] },
    greynoise: {
      data: [{ ip: '203.0.113.7', internet_scanner_intelligence: { found: true, classification: 'benign' } }],
      request_metadata: { ips_not_found: ['2001:db8::7'] },
    },
  };
  for (const [name, body] of Object.entries(bodies)) {
    const source = sources.find((each) => each.name === name);
    const answers = source?.read({ status: 200, headers: {}, body: JSON.stringify(body) }, two) ?? [];
    expect([name, ...answers.map(({ answer }) => answer)]).toEqual([
      name,
      'known',
      name === 'greynoise' ? 'not-known' : 'could-not-ask',
    ]);
    expect(source?.request(two, ['key']).url).not.toContain('undefined');
  }
});

test('huge lists are cut, and read in no time', () => {
  const internetdb = sources.find(({ name }) => name === 'internetdb');
  const many = Array.from({ length: 200_000 }, (_, index) => index);
  const body = JSON.stringify({ ip: '203.0.113.7', ports: many, vulns: many, tags: [], hostnames: [] });
  const [answer] = internetdb?.read({ status: 200, headers: {}, body }, ONE) ?? [];
  if (answer?.answer !== 'known') throw new Error('not known');
  expect(answer.facts.find(({ what }) => what === 'known weaknesses')?.value).toBe('200000');
  for (const { value } of answer.facts) expect(value.length).toBeLessThanOrEqual(1200);
});

test('IPv6 goes into the URL escaped', () => {
  const [six] = asked('2001:db8::7');
  if (six === undefined) throw new Error('no address');
  for (const source of sources) {
    if (!source.families.includes(6)) continue;
    const { url, body = '' } = source.request([six], ['a', 'b']);
    expect(`${source.name} ${url} ${body}`).toMatch(/2001(?:%3A|:)db8(?:%3A|:){2}7/);
    expect(new URL(url).href.length).toBeGreaterThan(0);
  }
});
