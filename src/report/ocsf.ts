import { classify } from '../address/classify.js';
import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';
import type { PeerFlow, PeerProcess } from '../model/peer.js';
import { hostNames, isIndicator, known, protocolNumber, seenTimes, transportOf } from './exchange/_exchanged.js';
import { isInbound, phaseOf } from './exchange/_sides.js';
import { canonicalJson, OWN_NAMESPACE, uuid5 } from './exchange/_uuid.js';
import { jsonText } from './_json-text.js';
import { mainFinding } from './_main-finding.js';
import { listWords } from './_list-words.js';
import { percent } from './_numbers.js';
import { processName } from './_peer-words.js';
import { DEFAULT_TLP, type Tlp } from './_tlp.js';
import type { RenderOptions, Report } from './report.js';

/** Open Cybersecurity Schema Framework, the version whose names are used. */
const VERSION = '1.9.0';
const CATEGORY = 4;
const CLASS = 4001;

/** Informational, low, medium, high. */
const SEVERITY: Readonly<Record<Verdict, number>> = { expected: 1, unexplained: 2, suspicious: 3, malicious: 4 };
/** Reputation of a verdict: leans safe, exercise caution, suspicious, malicious. Expected is no proof of safety. */
const REPUTATION: Readonly<Record<Verdict, number>> = { expected: 4, unexplained: 6, suspicious: 7, malicious: 10 };
const TLP: Readonly<Record<Tlp, string>> = {
  clear: 'CLEAR',
  green: 'GREEN',
  amber: 'AMBER',
  'amber+strict': 'AMBER STRICT',
  red: 'RED',
};

/** One event of class Network Activity (4001) per peer, port, program and state. */
export const ocsf: Report = {
  name: 'ocsf',
  title: 'OCSF Network Activity, one event a line',
  mediaType: 'application/x-ndjson',
  extensions: ['ocsf.ndjson'],
  render(investigation, options, write) {
    for (const judged of investigation.peers) {
      for (const flow of judged.peer.flows) write(`${jsonText(eventOf(judged, flow, investigation, options))}\n`);
    }
  },
};

function eventOf(judged: JudgedPeer, flow: PeerFlow, investigation: Investigation, options: RenderOptions): object {
  const { peer, judgement } = judged;
  const seen = seenTimes(peer, investigation, options);
  const inbound = isInbound(flow);
  const place = inbound ? 'src_endpoint' : 'dst_endpoint';
  const activity = { start: 1, going: 6, end: 2, unknown: 0 }[phaseOf(flow)];
  const process = flow.process === null ? null : peer.processes[flow.process];
  const isBad = isIndicator(judged);
  const evidence = investigation.inputs.map(({ sha256 }) => sha256);
  return {
    category_uid: CATEGORY,
    class_uid: CLASS,
    activity_id: activity,
    type_uid: CLASS * 100 + activity,
    severity_id: SEVERITY[judgement.verdict],
    time: seen.last,
    ...(seen.isOwn ? { start_time: seen.first, end_time: seen.last } : {}),
    count: flow.connections,
    message: messageOf(judged),
    status_id: flow.state === 'established' ? 1 : 0,
    metadata: {
      version: VERSION,
      product: { name: 'farend', vendor_name: 'farend', version: investigation.farend },
      profiles: ['host', ...(isBad ? ['osint'] : [])],
      uid: uuid5(OWN_NAMESPACE, canonicalJson(['ocsf', evidence, peer.text, flow])),
    },
    connection_info: connectionInfo(peer.address.family, flow, classify(peer.address).isGlobal),
    // 1: the source opened it. Where nobody can tell, nothing is claimed.
    initiator_id: flow.direction === 'unknown' ? 0 : 1,
    ...(inbound
      ? { src_endpoint: theirs(judged, flow), ...known({ dst_endpoint: ours(flow) }) }
      : { dst_endpoint: theirs(judged, flow), ...known({ src_endpoint: ours(flow) }) }),
    ...known({ traffic: traffic(peer) }),
    device: known({ hostname: flow.host, type_id: 0 }),
    ...known({ actor: actor(process) }),
    observables: [
      { name: `${place}.ip`, type_id: 2, value: peer.text },
      ...hostNames(peer.names).map((value) => ({ name: `${place}.hostname`, type_id: 1, value })),
    ],
    enrichments: enrichments(judged, `${place}.ip`),
    ...(isBad ? { osint: [osint(judged, options.tlp ?? DEFAULT_TLP)] } : {}),
    unmapped: {
      farend: { verdict: judgement.verdict, score: judgement.score, coverage: judgement.coverage, state: flow.state },
    },
  };
}

