import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { PeerFlow } from '../model/peer.js';
import { hostNames, isIndicator, seenTimes, stamp, takenAt, transportOf } from './exchange/_exchanged.js';
import { canonicalJson, OWN_NAMESPACE, uuid5 } from './exchange/_uuid.js';
import { jsonText } from './_json-text.js';
import { mainFinding } from './_main-finding.js';
import { counted, percent } from './_numbers.js';
import { processName } from './_peer-words.js';
import { DEFAULT_TLP, type Tlp } from './_tlp.js';
import type { RenderOptions, Report } from './report.js';

/** The object template `network-connection` of misp-objects. */
const TEMPLATE = { uuid: 'af16764b-f8e5-4603-9de1-de34d272f80b', version: '2' };

/** Colours of TLP 2.0 (FIRST). */
const COLOURS: Readonly<Record<Tlp, string>> = {
  clear: '#FFFFFF',
  green: '#33FF00',
  amber: '#FFC000',
  'amber+strict': '#FFC000',
  red: '#FF2B2B',
};

/** Objects of one peer: more ports than this and it is a scan, not a service. */
const OBJECTS = 20;

/**
 * One MISP event (misp-core-format). Peers that are expected are left out and counted: known services in an event only
 * set off the warning lists of whoever receives it. Only malicious public peers are meant for detection (`to_ids`).
 */
export const misp: Report = {
  name: 'misp',
  title: 'MISP event: network-connection objects, for detection only where malicious',
  mediaType: 'application/json',
  extensions: ['misp.json'],
  render(investigation, options, write) {
    write(`{"Event":${jsonText(eventOf(investigation, options)).slice(0, -1)},"Object":[`);
    let separator = '\n';
    for (const judged of investigation.peers) {
      if (judged.judgement.verdict === 'expected') continue;
      for (const flow of objectFlows(judged)) {
        write(separator + jsonText(objectOf(judged, flow, investigation, options)));
        separator = ',\n';
      }
    }
    write('\n]}}\n');
  },
};

function id(...key: readonly unknown[]): string {
  return uuid5(OWN_NAMESPACE, canonicalJson(['misp', ...key]));
}

function evidenceOf({ inputs }: Investigation): readonly string[] {
  return inputs.map(({ sha256 }) => sha256);
}

function eventOf(investigation: Investigation, options: RenderOptions): object {
  const { counts, farend, pack, inputs } = investigation;
  const { malicious, suspicious, unexplained, expected } = counts.byVerdict;
  const taken = stamp(takenAt(investigation, options));
  const tlp = options.tlp ?? DEFAULT_TLP;
  const seconds = String(Math.floor(takenAt(investigation, options) / 1000));
  const uuid = id('event', evidenceOf(investigation), investigation.command, taken, pack.version);
  return {
    uuid,
    info: `Connections in ${counted(inputs.length, 'listing')}: ${malicious} malicious, ${suspicious} suspicious, ${unexplained} unexplained`,
    date: taken.slice(0, 10),
    timestamp: seconds,
    published: false,
    // 0: nobody has looked yet. 1 high .. 3 low, 4 undefined.
    analysis: '0',
    threat_level_id: malicious > 0 ? '1' : suspicious > 0 ? '2' : unexplained > 0 ? '3' : '4',
    distribution: '0',
    sharing_group_id: '0',
    Orgc: { name: 'farend', uuid: id('organisation') },
    Tag: [{ name: `tlp:${tlp}`, colour: COLOURS[tlp] }],
    Attribute: [
      {
        uuid: id('about', uuid),
        type: 'comment',
        category: 'Internal reference',
        value: `farend ${farend}, pack ${pack.version}; ${counted(expected, 'expected peer')} left out`,
        to_ids: false,
        distribution: '5',
        timestamp: seconds,
        disable_correlation: true,
      },
    ],
  };
}

/** One object per port and protocol. */
function objectFlows({ peer }: JudgedPeer): PeerFlow[] {
  const flows = new Map<string, PeerFlow>();
  for (const flow of peer.flows) {
    const key = `${flow.protocol}|${flow.port}|${flow.isLocal}`;
    if (!flows.has(key)) flows.set(key, flow);
  }
  return [...flows.values()].slice(0, OBJECTS);
}

function objectOf(judged: JudgedPeer, flow: PeerFlow, investigation: Investigation, options: RenderOptions): object {
  const { peer, judgement } = judged;
  const seen = seenTimes(peer, investigation, options);
  const timestamp = String(Math.floor(seen.last / 1000));
  const uuid = id('connection', evidenceOf(investigation), peer.text, flow.protocol, flow.port, flow.isLocal);
  const isForDetection = isIndicator(judged);
  const attribute = (relation: string, type: string, value: string, changes: object = {}): object => ({
    uuid: id('attribute', uuid, relation, value),
    object_relation: relation,
    type,
    category: type === 'datetime' || type === 'text' ? 'Other' : 'Network activity',
    value,
    to_ids: false,
    distribution: '5',
    timestamp,
    disable_correlation: true,
    ...changes,
  });
  const end = flow.isLocal ? 'src' : 'dst';
  const attributes = [
    // Only what somebody should look for is worth correlating.
    attribute(`ip-${end}`, `ip-${end}`, peer.text, {
      to_ids: isForDetection,
      disable_correlation: !isForDetection,
      first_seen: stamp(seen.first),
      last_seen: stamp(seen.last),
      comment: commentOf(judged, flow),
    }),
    ...(flow.port === null ? [] : [attribute('dst-port', 'port', String(flow.port))]),
    ...protocolAttributes(flow, attribute),
    ...hostNames(peer.names).map((name) => attribute(`hostname-${end}`, 'hostname', name)),
    ...(seen.isOwn ? [attribute('first-packet-seen', 'datetime', stamp(seen.first))] : []),
  ];
  return {
    uuid,
    name: 'network-connection',
    'meta-category': 'network',
    description: 'A local or remote network connection.',
    template_uuid: TEMPLATE.uuid,
    template_version: TEMPLATE.version,
    timestamp,
    distribution: '5',
    comment: `${judgement.verdict}, ${percent(judgement.probability)} likely malicious`,
    first_seen: stamp(seen.first),
    last_seen: stamp(seen.last),
    Attribute: attributes,
  };
}

function protocolAttributes(
  { protocol }: PeerFlow,
  attribute: (relation: string, type: string, value: string) => object,
): object[] {
  const transport = transportOf(protocol);
  return transport === null ? [] : [attribute('layer4-protocol', 'text', transport.toUpperCase())];
}

/** Program, owner and main reason, in one line. */
function commentOf(judged: JudgedPeer, { process }: PeerFlow): string {
  const { owner, peer } = judged;
  const program = process === null ? null : processName(peer.processes[process]);
  const parts = [program, owner.organisation, mainFinding(judged)?.says ?? null];
  return parts.filter((part) => part !== null).join('; ');
}
