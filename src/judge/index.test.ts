import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InputSummary } from '../model/input.js';
import type { NetworkKind } from '../model/knowledge.js';
import { type Example, example, weightsOf } from './_example.js';
import { judge, PRIOR } from './index.js';

const KINDS: NetworkKind[] = [
  'cloud-platform',
  'cloud-tenant',
  'hosting',
  'cdn',
  'access',
  'mobile',
  'resolver',
  'special',
  'unknown',
  'anonymiser',
];
const subjects = fc.record({
  kind: fc.constantFrom(...KINDS),
  provider: fc.constantFrom(null, 'microsoft', 'cloudflare', 'amazon'),
  ports: fc.uniqueArray(
    fc.constantFrom('443/tcp', '80/tcp', '53/udp', '123/udp', '445/tcp', '8037/tcp', '587/tcp', 'local 22/tcp'),
    { minLength: 0, maxLength: 4 },
  ),
  names: fc.uniqueArray(
    fc.constantFrom('a.duckdns.org', 'tokuzavemi.top', '203.0.113.7', 'download.windowsupdate.com'),
    { maxLength: 3 },
  ),
  programs: fc.array(
    fc.record({
      name: fc.constantFrom('svchost.exe', 'payload.exe', '8131.exe', 'thing', null),
      parent: fc.constantFrom(null, 'winword.exe'),
      path: fc.constantFrom(null, 'C:\\Users\\Public\\svchost.exe', 'C:\\Windows\\System32\\svchost.exe'),
      known: fc.option(
        fc.record({
          kind: fc.constantFrom(
            'system' as const,
            'browser' as const,
            'p2p' as const,
            'shell' as const,
            'offensive' as const,
          ),
          habit: fc.constantFrom('never' as const, 'rare' as const, 'depends' as const, 'normal' as const),
          owners: fc.constantFrom<string[]>([], ['*'], ['microsoft'], ['kind:cdn']),
        }),
      ),
    }),
    { maxLength: 3 },
  ),
  states: fc.constantFrom({ established: 1 }, { 'syn-sent': 1 }, { 'close-wait': 9 }),
}) as fc.Arbitrary<Example>;

test('prior and weights add up to the score exactly, for any subject and prior', () => {
  fc.assert(
    fc.property(subjects, fc.integer({ min: -60, max: 20 }), (subject, prior) => {
      const { findings, score, probability, coverage } = judge(example(subject), { prior });
      expect(findings.reduce((sum, { weight }) => sum + weight, prior)).toBe(score);
      expect(probability).toBeCloseTo(1 / (1 + 10 ** (-score / 10)), 12);
      for (const { weight } of findings) expect(Number.isInteger(weight)).toBe(true);
      expect(coverage).toBeGreaterThanOrEqual(0);
      expect(coverage).toBeLessThan(1);
    }),
  );
});

test('the same subject is judged the same', () => {
  fc.assert(
    fc.property(subjects, (subject) => {
      expect(judge(example(subject))).toEqual(judge(example(subject)));
    }),
  );
});

test('expected is never said without evidence that explains the peer', () => {
  fc.assert(
    fc.property(subjects, (subject) => {
      const { verdict, findings, score } = judge(example(subject));
      if (verdict !== 'expected') return;
      expect(score).toBeLessThan(PRIOR);
      expect(findings.some(({ weight, family }) => weight < 0 && family === 'expectation')).toBe(true);
      expect(findings.reduce((sum, { weight }) => sum + Math.max(0, weight), 0)).toBeLessThanOrEqual(3);
    }),
  );
});

test('a family counts its strongest finding and little of the rest', () => {
  const weights = weightsOf({ kind: 'hosting', ports: ['445/tcp', '587/tcp', '757/tcp', '3306/tcp'] });
  expect(weights['local-protocol-outside']).toBe(13);
  const rest = weights['mail-port'] + weights['uncommon-port'] + weights['admin-port-outside'];
  expect(rest).toBe(4);
});

test('nothing known is unexplained, not expected', () => {
  const { verdict, next, findings } = judge(example({ organisation: null, ports: [] }));
  expect(verdict).toBe('unexplained');
  expect(findings).toEqual([]);
  expect(next.length).toBeGreaterThan(3);
});

