import type { Investigation, JudgedPeer } from '../model/investigation.js';
import { hostNames, isIndicator, seenTimes, stamp, takenAt } from './exchange/_exchanged.js';
import { ownId, patternText, type StixObject, tlpMarking } from './exchange/_stix-objects.js';
import { observedOf } from './exchange/_stix-peer.js';
import { jsonText } from './_json-text.js';
import { mainFinding } from './_main-finding.js';
import { decimalsFor, percent, signed } from './_numbers.js';
import { DEFAULT_TLP } from './_tlp.js';
import type { RenderOptions, Report } from './report.js';

/** STIX counts no further. */
const MOST = 999_999_999;

/**
 * A STIX 2.1 bundle (OASIS Standard, 10 June 2021). What was seen becomes observed data; an indicator is made of
 * malicious peers only. Every id and time comes from the evidence, so the same evidence is the same bundle.
 */
export const stix: Report = {
  name: 'stix',
  title: 'STIX 2.1 bundle: observed data, indicators of malicious peers, sightings, notes',
  mediaType: 'application/stix+json;version=2.1',
  extensions: ['stix.json', 'stix'],
  render(investigation, options, write) {
    const frame = frameOf(investigation, options);
    write(`{"type":"bundle","id":"${frame.bundle}","objects":[`);
    // Objects that many peers share (an AS, a folder) are written once.
    const written = new Set<string>();
    let separator = '\n';
    const put = (object: StixObject): void => {
      if (object.type !== 'note' && object.type !== 'observed-data') {
        if (written.has(object.id)) return;
        written.add(object.id);
      }
      write(separator + jsonText(object));
      separator = ',\n';
    };
    for (const object of frame.objects) put(object);
    for (const judged of investigation.peers) for (const object of peerObjects(judged, frame)) put(object);
    write('\n]}\n');
  },
};

/** What is the same for every peer. */
interface Frame {
  readonly bundle: string;
  readonly objects: readonly StixObject[];
  readonly investigation: Investigation;
  readonly options: RenderOptions;
  /** Identity of each host by its name; the tool itself stands for a host without one. */
  readonly seenBy: (hosts: readonly string[]) => StixObject[];
  readonly common: Readonly<Record<string, unknown>>;
}

function frameOf(investigation: Investigation, options: RenderOptions): Frame {
  const marking = tlpMarking(options.tlp ?? DEFAULT_TLP);
  // Created when this version of the object was first made up: ids and content never change, so neither does it.
  const tool: StixObject = {
    type: 'identity',
    spec_version: '2.1',
    id: ownId('identity', 'farend'),
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    name: 'farend',
    description: 'Says who is at the far end of every connection in a listing.',
    identity_class: 'system',
  };
  const evidence = investigation.inputs.map(({ sha256 }) => sha256);
  const hosts = new Map<string, StixObject>();
  const common = { spec_version: '2.1', created_by_ref: tool.id, object_marking_refs: [marking.id] };
  const created = stamp(takenAt(investigation, options));
  const hostIdentity = (name: string): StixObject => {
    const id = ownId('identity', { host: name });
    return { type: 'identity', id, ...common, created, modified: created, name, identity_class: 'system' };
  };
  return {
    bundle: ownId('bundle', {
      evidence,
      command: investigation.command,
      created,
      pack: investigation.pack.version,
      tlp: marking.id,
    }),
    objects: [marking, tool],
    investigation,
    options,
    common,
    seenBy(names) {
      for (const name of names) if (!hosts.has(name)) hosts.set(name, hostIdentity(name));
      return names.flatMap((name) => hosts.get(name) ?? []);
    },
  };
}

function* peerObjects(judged: JudgedPeer, frame: Frame): Iterable<StixObject> {
  const { peer, judgement } = judged;
  const seen = seenTimes(peer, frame.investigation, frame.options);
  const { address, objects } = observedOf(judged, seen);
  const marked = { object_marking_refs: frame.common.object_marking_refs };
  for (const object of objects) yield { ...object, ...marked };
  const key = { address: address.id, evidence: frame.investigation.inputs.map(({ sha256 }) => sha256) };
  const times = { created: stamp(seen.last), modified: stamp(seen.last) };
  const observed: StixObject = {
    type: 'observed-data',
    id: ownId('observed-data', key),
    ...frame.common,
    ...times,
    first_observed: stamp(seen.first),
    last_observed: stamp(seen.last),
    number_observed: Math.min(Math.max(1, peer.connections), MOST),
    object_refs: objects.map(({ id }) => id),
  };
  yield observed;
  if (isIndicator(judged)) yield* indicatorObjects(judged, frame, observed, times);
  if (judgement.verdict !== 'expected') yield noteOf(judged, frame, observed, times);
}

function* indicatorObjects(
  judged: JudgedPeer,
  frame: Frame,
  observed: StixObject,
  times: { readonly created: string; readonly modified: string },
): Iterable<StixObject> {
  const { peer, judgement } = judged;
  const type = peer.address.family === 4 ? 'ipv4-addr' : 'ipv6-addr';
  const pattern = `[${type}:value = ${patternText(peer.text)}]`;
  const indicator: StixObject = {
    type: 'indicator',
    id: ownId('indicator', { pattern, valid: observed.first_observed }),
    ...frame.common,
    ...times,
    name: `Malicious peer ${peer.text}`,
    description: reasons(judged),
    indicator_types: ['malicious-activity'],
    pattern,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: observed.first_observed,
    confidence: Math.round(judgement.probability * 100),
  };
  yield indicator;
  yield {
    type: 'relationship',
    id: ownId('relationship', { from: indicator.id, to: observed.id }),
    ...frame.common,
    ...times,
    relationship_type: 'based-on',
    source_ref: indicator.id,
    target_ref: observed.id,
  };
  const places = frame.seenBy(peer.hosts);
  yield* places;
  yield {
    type: 'sighting',
    id: ownId('sighting', { of: indicator.id, observed: observed.id }),
    ...frame.common,
    ...times,
    first_seen: observed.first_observed,
    last_seen: observed.last_observed,
    count: observed.number_observed,
    sighting_of_ref: indicator.id,
    observed_data_refs: [observed.id],
    ...(places.length === 0 ? {} : { where_sighted_refs: places.map(({ id }) => id) }),
  };
}

/** The verdict with its reasons: a statement about the observation, not part of it. */
function noteOf(
  judged: JudgedPeer,
  frame: Frame,
  observed: StixObject,
  times: { readonly created: string; readonly modified: string },
): StixObject {
  const { peer, judgement } = judged;
  return {
    type: 'note',
    id: ownId('note', { observed: observed.id, pack: frame.investigation.pack.version }),
    ...frame.common,
    ...times,
    abstract: `${peer.text} is ${judgement.verdict}, ${percent(judgement.probability)} likely malicious`,
    content: reasons(judged),
    object_refs: [observed.id],
    labels: [judgement.verdict],
  };
}

function reasons(judged: JudgedPeer): string {
  const { judgement, peer } = judged;
  const decimals = decimalsFor([judgement.prior, judgement.score, ...judgement.findings.map(({ weight }) => weight)]);
  const lines = judgement.findings.map(({ weight, says }) => `${signed(weight, decimals)} ${says}`);
  const names = hostNames(peer.names);
  return [
    `farend calls it ${judgement.verdict}: ${mainFinding(judged)?.says ?? 'nothing explains it.'}`,
    ...(names.length === 0 ? [] : [`Names: ${names.join(', ')}`]),
    `Weights in decibans, from ${signed(judgement.prior, decimals)} to ${signed(judgement.score, decimals)}:`,
    ...lines,
  ].join('\n');
}
