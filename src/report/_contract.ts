import type { CompanionSummary } from '../model/companion.js';
import type { InputSummary } from '../model/input.js';
import type { Investigation, JudgedPeer, Rejudged } from '../model/investigation.js';
import type { Expectation, Scene } from '../model/judgement.js';
import type { Owner, PortKnowledge } from '../model/knowledge.js';
import type { ListEvidence } from '../model/listing.js';
import type { PeerNote } from '../model/notes.js';
import type { PeerFlow, PeerPort, PeerProcess, PeerTiming } from '../model/peer.js';
import { answerObject, reputationObject } from './_answer-object.js';
import { reachOf } from './_reach.js';
import { isoTime } from './_time.js';

/** Everything of an investigation but its peers, by the names of the published schema. */
export function investigationObject(investigation: Investigation): object {
  const { farend, schema, command, weights, pack, inputs, companions } = investigation;
  const { counts, scene, organisations, rejudged } = investigation;
  return {
    farend,
    schema,
    command,
    weights,
    pack: {
      version: pack.version,
      date: pack.date,
      stale: pack.stale,
      notes: pack.notes,
      sources: pack.sources.map(sourceObject),
    },
    inputs: inputs.map(inputObject),
    companions: companions.map(companionObject),
    counts: {
      rows: counts.rows,
      external: counts.external,
      peers: counts.peers,
      byClass: counts.byClass,
      byVerdict: counts.byVerdict,
    },
    coverage: reachOf(investigation),
    scene: sceneObject(scene),
    ...(rejudged === undefined ? {} : { rejudged: rejudgedObject(rejudged) }),
    organisations: organisations.map(({ organisation, verdict, peers, connections, programs, ports }) => ({
      organisation,
      verdict,
      peers,
      connections,
      programs,
      ports,
    })),
  };
}

/** What is true of the whole, peers that were left out included: it takes that to judge the peers again. */
function sceneObject({ lists, isStale, peers, fanOut, organisations }: Scene): object {
  return { lists, isStale, peers, fanOut: [...fanOut], organisations: [...organisations] };
}

function rejudgedObject({ name, sha256, savedAt, farend, weights, pack, prior, changes }: Rejudged): object {
  const changed = changes.map(({ from, to, peers }) => ({ from, to, peers }));
  return { name, sha256, savedAt, farend, weights, pack, prior, changes: changed };
}

function sourceObject({ name, date, licence, url }: Investigation['pack']['sources'][number]): object {
  return { name, date, licence, url };
}

function inputObject(input: InputSummary): object {
  return {
    name: input.name,
    sha256: input.sha256,
    format: input.format,
    tool: input.tool,
    language: input.language,
    encoding: input.encoding,
    os: input.os,
    rows: input.rows,
    badLines: input.badLines.map(({ line, text, reason }) => ({ line, text, reason })),
    badLineCount: input.badLineCount,
    nameOnlyPeers: input.nameOnlyPeers,
    truncatedPeers: input.truncatedPeers,
    blindSpots: input.blindSpots.map(({ id, says, fix }) => ({ id, says, fix })),
    partial: input.partial,
    hasPrograms: input.hasPrograms,
  };
}

function companionObject(companion: CompanionSummary): object {
  return {
    name: companion.name,
    sha256: companion.sha256,
    kind: companion.kind,
    title: companion.title,
    encoding: companion.encoding,
    entries: companion.entries,
    badLines: companion.badLines.map(({ line, text, reason }) => ({ line, text, reason })),
    badLineCount: companion.badLineCount,
    partial: companion.partial,
    host: companion.host,
    capturedAt: isoTime(companion.capturedAt),
    joined: companion.joined,
    notes: companion.notes,
  };
}

function expectationObject(expectation: Expectation | null): object | null {
  if (expectation === null) return null;
  const { grade, says, basis } = expectation;
  return { grade, says, basis };
}

function timingObject(timing: PeerTiming | null): object | null {
  if (timing === null) return null;
  const { from, to, days, longestMs, failedRun, rhythm } = timing;
  return { from: isoTime(from), to: isoTime(to), days, longestMs, failedRun, rhythm };
}

