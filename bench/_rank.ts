import { investigate } from '../src/flow/investigate.js';
import { sceneOf } from '../src/flow/_scene.js';
import type { Knowledge } from '../src/flow/knowledge.js';
import type { PeerTable } from '../src/flow/peer-table.js';
import type { ByteSource } from '../src/inputs/format.js';
import type { Investigation, JudgedPeer } from '../src/model/investigation.js';
import type { Scene, Subject } from '../src/model/judgement.js';
import { caseOf, type Incident, ndjsonOf, type TableOptions } from './_incidents.js';
import type { Ranking } from './_metrics.js';

const BENIGN_PEERS = 100;

/** A peer in its place, with what it takes to judge it again. */
export interface RankedPeer {
  readonly subject: Subject;
  readonly judged: JudgedPeer;
  readonly isMalicious: boolean;
}

/** One labelled incident, ranked. */
export interface Case {
  readonly id: string;
  readonly kind: string;
  readonly isPrivate: boolean;
  readonly peers: readonly RankedPeer[];
}

/** Lab attacks run on private addresses: those are ranked with private peers kept as well. */
function needsPrivate({ kind, peers }: Incident): boolean {
  return (
    (kind === 'windows-events' || kind === 'memory') &&
    peers.some(({ isPublic, isMalicious }) => isMalicious && !isPublic)
  );
}

export interface RankOptions extends TableOptions {
  readonly seed: number;
}

/** Ranks every incident; those with malicious peers on private addresses a second time with these kept. */
export async function rankAll(
  incidents: readonly Incident[],
  options: RankOptions,
  knowledge: Knowledge,
): Promise<Case[]> {
  const cases: Case[] = [];
  for (const incident of incidents)
    for (const isPrivate of needsPrivate(incident) ? [false, true] : [false])
      cases.push(await rank(incident, incidents, { ...options, isPrivate }, knowledge));
  return cases;
}

async function rank(
  incident: Incident,
  all: readonly Incident[],
  options: RankOptions & { readonly isPrivate: boolean },
  knowledge: Knowledge,
): Promise<Case> {
  const peers = caseOf(incident, all, { keepPrivate: options.isPrivate, size: BENIGN_PEERS, seed: options.seed });
  const labels = new Map(peers.map(({ address, isMalicious }) => [address, isMalicious]));
  const source = bytesOf(ndjsonOf(peers, incident.host, options));
  const investigation = await investigate(
    [source],
    { keepPrivate: options.isPrivate, command: 'evaluate', version: '0', only: null },
    knowledge,
  );
  const scene = sceneAgain(investigation, knowledge);
  const ranked: RankedPeer[] = [];
  for (const judged of investigation.peers) {
    const isMalicious = labels.get(judged.peer.text);
    if (isMalicious !== undefined) ranked.push({ subject: subjectOf(judged, scene, knowledge), judged, isMalicious });
  }
  return { id: incident.id, kind: incident.kind, isPrivate: options.isPrivate, peers: ranked };
}

/** A table file in memory. */
function bytesOf(text: string): ByteSource {
  const bytes = Buffer.from(text);
  let at = 0;
  return {
    name: 'evaluate.ndjson',
    size: bytes.length,
    path: null,
    read(buffer) {
      const written = bytes.copy(buffer, 0, at);
      at += written;
      return written;
    },
  };
}

/** The scene of a finished investigation, to judge its peers again with other rules. */
function sceneAgain({ peers, inputs }: Investigation, knowledge: Knowledge): Scene {
  const judged = [...peers];
  const all = judged.map(({ peer }) => peer);
  const owners = judged.map(({ owner }) => owner);
  const processes = all.flatMap((peer) => [...peer.processes]);
  const numbers = new Map(processes.map((process, id) => [process, id]));
  const table: Pick<PeerTable, 'length' | 'addressAt' | 'process' | 'forEachFlow'> = {
    length: all.length,
    addressAt: (peer) => all[peer].address,
    process: (id) => processes[id] ?? null,
    forEachFlow: (each) => {
      all.forEach(({ processes, ports }, index) => {
        const ids = processes.length === 0 ? [numbers.size] : processes.map((process) => numbers.get(process) ?? -1);
        for (const id of ids) for (const { protocol, port, isLocal } of ports) each(index, id, protocol, port, isLocal);
      });
    },
  };
  return sceneOf(table as unknown as PeerTable, owners, inputs, knowledge);
}

function subjectOf({ peer, owner, ports, lists, reputation }: JudgedPeer, scene: Scene, knowledge: Knowledge): Subject {
  const programs = peer.processes.map((process) => knowledge.program(process));
  const services = peer.processes.map(({ services }) =>
    services.map((name) => knowledge.service(name)).filter((known) => known !== null),
  );
  return { peer, owner, ports, programs, services, lists, reputation, scene };
}

/** Labels in the order of the ranking. */
export function labelsOf({ peers }: Case): Ranking {
  return peers.map(({ isMalicious }) => isMalicious);
}
