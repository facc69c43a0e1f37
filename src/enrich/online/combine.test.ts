import { expect, test } from 'vitest';
import type { OnlineAnswer, Reputation } from '../../model/answer.js';
import { type ReputationContext, reputationWeight } from './combine.js';

const NOW = new Date('2026-03-03T00:00:00Z');
const OUTBOUND: ReputationContext = { now: NOW, direction: 'outbound', networkKind: 'hosting', ports: [443] };

function answer(
  source: string,
  reputation: readonly Partial<Reputation>[],
  over: Partial<OnlineAnswer> = {},
): OnlineAnswer {
  const whole = reputation.map((opinion) => ({
    meaning: 'overall' as const,
    direction: 'both' as const,
    score: 0.8,
    raw: 'its words',
    label: null,
    lastSeen: null,
    origins: [source],
    ...opinion,
  }));
  return {
    source,
    address: '203.0.113.7',
    answer: 'known',
    reason: null,
    obstacle: null,
    facts: [],
    reputation: whole,
    registration: null,
    names: [],
    askedAt: NOW.toISOString(),
    isCached: false,
    link: null,
    ...over,
  };
}

const attacker = answer('abuseipdb', [{ meaning: 'attacker', direction: 'inbound', lastSeen: '2026-03-01' }]);
const c2 = answer('threatfox', [{ meaning: 'c2', direction: 'outbound', port: 443, lastSeen: '2026-03-01' }]);

test('reports of attacks say little of a connection that we opened, and much of one that came in', () => {
  const outbound = reputationWeight([attacker], OUTBOUND).against;
  const inbound = reputationWeight([attacker], { ...OUTBOUND, direction: 'inbound' }).against;
  expect(outbound).toBeLessThan(0.05);
  expect(inbound).toBeGreaterThan(4 * outbound);
});

test('a control server on the port in use outweighs all reports of attacks, in a cloud as well', () => {
  const cloud = { ...OUTBOUND, networkKind: 'cloud-tenant' as const };
  const [first] = reputationWeight([attacker, c2], cloud).evidence;
  expect(first).toMatchObject({ meaning: 'c2', sources: ['threatfox'], origins: ['threatfox'] });
  expect(first?.strength).toBeGreaterThan(0.6);
  expect(first?.says).toContain('its words');
});

test('on another port it is worth less', () => {
  const other = reputationWeight([c2], { ...OUTBOUND, ports: [8080] }).against;
  expect(other).toBeLessThan(reputationWeight([c2], OUTBOUND).against);
});

test('two services that republish one origin count once', () => {
  const alone = reputationWeight([answer('urlhaus', [{ meaning: 'payload' }])], OUTBOUND);
  const repeated = answer('virustotal', [{ meaning: 'malware', origins: ['virustotal', 'urlhaus'] }]);
  const both = reputationWeight([answer('urlhaus', [{ meaning: 'payload' }]), repeated], OUTBOUND);
  expect(both.against).toBe(alone.against);
  expect(both.evidence).toHaveLength(1);
  expect(both.evidence[0]?.sources).toEqual(['urlhaus', 'virustotal']);
  const other = answer('virustotal', [{ meaning: 'malware' }]);
  expect(reputationWeight([answer('urlhaus', [{ meaning: 'payload' }]), other], OUTBOUND).against).toBeGreaterThan(
    alone.against,
  );
});

test('InternetDB and Shodan are one source', () => {
  const tagged = { meaning: 'c2', origins: ['shodan'] } as const;
  expect(
    reputationWeight([answer('internetdb', [tagged]), answer('shodan', [tagged])], OUTBOUND).evidence,
  ).toHaveLength(1);
});

test('an opinion fades with its age', () => {
  const old = answer('threatfox', [{ meaning: 'c2', direction: 'outbound', lastSeen: '2024-03-01' }]);
  expect(reputationWeight([old], OUTBOUND).against).toBeLessThan(0.01);
});

test('an address that nobody knows leans nowhere, and one that failed leans nowhere either, with less coverage', () => {
  const silent = answer('xforce', [], { answer: 'not-known' });
  const failed = answer('virustotal', [], { answer: 'could-not-ask', obstacle: 'quota', reason: 'used up' });
  expect(reputationWeight([silent], OUTBOUND)).toMatchObject({
    against: 0,
    inFavour: 0,
    lean: 0,
    coverage: 1,
    evidence: [],
  });
  expect(reputationWeight([silent, failed], OUTBOUND)).toMatchObject({ lean: 0, coverage: 0.5 });
  expect(reputationWeight([], OUTBOUND)).toMatchObject({ lean: 0, coverage: 0 });
});

test('disagreement is said, with the words of both', () => {
  const good = answer('greynoise-community', [{ meaning: 'known-good', score: 0, raw: 'common business service' }]);
  const { disagreement, lean } = reputationWeight([answer('xforce', [{ raw: '8 of 10' }]), good], OUTBOUND);
  expect(disagreement).toBe('IBM X-Force Exchange says 8 of 10, but GreyNoise Community says common business service');
  expect(lean).toBeLessThan(0.5);
  expect(reputationWeight([c2], OUTBOUND).disagreement).toBeNull();
});

test('open ports and weaknesses are shown and never weighed', () => {
  const open = answer('internetdb', [{ meaning: 'exposure', score: 1, origins: ['shodan'] }]);
  const { against, evidence } = reputationWeight([open], OUTBOUND);
  expect(against).toBe(0);
  expect(evidence).toHaveLength(1);
});
