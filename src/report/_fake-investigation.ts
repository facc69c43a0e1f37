import type { Address } from '../address/address.js';
import type { OnlineAnswer } from '../model/answer.js';
import type { InputSummary } from '../model/input.js';
import type { Investigation, JudgedPeer, OrganisationTally } from '../model/investigation.js';
import type { Counterfactual, Finding, Judgement, Scene, Verdict } from '../model/judgement.js';
import type { Owner, PortKnowledge } from '../model/knowledge.js';
import type { PeerFlow, PeerProcess } from '../model/peer.js';

// Invented evidence for tests of the reports and the command line.

export function fakeAddress(text: string): Address {
  const words = text.split('.').reduce((word, octet) => word * 256 + Number(octet), 0);
  return { family: 4, w0: 0, w1: 0, w2: 0, w3: words, zone: null };
}

const OWNER: Owner = {
  country: { code: 'DE', name: 'Germany', agreement: 'agree', other: null, registered: 'DE' },
  as: { number: 64500, name: 'EXAMPLE-HOSTING Example Hosting GmbH' },
  organisation: 'Example Hosting',
  network: { kind: 'hosting', provider: null, service: null },
};

const PORT: PortKnowledge = {
  port: 4070,
  protocol: 'tcp',
  registered: { name: 'tripe', source: 'IANA' },
  observed: [
    {
      use: 'Spotify',
      kind: 'app',
      confidence: 'high',
      source: 'vendor',
      owners: ['google'],
      programs: ['spotify'],
      share: null,
    },
  ],
};

export function fakeProcess(changes: Partial<PeerProcess> = {}): PeerProcess {
  return {
    name: 'svch0st.exe',
    path: 'C:\\Users\\maria\\AppData\\Local\\Temp\\svch0st.exe',
    pid: 9120,
    services: [],
    commandLine: null,
    user: null,
    parent: null,
    signer: null,
    connections: 3,
    ...changes,
  };
}

export function fakeFlow(changes: Partial<PeerFlow> = {}): PeerFlow {
  return {
    port: 4070,
    protocol: 'tcp',
    isLocal: false,
    process: 0,
    state: 'established',
    direction: 'outbound',
    host: null,
    connections: 1,
    ...changes,
  };
}

export function fakeFinding(weight: number, says: string, changes: Partial<Finding> = {}): Finding {
  return { rule: 'fake-rule', says, weight, family: 'path', attack: [], evidence: [], ...changes };
}

const FAKE_COUNTERFACTUALS: readonly Counterfactual[] = [
  { kind: 'without', about: ['look-alike'], says: 'without the look-alike finding', verdict: 'unexplained', score: -3 },
  { kind: 'if', about: ['listed-c2'], says: 'if it is listed', verdict: 'malicious', score: 29 },
];

/** A judgement whose score is the sum of prior and weights. */
export function fakeJudgement(verdict: Verdict, findings: readonly Finding[], prior = -20): Judgement {
  const score = findings.reduce((sum, { weight }) => sum + weight, prior);
  return {
    prior,
    findings,
    score,
    probability: 1 / (1 + 10 ** (-score / 10)),
    verdict,
    coverage: 0.55,
    expectation: {
      grade: 'contradictory',
      says: 'Port 4070/tcp is that of Spotify, which neither the program nor Example Hosting confirms.',
      basis: ['owner', 'port', 'direction'],
    },
    counterfactuals: FAKE_COUNTERFACTUALS.filter((one) => one.verdict !== verdict || one.kind === 'if'),
    next: [
      {
        says: 'See what the program is',
        do: 'Get-AuthenticodeSignature "C:\\Users\\maria\\AppData\\Local\\Temp\\svch0st.exe"',
      },
    ],
  };
}

const FINDINGS: Readonly<Record<Verdict, readonly Finding[]>> = {
  malicious: [
    fakeFinding(19.5, 'The program runs from a temporary folder, where nothing that is installed lives.', {
      attack: ['T1036.005'],
    }),
    fakeFinding(14, 'The name imitates svchost.exe.', {
      rule: 'look-alike',
      family: 'identity',
      evidence: ['svch0st.exe ~ svchost.exe'],
    }),
    fakeFinding(-2.5, 'The owner rents machines to anybody.', { family: 'owner' }),
  ],
  suspicious: [
    fakeFinding(18, 'A script host talks to a rented machine.'),
    fakeFinding(1.5, 'The port is not a usual one.'),
  ],
  unexplained: [fakeFinding(4.5, 'The owner rents machines to anybody, and nothing says which service this is.')],
  expected: [fakeFinding(-22, 'Spotify talks to its own provider on its own port.', { family: 'expectation' })],
};

const FAKE_SCENE: Scene = {
  os: 'windows',
  hasPrograms: true,
  lists: 0,
  isStale: false,
  peers: 1,
  fanOut: new Map(),
  organisations: new Map(),
  inputs: [],
};

