import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';
import type { ListEvidence } from '../model/listing.js';
import type { PeerFlow, PeerProcess } from '../model/peer.js';
import { portText } from '../model/port-text.js';
import {
  hostNames,
  isIndicator,
  known,
  protocolNumber,
  seenTimes,
  stamp,
  techniques,
  transportOf,
} from './exchange/_exchanged.js';
import { isInbound, phaseOf } from './exchange/_sides.js';
import { canonicalJson, OWN_NAMESPACE, uuid5 } from './exchange/_uuid.js';
import { jsonText } from './_json-text.js';
import { mainFinding } from './_main-finding.js';
import { percent } from './_numbers.js';
import { processName } from './_peer-words.js';
import { DEFAULT_TLP, type Tlp } from './_tlp.js';
import type { RenderOptions, Report } from './report.js';

/** The version of the Elastic Common Schema whose fields are used; all of them exist there. */
const ECS = '8.17.0';

/** The numbers of the detection engine: low, medium, high. */
const SEVERITY: Readonly<Record<Verdict, number>> = { expected: 0, unexplained: 21, suspicious: 47, malicious: 73 };

/** One document per peer, port, program and state (Elastic Common Schema); what has no field there is in `farend`. */
export const ecs: Report = {
  name: 'ecs',
  title: 'Elastic Common Schema, one document a line',
  mediaType: 'application/x-ndjson',
  extensions: ['ecs.ndjson'],
  render(investigation, options, write) {
    for (const judged of investigation.peers) {
      const shared = peerFields(judged, investigation, options);
      for (const flow of judged.peer.flows) write(`${jsonText(documentOf(judged, flow, shared, investigation))}\n`);
    }
  },
};

/** The part of a document that is the same for all connections of a peer. */
interface PeerFields {
  readonly '@timestamp': string;
  readonly event: object;
  readonly threat: object;
  readonly rule: object;
  readonly peerEnd: object;
}

function peerFields(judged: JudgedPeer, investigation: Investigation, options: RenderOptions): PeerFields {
  const { peer, owner, judgement } = judged;
  const seen = seenTimes(peer, investigation, options);
  const main = mainFinding(judged);
  const [name] = hostNames(peer.names);
  return {
    '@timestamp': stamp(seen.last),
    event: known({
      kind: judgement.verdict === 'malicious' || judgement.verdict === 'suspicious' ? 'alert' : 'event',
      category: ['network'],
      action: 'connection-observed',
      dataset: 'farend.connection',
      module: 'farend',
      provider: 'farend',
      severity: SEVERITY[judgement.verdict],
      risk_score: judgement.score,
      risk_score_norm: Number((judgement.probability * 100).toFixed(2)),
      reason: main?.says,
      ...(seen.isOwn ? { start: stamp(seen.first), end: stamp(seen.last) } : {}),
    }),
    threat: threatFields(judged, options.tlp ?? DEFAULT_TLP),
    rule: main === null ? {} : { id: main.rule, description: main.says, category: main.family, ruleset: 'farend' },
    peerEnd: known({
      address: peer.text,
      ip: peer.text,
      domain: name,
      as: owner.as === null ? null : { number: owner.as.number, organization: known({ name: owner.as.name }) },
      geo: owner.country === null ? null : { country_iso_code: owner.country.code, country_name: owner.country.name },
    }),
  };
}

function documentOf(judged: JudgedPeer, flow: PeerFlow, shared: PeerFields, investigation: Investigation): object {
  const { peer, judgement } = judged;
  const process = flow.process === null ? null : peer.processes[flow.process];
  const inbound = isInbound(flow);
  const port = known({ port: flow.port });
  const [theirs, ours] = [
    { ...shared.peerEnd, ...(flow.isLocal ? {} : port), ...bytes(peer, peer.bytesReceived) },
    { ...(flow.isLocal ? port : {}), ...bytes(peer, peer.bytesSent) },
  ];
  const phase = phaseOf(flow);
  const evidence = investigation.inputs.map(({ sha256 }) => sha256);
  return {
    '@timestamp': shared['@timestamp'],
    ecs: { version: ECS },
    message: messageOf(judged, flow, process),
    tags: ['farend', judgement.verdict],
    event: {
      id: uuid5(OWN_NAMESPACE, canonicalJson(['ecs', evidence, peer.text, flow])),
      ...shared.event,
      type: ['connection', phase === 'start' ? 'start' : phase === 'end' ? 'end' : 'info'],
    },
    ...known({
      source: inbound ? theirs : ours,
      destination: inbound ? ours : theirs,
      network: networkFields(peer.address.family, flow),
      process: processFields(process),
      user: known({ name: process?.user }),
      host: hostFields(flow, investigation),
      rule: shared.rule,
      threat: shared.threat,
      related: known({
        ip: [peer.text],
        hosts: [...new Set([...hostNames(peer.names), ...(flow.host === null ? [] : [flow.host])])],
        user: process?.user == null ? [] : [process.user],
      }),
    }),
    observer: { vendor: 'farend', product: 'farend', version: investigation.farend },
    farend: {
      verdict: judgement.verdict,
      coverage: judgement.coverage,
      connections: flow.connections,
      state: flow.state,
    },
  };
}