test('a platform on its ordinary port is expected, and needs no next step', () => {
  const { verdict, next } = judge(example({ kind: 'cloud-platform', provider: 'microsoft' }));
  expect(verdict).toBe('expected');
  expect(next).toEqual([]);
});

test('neither owner, port nor protocol explains a program that is unknown or does as it is told', () => {
  const unknown = { name: 'thing.exe' };
  const script = {
    name: 'python.exe',
    known: { key: 'python', kind: 'script-host', habit: 'depends', owners: ['microsoft'] },
  } as const;
  const ways: Example[] = [
    { kind: 'hosting', ports: ['123/udp'], uses: { 123: [{ kind: 'infra', confidence: 'high' }] } },
    { kind: 'resolver', provider: 'google', ports: ['443/tcp'] },
    { provider: 'apple', ports: ['5223/tcp'], uses: { 5223: [{ owners: ['apple'] }] } },
    { kind: 'cloud-platform', provider: 'microsoft' },
  ];
  for (const way of ways) {
    expect(judge(example({ ...way, programs: [unknown] })).verdict).toBe('unexplained');
    expect(judge(example({ ...way, programs: [script] })).verdict).toBe('unexplained');
    expect(judge(example(way)).verdict).toBe('expected');
  }
});

test('a platform for files and messages explains itself to its own program only', () => {
  const telegram: Example = { kind: 'cloud-platform', provider: 'telegram', organisation: 'Telegram' };
  expect(judge(example(telegram)).verdict).toBe('unexplained');
  const own = { name: 'Telegram.exe', known: { key: 'telegram', kind: 'chat', owners: ['telegram'] } } as const;
  expect(judge(example({ ...telegram, programs: [own] })).verdict).toBe('expected');
});

test('a port that a company serves from rented machines explains none of its neighbours', () => {
  const zoom = { kind: 'app', confidence: 'medium', owners: ['zoom', 'amazon'], programs: ['zoom'] } as const;
  const neighbour: Example = { kind: 'cloud-tenant', provider: 'amazon', ports: ['8808/tcp'], uses: { 8808: [zoom] } };
  expect(judge(example(neighbour)).verdict).toBe('unexplained');
  const attack = { ...neighbour, uses: { 8808: [{ kind: 'c2-default', confidence: 'high' } as const, zoom] } };
  expect(weightsOf(attack)['c2-default-port']).toBe(12);
  expect(weightsOf({ ...attack, kind: 'cloud-platform', provider: 'zoom' })['c2-default-port']).toBeUndefined();
});

test('browsing explains the ports of the Web, not any other that browsers can open', () => {
  const browser = {
    name: 'chrome.exe',
    known: {
      key: 'chrome',
      kind: 'browser',
      owners: ['*'],
      ports: [
        [80, 80],
        [443, 443],
        [8080, 8080],
      ],
    },
  } as const;
  const cloud: Example = { kind: 'cloud-tenant', provider: 'amazon', programs: [browser] };
  expect(judge(example(cloud)).verdict).toBe('expected');
  expect(judge(example({ ...cloud, ports: ['8080/tcp'] })).verdict).toBe('unexplained');
});

test('mail and shells at a platform are the work of servers and administrators, and not explained by their owner', () => {
  const platform: Example = { kind: 'cloud-platform', provider: 'google' };
  const infra = { kind: 'infra', confidence: 'high' } as const;
  for (const port of [22, 25]) {
    const subject = example({ ...platform, ports: [`${port}/tcp`], uses: { [port]: [infra] } });
    expect(judge(subject).verdict).toBe('unexplained');
  }
  expect(judge(example({ ...platform, ports: ['53/udp'], uses: { 53: [infra] } })).verdict).toBe('expected');
});

test('a platform reached by a program that nothing is known of is not explained by its owner alone', () => {
  expect(judge(example({ kind: 'cloud-platform', programs: [{ name: 'thing.exe' }] })).verdict).toBe('unexplained');
});

