import type { OnlineAnswer } from '../model/answer.js';
import type { CompanionSummary } from '../model/companion.js';
import type { InputSummary } from '../model/input.js';
import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { PortKnowledge } from '../model/knowledge.js';
import type { ListEvidence } from '../model/listing.js';
import type { PeerPort, PeerProcess } from '../model/peer.js';
import { isoTime } from './_time.js';

/** Everything of an investigation but its peers, by the names of the published schema. */
export function investigationObject({
  farend,
  schema,
  command,
  pack,
  inputs,
  companions,
  counts,
  organisations,
}: Investigation): object {
  return {
    farend,
    schema,
    command,
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

/** One peer by the names of the published schema. */
export function peerObject(
  { peer, owner, ports, facts, ledger, answers = [], lists, judgement }: JudgedPeer,
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
    connections: peer.connections,
    rows: peer.rows.map(({ input, line }) => ({ file: inputs[input]?.name ?? '', line })),
    rowsOmitted: peer.rowsOmitted,
    firstSeen: isoTime(peer.firstSeen),
    lastSeen: isoTime(peer.lastSeen),
    bytesSent: peer.bytesSent,
    bytesReceived: peer.bytesReceived,
    country: owner.country,
    as: owner.as,
    organisation: owner.organisation,
    network: owner.network,
    facts: facts.map(({ what, value, source, asOf }) => ({ what, value, source, asOf })),
    ledger: ledger.map(({ source, answer, reason }) => ({ source, answer, reason })),
    answers: answers.map(answerObject),
    lists: lists.map(listObject),
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
    coverage: judgement.coverage,
    counterfactuals: judgement.counterfactuals.map(({ kind, about, says, verdict, score }) => {
      return { kind, about, says, verdict, score };
    }),
    next: judgement.next.map((step) => ({ says: step.says, do: step.do, moves: step.moves ?? null })),
  };
}

/** What the service said: its own words (`raw`) beside our mapping of them (`score`, 0..1). */
function answerObject({ source, answer, reason, askedAt, isCached, link, reputation }: OnlineAnswer): object {
  return {
    source,
    answer,
    reason,
    askedAt,
    isCached,
    link,
    said: reputation.map(({ meaning, direction, raw, score, label, lastSeen, origins }) => ({
      meaning,
      direction,
      raw,
      score,
      label,
      lastSeen,
      origins,
    })),
  };
}

function listObject({ strongest, repeatedBy, factor }: ListEvidence): object {
  const { source, matched, entry, label, lastSeen, confidence } = strongest;
  const { name, title, meaning, asOf } = source;
  return { list: name, title, meaning, matched, entry, label, lastSeen, confidence, asOf, factor, repeatedBy };
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
