import { compareAddresses } from '../address/compare.js';
import { coverageWithAnswers, judge, weightsVersion } from '../judge/index.js';
import type { Investigation, JudgedPeer, PackInfo, Rejudged } from '../model/investigation.js';
import type { Scene, Subject } from '../model/judgement.js';
import type { ListEvidence } from '../model/listing.js';
import { withCoverage } from './_asked-peers.js';
import { offlineLedger } from './_offline-ledger.js';
import { OrganisationTallies } from './_organisation-tallies.js';
import { readSaved, type Saved, type SavedPeer } from './_saved.js';
import type { Knowledge } from './knowledge.js';
import { inOrder, notesOf } from './saved.js';
import { verdictCounts } from './_verdict-counts.js';

export interface RejudgeOptions {
  /** The saved file as the user named it, its hash, and when it was written (ISO), where that is known. */
  readonly name: string;
  readonly sha256: string;
  readonly savedAt: string | null;
  readonly command: string;
  readonly version: string;
  /** Keeps only peers for which it holds; null keeps all. */
  readonly only: ((peer: JudgedPeer) => boolean) | null;
  /** Decibans before any evidence; those of the saved investigation when absent. */
  readonly prior?: number;
}

/**
 * A saved investigation judged again by today's rules, weights, lists and tables of programs and ports. What was seen,
 * who owned the addresses and what services answered stays as it was saved. A list that is asked now answers for itself;
 * what others said then still counts. Throws UserError for a document that is none.
 */
export function rejudge(json: string, options: RejudgeOptions, knowledge: Knowledge): Investigation {
  const saved = readSaved(json);
  const scene: Scene = { ...saved.scene, lists: Math.max(saved.scene.lists, knowledge.lists) };
  const judged = saved.peers.map((peer) => again(peer, scene, options.prior ?? peer.judgement.prior, knowledge));
  const peers = options.only === null ? judged : judged.filter(options.only);
  const { byVerdict, changes } = verdictCounts(peers);
  return {
    farend: options.version,
    schema: 1,
    command: options.command,
    weights: weightsVersion(),
    pack: packOf(saved, knowledge),
    inputs: saved.inputs,
    companions: saved.companions,
    counts: { ...saved.counts, peers: peers.length, byVerdict },
    organisations: organisationsOf(peers),
    scene,
    peers: inOrder(
      peers.sort((a, b) => b.judgement.score - a.judgement.score || compareAddresses(a.peer.address, b.peer.address)),
    ),
    rejudged: { ...originOf(saved, options), changes },
    ...notesOf(peers),
  };
}

function again(saved: SavedPeer, scene: Scene, prior: number, knowledge: Knowledge): JudgedPeer {
  const { peer, owner, reputation, answers, facts, note } = saved;
  const { verdict, score } = saved.judgement;
  const now = knowledge.listed(peer.address, peer.ports, owner.as?.number ?? null);
  const subject: Subject = {
    peer,
    owner,
    ports: peer.ports.map(({ port, protocol }) => knowledge.port(port, protocol)),
    programs: peer.processes.map((process) => knowledge.program(process)),
    services: peer.processes.map(({ services }) =>
      services.map((name) => knowledge.service(name)).filter((known) => known !== null),
    ),
    lists: listsOf(saved.lists, now, knowledge.listNames),
    reputation,
    scene,
  };
  const judgement = judge(subject, { prior });
  const offline = offlineLedger(subject);
  const others = saved.ledger.filter(({ source }) => !offline.some((entry) => entry.source === source));
  const base = {
    ...subject,
    facts,
    ledger: [...offline, ...others],
    before: { verdict, score },
    ...(note === null ? {} : { note }),
  };
  if (answers === null) return { ...base, judgement };
  const answered = answers.filter(({ answer }) => answer !== 'could-not-ask').length;
  return {
    ...base,
    answers,
    judgement: withCoverage(judgement, coverageWithAnswers(judgement.coverage, answered, answers.length)),
  };
}

/** What was said then by lists that nobody asked now, and all that is said now; one publisher is one voice. */
function listsOf(
  then: readonly ListEvidence[],
  now: readonly ListEvidence[],
  asked: readonly string[],
): readonly ListEvidence[] {
  if (then.length === 0) return now;
  const voices = new Set([...asked, ...now.flatMap(({ strongest: { source } }) => [source.name, ...source.origins])]);
  const kept = then.filter(
    ({ strongest: { source } }) => ![source.name, ...source.origins].some((key) => voices.has(key)),
  );
  return [...now, ...kept].sort((a, b) => b.factor - a.factor);
}

/** In the order in which the evidence shows them (`PeerTable.byFirstRow`), as when it was read. */
function organisationsOf(peers: readonly JudgedPeer[]): Investigation['organisations'] {
  const tallies = new OrganisationTallies();
  const first = ({ peer: { rows } }: JudgedPeer): readonly [number, number] => [
    rows[0]?.input ?? 0,
    rows[0]?.line ?? 0,
  ];
  const inOrder = peers.map((judged) => ({ judged, at: first(judged) }));
  inOrder.sort(
    (a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1] || compareAddresses(a.judged.peer.address, b.judged.peer.address),
  );
  for (const { judged } of inOrder) tallies.count(judged, judged.judgement.verdict);
  return tallies.sorted();
}

function originOf(saved: Saved, { name, sha256, savedAt }: RejudgeOptions): Omit<Rejudged, 'changes'> {
  const { farend, weights, pack } = saved;
  return { name, sha256, savedAt, farend, weights, pack: pack.version, prior: saved.peers[0]?.judgement.prior ?? null };
}

/** The data that owners come from, as saved; lists and tables of today are said beside it. */
function packOf(saved: Saved, { info }: Knowledge): PackInfo {
  const { pack, lacks } = saved;
  const added = info.sources.filter(({ name }) => !pack.sources.some((source) => source.name === name));
  const notes = [...pack.notes, ...info.notes.filter((note) => !pack.notes.includes(note))];
  if (info.version !== pack.version) {
    notes.push(
      `Owners are those of the saved pack ${pack.version}; programs and ports are judged with ${info.version}.`,
    );
  }
  if (lacks.length > 0) notes.push(`The saved file does not say ${lacks.join(', ')}: it is judged without.`);
  return { ...pack, sources: [...pack.sources, ...added], notes };
}
