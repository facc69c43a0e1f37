import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { formatAddress } from '../address/format.js';
import { parseAddress } from '../address/parse.js';
import {
  fakeFinding,
  fakeFlow,
  fakeInvestigation,
  fakeJudgement,
  fakePeer,
  fakeProcess,
} from './_fake-investigation.js';
import type { ListEvidence } from '../model/listing.js';

const LIST: ListEvidence = {
  strongest: {
    source: {
      name: 'feodo',
      title: 'Feodo Tracker',
      meaning: 'c2',
      direction: 'outbound',
      reliability: 0.9,
      origins: ['feodo'],
      halfLifeDays: null,
      licence: 'CC0-1.0',
      url: 'https://example.org/feodo',
      asOf: '2026-06-17',
    },
    matched: 'address-port',
    entry: '185.220.101.34:4070',
    label: 'QakBot',
    lastSeen: '2026-06-16',
    confidence: null,
  },
  repeatedBy: ['IPsum'],
  factor: 0.9,
};

function peerAt(text: string, base: JudgedPeer, changes: Partial<JudgedPeer['peer']>): JudgedPeer {
  const address = parseAddress(text);
  if (address === null) throw new Error(text);
  return { ...base, peer: { ...base.peer, address, text: formatAddress(address), ...changes } };
}

/** One peer of each kind that exchange formats treat apart: listed, IPv6, one that came to us, private, expected, shared. */
export function goldenPeers(): JudgedPeer[] {
  const malicious = fakePeer('185.220.101.34', 'malicious');
  return [
    peerAt(
      '185.220.101.34',
      { ...malicious, lists: [LIST] },
      {
        names: ['cdn.bad.example', 'no host name'],
        hosts: ['PC1'],
        flows: [fakeFlow({ host: 'PC1', connections: 3 })],
        firstSeen: Date.UTC(2026, 5, 17, 10, 0, 0),
        lastSeen: Date.UTC(2026, 5, 17, 11, 30, 0),
        bytesSent: 1200,
        bytesReceived: 64_000,
      },
    ),
    peerAt('2a00:1450:4001:80b::200e', fakePeer('1.1.1.1', 'malicious'), {
      flows: [fakeFlow({ port: 443, protocol: 'udp', process: null, state: 'none', connections: 3 })],
    }),
    peerAt('45.9.20.7', fakePeer('45.9.20.7', 'suspicious'), {
      ports: [{ port: 3389, protocol: 'tcp', connections: 3, isLocal: true }],
      processes: [fakeProcess({ name: 'svchost.exe', path: null, pid: 900, services: ['TermService'] })],
      flows: [fakeFlow({ port: 3389, isLocal: true, direction: 'inbound', connections: 3 })],
    }),
    peerAt('10.1.2.3', fakePeer('10.1.2.3', 'malicious'), {}),
    peerAt('91.198.174.192', fakePeer('91.198.174.192', 'unexplained'), {
      flows: [fakeFlow({ direction: 'unknown', state: 'time-wait', connections: 3 })],
    }),
    peerAt('104.16.1.1', shared(fakePeer('104.16.1.1', 'malicious')), {}),
    peerAt('35.186.224.47', fakePeer('35.186.224.47', 'expected'), {}),
  ];
}

function shared(judged: JudgedPeer): JudgedPeer {
  return {
    ...judged,
    owner: {
      ...judged.owner,
      organisation: 'Cloudflare',
      network: { kind: 'cdn', provider: 'cloudflare', service: null },
    },
    judgement: fakeJudgement('malicious', [fakeFinding(32, 'A list names it.', { attack: ['T1071'] })]),
  };
}

export function goldenInvestigation(): Investigation {
  return fakeInvestigation(goldenPeers());
}
