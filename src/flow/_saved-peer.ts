import { formatAddress } from '../address/format.js';
import { parseAddress } from '../address/parse.js';
import type { OnlineAnswer } from '../model/answer.js';
import type { JudgedPeer } from '../model/investigation.js';
import type { Judgement, Scene } from '../model/judgement.js';
import type { Owner, PortKnowledge } from '../model/knowledge.js';
import type { ListEvidence } from '../model/listing.js';
import type { Peer, PeerFlow, PeerPort, PeerProcess } from '../model/peer.js';
import type { Fields } from './json-fields.js';
import {
  CONFIDENCES,
  COUNTERFACTUALS,
  FAMILIES,
  isDirection,
  isState,
  MATCHES,
  MEANINGS,
  NETWORK_KINDS,
  PORT_KINDS,
  REPUTATION_MEANINGS,
  VERDICTS,
} from './_saved-words.js';

/** A peer as the JSON report has it, judged as it was judged then; null without an address. `inputs`: their names. */
export function savedPeer(fields: Fields, inputs: ReadonlyMap<string, number>, scene: Scene): JudgedPeer | null {
  const peer = peerOf(fields, inputs);
  if (peer === null) return null;
  return {
    peer,
    owner: ownerOf(fields),
    ports: fields.each('ports', (port) => portKnowledge(port)),
    programs: peer.processes.map(() => null),
    services: peer.processes.map(() => []),
    lists: fields.each('lists', listEvidence),
    reputation: [],
    answers: fields.each('answers', (answer) => answerOf(answer, peer.text)),
    scene,
    facts: fields.each('facts', (fact) => ({
      what: fact.text('what'),
      value: fact.text('value'),
      source: fact.text('source'),
      asOf: fact.textOrNull('asOf'),
    })),
    ledger: fields.each('ledger', (entry) => ({
      source: entry.text('source'),
      answer: entry.word('answer', ['not-known', 'known', 'could-not-ask']),
      reason: entry.textOrNull('reason'),
    })),
    judgement: judgementOf(fields),
  };
}

function peerOf(fields: Fields, inputs: ReadonlyMap<string, number>): Peer | null {
  const address = parseAddress(fields.text('address'));
  if (address === null) return null;
  const seen = {
    ports: fields.each('ports', portOf),
    processes: fields.each('processes', processOf),
    states: fields.counts('states', isState),
    directions: fields.counts('directions', isDirection),
    hosts: fields.texts('hosts'),
  };
  return {
    ...seen,
    address,
    text: formatAddress(address),
    names: fields.texts('names'),
    flows: flowsOf(seen),
    serviceEnds: fields.each('serviceEnds', (end) => ({
      end: end.word('end', ['unknown', 'theirs', 'ours']),
      certainty: end.word('certainty', ['none', 'certain', 'likely', 'guessed']),
      says: end.text('says'),
      connections: end.number('connections'),
    })),
    connections: fields.number('connections'),
    rows: fields.each('rows', (row) => ({ input: inputs.get(row.text('file')) ?? 0, line: row.number('line') })),
    rowsOmitted: fields.number('rowsOmitted'),
    firstSeen: fields.time('firstSeen'),
    lastSeen: fields.time('lastSeen'),
    bytesSent: fields.numberOrNull('bytesSent'),
    bytesReceived: fields.numberOrNull('bytesReceived'),
  };
}

/** The report says what was seen, not what together: only where there is one of a kind it belongs to every port. */
function flowsOf({ ports, processes, states, directions, hosts }: Seen): PeerFlow[] {
  const [state = 'unknown', ...otherStates] = Object.keys(states).filter(isState);
  const [direction = 'unknown', ...otherDirections] = Object.keys(directions).filter(isDirection);
  return ports.map(({ port, protocol, isLocal, connections }) => ({
    port,
    protocol,
    isLocal,
    process: processes.length === 1 ? 0 : null,
    state: otherStates.length === 0 ? state : 'unknown',
    direction: otherDirections.length === 0 ? direction : 'unknown',
    host: hosts.length === 1 ? hosts[0] : null,
    connections,
  }));
}

type Seen = Pick<Peer, 'ports' | 'processes' | 'states' | 'directions' | 'hosts'>;

function portOf(fields: Fields): PeerPort {
  return {
    port: fields.number('port'),
    protocol: fields.text('protocol'),
    connections: fields.number('connections'),
    isLocal: fields.flag('isLocal'),
  };
}