/** One peer by the names of the published schema. */
export function peerObject(
  { peer, owner, ports, facts, ledger, lists, reputation, answers, judgement, before, note }: JudgedPeer,
  inputs: readonly InputSummary[],
): object {
  return {
    address: peer.text,
    names: peer.names,
    hosts: peer.hosts,
    ports: peer.ports.map((port, index) => portObject(port, ports[index])),
    processes: peer.processes.map(processObject),
    states: peer.states,
    directions: peer.directions,
    serviceEnds: peer.serviceEnds.map(({ end, certainty, says, connections }) => ({
      end,
      certainty,
      says,
      connections,
    })),
    flows: peer.flows.map(flowObject),
    connections: peer.connections,
    rows: peer.rows.map(({ input, line }) => ({ file: inputs[input]?.name ?? '', line, input })),
    rowsOmitted: peer.rowsOmitted,
    firstSeen: isoTime(peer.firstSeen),
    lastSeen: isoTime(peer.lastSeen),
    bytesSent: peer.bytesSent,
    bytesReceived: peer.bytesReceived,
    timing: timingObject(peer.timing),
    country: owner.country === null ? null : countryObject(owner.country),
    as: owner.as,
    organisation: owner.organisation,
    network: owner.network,
    facts: facts.map(({ what, value, source, asOf }) => ({ what, value, source, asOf })),
    ledger: ledger.map(({ source, answer, reason }) => ({ source, answer, reason })),
    lists: lists.map(listObject),
    ...(reputation.length === 0 ? {} : { reputation: reputation.map(reputationObject) }),
    ...(answers === undefined ? {} : { answers: answers.map(answerObject) }),
    findings: judgement.findings.map(({ rule, says, weight, family, attack, evidence }) => ({
      rule,
      says,
      weight,
      family,
      attack,
      evidence,
    })),
    prior: judgement.prior,
    score: judgement.score,
    probability: judgement.probability,
    verdict: judgement.verdict,
    ...(before === undefined ? {} : { before: { verdict: before.verdict, score: before.score } }),
    coverage: judgement.coverage,
    expectation: expectationObject(judgement.expectation),
    counterfactuals: judgement.counterfactuals.map(({ kind, about, says, verdict, score }) => {
      return { kind, about, says, verdict, score };
    }),
    next: judgement.next.map((step) => ({ says: step.says, do: step.do, moves: step.moves ?? null })),
    ...(note === undefined ? {} : { note: noteObject(note) }),
  };
}

/** In one order wherever it comes from: what is saved again is the same text. */
function countryObject({ code, name, agreement, other, registered }: NonNullable<Owner['country']>): object {
  return { code, name, agreement, other, registered };
}

function noteObject({ status, tags, text, changed }: PeerNote): object {
  return { status, tags, text, changed };
}

function listObject({ strongest, repeatedBy, factor }: ListEvidence): object {
  const { source, matched, entry, label, lastSeen, confidence } = strongest;
  const { name: list, title, meaning, asOf, direction, reliability, origins, halfLifeDays, licence, url } = source;
  const hit = { list, title, meaning, matched, entry, label, lastSeen, confidence, asOf, factor, repeatedBy };
  return { ...hit, direction, reliability, origins, halfLifeDays, licence, url };
}

function flowObject({ port, protocol, isLocal, process, state, direction, host, connections }: PeerFlow): object {
  return { port, protocol, isLocal, process, state, direction, host, connections };
}

function portObject({ port, protocol, connections, isLocal }: PeerPort, knowledge: PortKnowledge | undefined): object {
  return {
    port,
    protocol,
    connections,
    isLocal,
    registered: knowledge?.registered ?? null,
    observed: (knowledge?.observed ?? []).map(({ use, kind, confidence, source }) => ({
      use,
      kind,
      confidence,
      source,
    })),
  };
}

function processObject(process: PeerProcess): object {
  const { name, path, pid, services, commandLine, user, parent, signer, connections } = process;
  return { name, path, pid, services, commandLine, user, parent, signer, connections };
}