test('a program that should have a name is not explained by the owner alone', () => {
  const inputs = [{ hasPrograms: true } as InputSummary];
  const scene = { hasPrograms: true, inputs };
  const platform = { kind: 'cloud-platform', provider: 'microsoft' } as const;
  expect(judge(example({ ...platform, scene })).verdict).toBe('unexplained');
  expect(judge(example({ ...platform, scene, states: { 'time-wait': 1 } })).verdict).toBe('expected');
});

test('unencrypted traffic to a content network is the word of its customer', () => {
  expect(judge(example({ kind: 'cdn', provider: 'akamai', ports: ['80/tcp'] })).verdict).toBe('unexplained');
  expect(judge(example({ kind: 'cdn', provider: 'akamai' })).verdict).toBe('expected');
});

test.each(['cloud-tenant', 'hosting'] as const)(
  'the name of a maker on a machine that it rents out (%s) explains nothing',
  (kind) => {
    const known = { kind: 'updater' as const, owners: ['microsoft', 'akamai'] };
    const programs = [{ name: 'wuauclt.exe', known }];
    expect(judge(example({ kind, provider: 'microsoft', programs })).verdict).toBe('unexplained');
    expect(judge(example({ kind, provider: 'akamai', programs })).verdict).toBe('unexplained');
    expect(judge(example({ kind: 'cloud-platform', provider: 'microsoft', programs })).verdict).toBe('expected');
  },
);

test('an anonymiser that stands where it belongs is not expected: that is for the owner of the computer to say', () => {
  const uses = { 9001: [{ use: 'Tor', kind: 'anon' as const, programs: ['tor'] }] };
  const programs = [
    { name: 'tor.exe', known: { key: 'tor', kind: 'vpn' as const, owners: ['*'], ports: [[9001, 9001]] as const } },
  ];
  expect(judge(example({ ports: ['9001/tcp'], uses, programs })).verdict).toBe('unexplained');
});

test('a look-alike of a system name at a rented server is suspicious for its name first', () => {
  const { verdict, findings } = judge(example({ kind: 'hosting', programs: [{ name: 'svch0st.exe', known: null }] }));
  expect(['suspicious', 'malicious']).toContain(verdict);
  expect(findings[0]).toMatchObject({ rule: 'look-alike-name', attack: ['T1036.005'] });
  expect(findings[0].says).toContain('svchost');
});

test('an open content network alone explains nothing', () => {
  expect(judge(example({ kind: 'cdn', provider: 'cloudflare' })).verdict).toBe('unexplained');
});

test('a part of the system at a rented server is suspicious, an accessory there malicious', () => {
  const svchost = { name: 'svchost.exe', known: { kind: 'service-host' as const, owners: ['microsoft'] } };
  expect(judge(example({ kind: 'hosting', ports: ['80/tcp'], programs: [svchost] })).verdict).not.toBe('unexplained');
  const notepad = {
    name: 'notepad.exe',
    known: { kind: 'system' as const, habit: 'never' as const, owners: ['microsoft'] },
  };
  expect(judge(example({ kind: 'hosting', programs: [notepad] })).verdict).toBe('malicious');
});

const harmless: Readonly<Record<string, Example>> = {
  'the Azure platform address, asked by its agents on odd ports': {
    kind: 'cloud-platform',
    provider: 'microsoft',
    ports: ['80/tcp', '8037/tcp', '32526/tcp', '53/udp'],
    programs: [
      { name: 'waappagent.exe' },
      { name: 'collectguestlogs.exe' },
      { name: 'svchost.exe', known: { kind: 'service-host', owners: ['microsoft'] } },
    ],
  },
  'a name server that asks the roots': {
    kind: 'unknown',
    organisation: null,
    ports: ['53/udp'],
    programs: [{ name: 'dns.exe', known: { kind: 'dns', owners: ['*'], ports: [[53, 53]] } }],
  },
  'recursion without a program in sight': { kind: 'education', ports: ['53/udp', '53/tcp'] },
  'the clock set by a rented server': { kind: 'hosting', ports: ['123/udp'] },
  'an update from a content network': {
    kind: 'cdn',
    provider: 'akamai',
    ports: ['80/tcp'],
    programs: [{ name: 'svchost.exe', known: { kind: 'service-host', owners: ['microsoft', 'kind:cdn'] } }],
  },
  'a browser update': {
    kind: 'cloud-platform',
    provider: 'google',
    programs: [{ name: 'updater.exe', known: { kind: 'updater', owners: ['google'] } }],
  },
  'a light bulb bridge at a cloud tenant': {
    kind: 'cloud-tenant',
    provider: 'amazon',
    ports: ['80/tcp'],
    connections: 22,
  },
  'a swarm of file sharing': {
    kind: 'access',
    ports: ['31847/tcp', '51413/udp', '16881/udp'],
    states: { 'syn-sent': 3 },
    connections: 3,
    programs: [{ name: 'BitTorrent.exe', known: { key: 'bittorrent', kind: 'p2p', owners: ['*'] } }],
    scene: { peers: 200, fanOut: new Map([['bittorrent|udp/51413', 60]]) },
  },
  'a scanner that came by': {
    kind: 'hosting',
    ports: ['local 23/tcp', 'local 1337/tcp'],
    directions: { inbound: 2 },
    states: { 'syn-received': 2 },
  },
};