function portKnowledge(fields: Fields): PortKnowledge {
  const registered = fields.innerOrNull('registered');
  return {
    port: fields.number('port'),
    protocol: fields.text('protocol'),
    registered: registered === null ? null : { name: registered.text('name'), source: registered.text('source') },
    observed: fields.each('observed', (use) => ({
      use: use.text('use'),
      kind: use.word('kind', PORT_KINDS),
      confidence: use.word('confidence', CONFIDENCES),
      source: use.text('source'),
      owners: [],
      programs: [],
      share: null,
    })),
  };
}

function processOf(fields: Fields): PeerProcess {
  return {
    name: fields.textOrNull('name'),
    path: fields.textOrNull('path'),
    pid: fields.numberOrNull('pid'),
    services: fields.texts('services'),
    commandLine: fields.textOrNull('commandLine'),
    user: fields.textOrNull('user'),
    parent: fields.textOrNull('parent'),
    signer: fields.textOrNull('signer'),
    connections: fields.number('connections'),
  };
}

function ownerOf(fields: Fields): Owner {
  const [country, as, network] = [fields.innerOrNull('country'), fields.innerOrNull('as'), fields.inner('network')];
  return {
    country:
      country === null
        ? null
        : {
            code: country.text('code'),
            name: country.text('name'),
            agreement: country.word('agreement', ['single', 'agree', 'differ']),
            other: country.textOrNull('other'),
            registered: country.textOrNull('registered'),
          },
    as: as === null ? null : { number: as.number('number'), name: as.text('name') },
    organisation: fields.textOrNull('organisation'),
    network: {
      kind: network.word('kind', NETWORK_KINDS),
      provider: network.textOrNull('provider'),
      service: network.textOrNull('service'),
    },
  };
}

/** What a service said; the raw words and the score, without the rest of its answer. */
function answerOf(fields: Fields, address: string): OnlineAnswer {
  return {
    source: fields.text('source'),
    address,
    answer: fields.word('answer', ['not-known', 'known', 'could-not-ask']),
    reason: fields.textOrNull('reason'),
    obstacle: null,
    facts: [],
    reputation: fields.each('said', (said) => ({
      meaning: said.word('meaning', REPUTATION_MEANINGS),
      direction: said.word('direction', ['both', 'outbound', 'inbound']),
      score: said.numberOrNull('score'),
      raw: said.text('raw'),
      label: said.textOrNull('label'),
      lastSeen: said.textOrNull('lastSeen'),
      origins: said.texts('origins'),
    })),
    registration: null,
    names: [],
    askedAt: fields.text('askedAt'),
    isCached: fields.flag('isCached'),
    link: fields.textOrNull('link'),
  };
}

function listEvidence(fields: Fields): ListEvidence {
  return {
    strongest: {
      source: {
        name: fields.text('list'),
        title: fields.text('title'),
        meaning: fields.word('meaning', MEANINGS),
        direction: 'both',
        reliability: 0,
        origins: [],
        halfLifeDays: null,
        licence: '',
        url: '',
        asOf: fields.textOrNull('asOf'),
      },
      matched: fields.word('matched', MATCHES),
      entry: fields.text('entry'),
      label: fields.textOrNull('label'),
      lastSeen: fields.textOrNull('lastSeen'),
      confidence: fields.numberOrNull('confidence'),
    },
    repeatedBy: fields.texts('repeatedBy'),
    factor: fields.number('factor'),
  };
}

function judgementOf(fields: Fields): Judgement {
  return {
    prior: fields.number('prior'),
    findings: fields.each('findings', (finding) => ({
      rule: finding.text('rule'),
      says: finding.text('says'),
      weight: finding.number('weight'),
      family: finding.word('family', FAMILIES),
      attack: finding.texts('attack'),
      evidence: finding.texts('evidence'),
    })),
    score: fields.number('score'),
    probability: fields.number('probability'),
    verdict: fields.word('verdict', VERDICTS),
    coverage: fields.number('coverage'),
    counterfactuals: fields.each('counterfactuals', (would) => ({
      kind: would.word('kind', COUNTERFACTUALS),
      about: would.texts('about'),
      says: would.text('says'),
      verdict: would.word('verdict', VERDICTS),
      score: would.number('score'),
    })),
    next: fields.each('next', (step) => {
      const plain = { says: step.text('says'), do: step.text('do') };
      const moves = step.innerOrNull('moves');
      if (moves === null) return plain;
      return { ...plain, moves: { decibans: moves.number('decibans'), verdict: moves.word('verdict', VERDICTS) } };
    }),
  };
}