/** Bytes are known of the peer as a whole: told only where that is one connection's. */
function bytes({ flows }: JudgedPeer['peer'], count: number | null): { bytes?: number } {
  return count === null || flows.length !== 1 ? {} : { bytes: count };
}

function networkFields(family: 4 | 6, flow: PeerFlow): object {
  const transport = transportOf(flow.protocol);
  const number = protocolNumber(transport);
  return known({
    transport,
    type: `ipv${family}`,
    iana_number: number === null ? null : String(number),
    // As a host sees it; `inbound` and `outbound` are for what stands at the border of a network.
    direction: flow.direction === 'unknown' ? 'unknown' : isInbound(flow) ? 'ingress' : 'egress',
  });
}

function processFields(process: PeerProcess | null): object {
  if (process === null) return {};
  const { pid, path, commandLine, parent, signer } = process;
  return known({
    pid,
    name: pid !== null && process.name === null && path === null ? null : processName(process),
    executable: path,
    command_line: commandLine,
    parent: known({ name: parent }),
    code_signature: known({ subject_name: signer }),
  });
}

function hostFields({ host }: PeerFlow, { inputs }: Investigation): object {
  const systems = new Set(inputs.map(({ os }) => os));
  const [os] = systems;
  const type = systems.size === 1 && (os === 'windows' || os === 'linux' || os === 'macos') ? os : null;
  return known({ name: host, os: known({ type }) });
}

function threatFields(judged: JudgedPeer, tlp: Tlp): object {
  const { peer, owner, judgement, lists } = judged;
  const type = `ipv${peer.address.family}-addr`;
  const indicator = {
    type,
    ip: peer.text,
    name: peer.text,
    provider: 'farend',
    description: mainFinding(judged)?.says ?? '',
    confidence: judgement.probability >= 0.9 ? 'High' : 'Medium',
    marking: { tlp: tlp.toUpperCase(), tlp_version: '2.0' },
    ...(owner.as === null ? {} : { as: { number: owner.as.number, organization: known({ name: owner.as.name }) } }),
  };
  const found = techniques(judged);
  return known({
    indicator: isIndicator(judged) ? indicator : null,
    enrichments: lists.map((evidence) => enrichment(evidence, peer.text, type)),
    ...(found.length === 0 ? {} : { framework: 'MITRE ATT&CK', technique: techniqueFields(found) }),
  });
}

function techniqueFields(found: readonly string[]): object {
  const parts = found.filter((id) => id.includes('.'));
  return {
    id: [...new Set(found.map((id) => id.slice(0, 5)))],
    ...(parts.length === 0 ? {} : { subtechnique: { id: parts } }),
  };
}

function enrichment({ strongest, factor }: ListEvidence, address: string, type: string): object {
  const { source, label, lastSeen, entry } = strongest;
  const indicator = known({
    type,
    ip: address,
    provider: source.title,
    description: [source.meaning, label].filter((part) => part !== null).join(': '),
    reference: source.url,
    confidence: factor >= 0.7 ? 'High' : factor >= 0.4 ? 'Medium' : 'Low',
    last_seen: /^\d{4}-\d\d-\d\d/.test(lastSeen ?? '') ? lastSeen : null,
  });
  return { indicator, matched: { atomic: entry, field: 'destination.ip', type: 'indicator_match_rule' } };
}

function messageOf({ peer, owner, judgement }: JudgedPeer, flow: PeerFlow, process: PeerProcess | null): string {
  const program = (process === null ? null : processName(process)) ?? 'a program not named';
  const { port: number, protocol, isLocal } = flow;
  const port = number === null ? '' : `${isLocal ? ' at our port' : ' port'} ${portText({ port: number, protocol })}`;
  const whose = owner.organisation ?? owner.as?.name ?? 'an unknown owner';
  return `${program} and ${peer.text}${port} of ${whose}: ${judgement.verdict}, ${percent(judgement.probability)} likely malicious`;
}