test.each(Object.entries(harmless))('never malicious: %s', (_, subject) => {
  const { verdict, score } = judge(example(subject));
  expect(verdict).not.toBe('malicious');
  expect(score).toBeLessThan(0);
});

const svchost = { name: 'svchost.exe', known: { kind: 'service-host' as const, owners: ['microsoft'] } };
const clock: Example = { ports: ['123/udp'], uses: { 123: [{ kind: 'infra' }] } };
const nameServer = {
  name: 'named',
  known: { kind: 'dns' as const, owners: ['*'], ports: [[53, 53]] as [number, number][] },
};

const mailer = { name: 'thunderbird.exe', known: { kind: 'mail' as const, owners: ['mozilla'] } };
const sure = { confidence: 'high' as const };
const mailbox: Example = { ports: ['993/tcp'], uses: { 25: [sure], 993: [sure] }, programs: [mailer] };

test.each<[string, Example]>([
  ['the clock set by a volunteer at a hoster', clock],
  ['the same by a part of the system', { ...clock, programs: [svchost] }],
  ['a name server that asks another', { ports: ['53/udp', '53/tcp'], programs: [nameServer] }],
])('wherever it stands, expected: %s', (_, subject) => {
  for (const kind of ['hosting', 'access', 'unknown'] as const)
    expect(judge(example({ kind, ...subject })).verdict).toBe('expected');
});

test('mail fetched or handed over at a hoster is expected of a mail program', () => {
  for (const port of ['993/tcp', '25/tcp'])
    expect(judge(example({ ...mailbox, kind: 'hosting', ports: [port] })).verdict).toBe('expected');
});

test('mail fetched from a home line, and a mail program on the port of the Web, are not explained by mail', () => {
  expect(judge(example({ ...mailbox, kind: 'access' })).verdict).toBe('unexplained');
  expect(judge(example({ kind: 'hosting', ports: ['443/tcp'], programs: [mailer] })).verdict).toBe('unexplained');
});

test('another program on the port of a name server is no name server', () => {
  const { verdict } = judge(example({ kind: 'hosting', ports: ['53/tcp'], programs: [svchost] }));
  expect(verdict).not.toBe('expected');
});

test('the country changes nothing', () => {
  const here = example({ kind: 'hosting' });
  const there = { ...here, owner: { ...here.owner, country: null } };
  expect(judge(there).score).toBe(judge(here).score);
});

test('next steps name the tool of the system, and text of the evidence gets into no command', () => {
  const linux = judge(example({ kind: 'hosting', scene: { os: 'linux' } })).next;
  expect(linux.map((step) => step.do)).toContain('sudo ss -tunp dst 203.0.113.7');
  const subject = example({ kind: 'special', programs: [{ name: '$(id).exe', pid: 7 }] });
  const local = { ...subject, peer: { ...subject.peer, text: 'fe80::1%$(id)' } };
  for (const { do: command } of judge(local).next) expect(command).not.toContain('$(id)');
  expect(judge(example({ kind: 'hosting' })).next.length).toBeLessThanOrEqual(7);
});