function connectionInfo(family: 4 | 6, flow: PeerFlow, isGlobal: boolean): object {
  const transport = transportOf(flow.protocol);
  return known({
    direction_id: flow.direction === 'unknown' ? 0 : isInbound(flow) ? 1 : 2,
    // External, or internal when private peers were kept.
    boundary_id: isGlobal ? 3 : 2,
    protocol_num: protocolNumber(transport),
    protocol_name: transport,
    protocol_ver_id: family,
  });
}

function theirs({ peer, owner }: JudgedPeer, flow: PeerFlow): object {
  const [hostname] = hostNames(peer.names);
  return known({
    ip: peer.text,
    port: flow.isLocal ? null : flow.port,
    hostname,
    autonomous_system: owner.as === null ? null : known({ number: owner.as.number, name: owner.as.name }),
    location: owner.country === null ? null : known({ country: countryCode(owner.country.code) }),
    isp_org: owner.organisation,
  });
}

/** Two letters (ISO 3166-1), or nothing. */
function countryCode(code: string): string | null {
  return /^[A-Z]{2}$/.test(code) ? code : null;
}

/** Our end: its address is not kept, so it stands only where there is something to name it. */
function ours(flow: PeerFlow): object {
  if (flow.host === null) return {};
  return known({ hostname: flow.host, port: flow.isLocal ? flow.port : null });
}

/** Bytes are known of the peer as a whole: told only where that is one connection's. */
function traffic({ flows, bytesSent, bytesReceived }: JudgedPeer['peer']): object {
  return flows.length === 1 ? known({ bytes_out: bytesSent, bytes_in: bytesReceived }) : {};
}

function actor(process: PeerProcess | null): object {
  if (process === null) return {};
  const { pid, path, commandLine, user, parent } = process;
  const name = processName(process);
  return {
    process: known({
      name: process.name === null && path === null ? null : name,
      pid,
      cmd_line: commandLine,
      // Type 1: a regular file.
      file: path === null ? null : known({ path, name, type_id: 1 }),
      user: known({ name: user }),
      parent_process: known({ name: parent }),
    }),
  };
}

function enrichments(judged: JudgedPeer, name: string): object[] {
  const { peer, judgement, facts, lists } = judged;
  const value = peer.text;
  const findings = judgement.findings.map(({ rule, says, weight, attack }) => ({ rule, says, weight, attack }));
  const reputation = {
    base_score: Number((judgement.probability * 100).toFixed(2)),
    score_id: REPUTATION[judgement.verdict],
    provider: 'farend',
  };
  return [
    {
      name,
      value,
      provider: 'farend',
      type: 'verdict',
      short_desc: mainFinding(judged)?.says ?? 'Nothing explains it.',
      reputation,
      data: { verdict: judgement.verdict, prior: judgement.prior, score: judgement.score, findings },
    },
    ...lists.map((evidence) => ({
      name,
      value,
      provider: evidence.strongest.source.title,
      type: 'threat list',
      short_desc: listWords(evidence),
      data: { meaning: evidence.strongest.source.meaning, entry: evidence.strongest.entry, factor: evidence.factor },
    })),
    ...facts.map(({ what, value: said, source, asOf }) => ({
      name,
      value,
      provider: source,
      type: what,
      data: known({ value: said, as_of: asOf }),
    })),
  ];
}

function osint(judged: JudgedPeer, tlp: Tlp): object {
  const { peer, judgement, owner } = judged;
  return known({
    value: peer.text,
    type_id: 1,
    tlp: TLP[tlp],
    vendor_name: 'farend',
    confidence_id: judgement.probability >= 0.9 ? 3 : 2,
    risk_score: Math.round(judgement.probability * 100),
    desc: mainFinding(judged)?.says,
    autonomous_system: owner.as === null ? null : known({ number: owner.as.number, name: owner.as.name }),
  });
}

function messageOf({ peer, owner, judgement }: JudgedPeer): string {
  const whose = owner.organisation ?? owner.as?.name ?? 'unknown owner';
  return `${peer.text} (${whose}) is ${judgement.verdict}, ${percent(judgement.probability)} likely malicious`;
}