export function fakePeer(text: string, verdict: Verdict, changes: Partial<JudgedPeer> = {}): JudgedPeer {
  return {
    lists: [],
    reputation: [],
    programs: [],
    services: [],
    scene: FAKE_SCENE,
    peer: {
      address: fakeAddress(text),
      text,
      names: [],
      hosts: [],
      ports: [{ port: 4070, protocol: 'tcp', connections: 3, isLocal: false }],
      processes: [fakeProcess()],
      states: { established: 2, 'time-wait': 1 },
      directions: { outbound: 3 },
      flows: [fakeFlow({ state: 'established', connections: 2 }), fakeFlow({ state: 'time-wait', connections: 1 })],
      serviceEnds: [{ end: 'theirs', certainty: 'likely', says: 'the ports tell', connections: 3 }],
      connections: 3,
      rows: [
        { input: 0, line: 14 },
        { input: 0, line: 17 },
      ],
      rowsOmitted: 1,
      firstSeen: null,
      lastSeen: null,
      bytesSent: null,
      bytesReceived: null,
      timing: null,
    },
    owner: OWNER,
    ports: [PORT],
    facts: [{ what: 'country', value: 'DE', source: 'fake source', asOf: '2026-06-17' }],
    ledger: [
      { source: 'country', answer: 'known', reason: null },
      { source: 'threat lists', answer: 'could-not-ask', reason: 'no list is loaded' },
    ],
    judgement: fakeJudgement(verdict, FINDINGS[verdict]),
    ...changes,
  };
}

export function fakeAnswer(changes: Partial<OnlineAnswer> = {}): OnlineAnswer {
  return {
    source: 'xforce',
    address: '185.220.101.34',
    answer: 'known',
    reason: null,
    obstacle: null,
    facts: [],
    reputation: [
      {
        meaning: 'overall',
        direction: 'both',
        score: 0.522,
        raw: '5.7 of 10, Spam 57 %',
        label: null,
        lastSeen: null,
        origins: ['xforce'],
      },
    ],
    registration: null,
    names: [],
    askedAt: '2026-11-25T12:00:00.000Z',
    isCached: false,
    link: 'https://exchange.xforce.ibmcloud.com/ip/185.220.101.34',
    ...changes,
  };
}

export function fakeInput(changes: Partial<InputSummary> = {}): InputSummary {
  return {
    name: 'connections.txt',
    sha256: '3b1f09c4a2d15e6f7081923344556677889900aabbccddeeff00112233445566',
    format: 'windows-netstat',
    tool: 'Windows netstat -bno',
    language: 'de',
    encoding: 'cp850',
    os: 'windows',
    rows: 152,
    badLines: [{ line: 93, text: '  TCP    10.0.0.999:80', reason: 'not an address' }],
    badLineCount: 1,
    nameOnlyPeers: ['cdn.example'],
    truncatedPeers: ['2606:4700:10::681'],
    blindSpots: [
      {
        id: 'no-udp-peers',
        says: 'Windows netstat shows no far ends of UDP.',
        fix: 'Get-NetUDPEndpoint; pktmon start --capture',
      },
      { id: 'one-moment', says: 'One moment only: what closed before it is not here.', fix: 'netstat -ano' },
    ],
    partial: false,
    hasPrograms: true,
    ...changes,
  };
}

export const FAKE_PEERS: readonly JudgedPeer[] = [
  fakePeer('185.220.101.34', 'malicious'),
  fakePeer('45.9.20.7', 'suspicious', {}),
  fakePeer('91.198.174.192', 'unexplained'),
  fakePeer('35.186.224.47', 'expected'),
];

export function fakeInvestigation(
  judged: readonly JudgedPeer[] = FAKE_PEERS,
  inputs: readonly InputSummary[] = [fakeInput()],
): Investigation {
  const byVerdict = { malicious: 0, suspicious: 0, unexplained: 0, expected: 0 };
  for (const { judgement } of judged) byVerdict[judgement.verdict]++;
  const organisations = Object.entries(byVerdict)
    .filter(([, count]) => count > 0)
    .map(
      ([verdict, count]): OrganisationTally => ({
        organisation: 'Example Hosting',
        verdict: verdict as Verdict,
        peers: count,
        connections: count * 3,
        programs: ['Spotify'],
        ports: ['4070/tcp'],
      }),
    );
  return {
    farend: '0.1.0',
    schema: 1,
    command: 'farend connections.txt',
    weights: '0123abcd',
    pack: {
      version: '2026.6.17',
      date: '2026-06-17',
      sources: [{ name: 'fake', date: '2026-06-17', licence: 'CC0-1.0', url: 'https://example.org/' }],
      stale: null,
      notes: [],
    },
    inputs,
    companions: [],
    counts: { rows: 152, external: 60, peers: judged.length, byClass: { listener: 31, loopback: 12 }, byVerdict },
    scene: { ...FAKE_SCENE, peers: judged.length },
    peers: Object.assign([...judged], {
      verdictAt: (index: number) => judged[index].judgement.verdict,
    }) as unknown as Investigation['peers'],
    organisations,
  };
}
