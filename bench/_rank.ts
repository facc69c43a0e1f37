import { investigate } from '../src/flow/investigate.js';
import type { Knowledge } from '../src/flow/knowledge.js';
import type { ByteSource } from '../src/inputs/format.js';
import type { JudgedPeer } from '../src/model/investigation.js';
import { caseOf, type Incident, type LabelledPeer, ndjsonOf, type TableOptions } from './_incidents.js';
import type { Ranking } from './_metrics.js';

const BENIGN_PEERS = 100;

/** A peer in its place; what is judged is a subject too, to be judged again with other rules. */
export interface RankedPeer {
  readonly judged: JudgedPeer;
  readonly isMalicious: boolean;
  /** The peer by its malicious rows alone, where it has others too; null where all of them are. */
  readonly alone: JudgedPeer | null;
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
  const mixed = peers.filter(({ isMalicious, rows }) => isMalicious && rows.some(({ label }) => label !== 'malicious'));
  const alone = new Map<string, JudgedPeer>();
  if (mixed.length > 0) {
    const only = peers.map((peer) => (mixed.includes(peer) ? { ...peer, rows: peer.rows.filter(isBad) } : peer));
    for (const judged of await judgedOf(only, incident, options, knowledge)) alone.set(judged.peer.text, judged);
  }
  const ranked: RankedPeer[] = [];
  for (const judged of await judgedOf(peers, incident, options, knowledge)) {
    const { text } = judged.peer;
    const isMalicious = labels.get(text);
    const bad = mixed.some(({ address }) => address === text) ? (alone.get(text) ?? null) : null;
    if (isMalicious !== undefined) ranked.push({ judged, isMalicious, alone: bad });
  }
  return { id: incident.id, kind: incident.kind, isPrivate: options.isPrivate, peers: ranked };
}

function isBad({ label }: LabelledPeer['rows'][number]): boolean {
  return label === 'malicious';
}

/** The peers as a user would get them, worst first. */
async function judgedOf(
  peers: readonly LabelledPeer[],
  incident: Incident,
  options: RankOptions & { readonly isPrivate: boolean },
  knowledge: Knowledge,
): Promise<JudgedPeer[]> {
  const source = bytesOf(ndjsonOf(peers, incident.host, options));
  const how = { keepPrivate: options.isPrivate, command: 'evaluate', version: '0', only: null };
  return [...(await investigate([source], how, knowledge)).peers];
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

/** Labels in the order of the ranking. */
export function labelsOf({ peers }: Case): Ranking {
  return peers.map(({ isMalicious }) => isMalicious);
}
