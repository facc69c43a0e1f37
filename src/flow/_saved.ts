import type { OnlineAnswer, ReputationEvidence } from '../model/answer.js';
import { UserError } from '../model/errors.js';
import type { Fact, LedgerEntry } from '../model/fact.js';
import type { InputSummary } from '../model/input.js';
import type { Investigation } from '../model/investigation.js';
import type { Judgement, Scene, Verdict } from '../model/judgement.js';
import type { Owner, PortKnowledge } from '../model/knowledge.js';
import type { ListEvidence } from '../model/listing.js';
import type { PeerNote } from '../model/notes.js';
import { formatAddress } from '../address/format.js';
import type { Peer } from '../model/peer.js';
import { savedDocument, savedPeer } from './_saved-shapes.js';

type Document = ReturnType<typeof savedDocument>;
type Written = ReturnType<typeof savedPeer>;

/** A peer as it was saved: what was seen and asked, and how it was judged then. */
export interface SavedPeer {
  readonly peer: Peer;
  readonly owner: Owner;
  readonly facts: readonly Fact[];
  readonly ledger: readonly LedgerEntry[];
  readonly lists: readonly ListEvidence[];
  readonly reputation: readonly ReputationEvidence[];
  /** null: nobody was asked. */
  readonly answers: readonly OnlineAnswer[] | null;
  /** What was known of the ports then, in their order. */
  readonly ports: readonly PortKnowledge[];
  readonly judgement: Judgement;
  /** Of one that was judged again: what it was before. */
  readonly before: { readonly verdict: Verdict; readonly score: number } | null;
  /** What a person had written of it by then. */
  readonly note: PeerNote | null;
}

/** A saved investigation, read and checked. */
export interface Saved
  extends Pick<Investigation, 'farend' | 'command' | 'pack' | 'inputs' | 'companions' | 'organisations'> {
  readonly counts: Pick<Investigation['counts'], 'rows' | 'external' | 'byClass'> & {
    readonly byVerdict: Partial<Record<Verdict, number>>;
  };
  readonly rejudged: NonNullable<Investigation['rejudged']> | null;
  /** Version of the weights that it was judged by; null where an older version did not say. */
  readonly weights: string | null;
  readonly scene: Scene;
  /** What an older version did not save yet: the judgement may differ by that. */
  readonly lacks: readonly string[];
  readonly peers: readonly SavedPeer[];
}

/** Reads a saved investigation. Throws UserError with line and column, or the path, of what does not fit. */
export function readSaved(json: string): Saved {
  const { peers, scene, inputs, ...head } = savedDocument(parsed(json), '');
  const written = peers.map((peer, index) => savedPeer(peer, `peers[${index}]`));
  const isNamed = written.some(({ processes }) => processes.some(({ name, path }) => name !== null || path !== null));
  const whole = inputs.map((input): InputSummary => ({ ...input, hasPrograms: input.hasPrograms ?? isNamed }));
  const numbers = new Map(whole.map(({ name }, index) => [name, index]));
  return {
    ...head,
    inputs: whole,
    scene: sceneOf(scene, whole, written),
    lacks: lacksOf(head.weights, scene, inputs),
    peers: written.map((peer) => peerOf(peer, numbers)),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const found = /position (\d+)/.exec(message)?.[1] ?? (message.includes('end of JSON') ? json.length : null);
    // The engine's own words show the text around it, with its line ends, but not always where that is.
    const place = found === null ? message.replace(/\s+/g, ' ') : `it breaks off in ${placeOf(json, Number(found))}`;
    throw new UserError(`no JSON: ${place}`, 'A saved investigation is what farend -o json writes.');
  }
}

function placeOf(json: string, position: number): string {
  const before = json.slice(0, position);
  return `line ${before.split('\n').length}, column ${position - before.lastIndexOf('\n')}`;
}

function lacksOf(weights: string | null, scene: Document['scene'], inputs: Document['inputs']): string[] {
  return [
    ...(weights === null ? ['which weights it was judged by'] : []),
    ...(scene === null ? ['how many peers each program reached, those left out included'] : []),
    ...(inputs.some(({ hasPrograms }) => hasPrograms === null) ? ['which listings name programs'] : []),
  ];
}

/** What is true of the whole; what an older version did not save is taken from the peers that there are. */
function sceneOf(scene: Document['scene'], inputs: readonly InputSummary[], peers: readonly Written[]): Scene {
  const systems = new Set(inputs.map(({ os }) => os).filter((os) => os !== 'unknown'));
  const organisations = new Map<string, number>();
  for (const { organisation } of peers) {
    organisations.set(organisation ?? '', (organisations.get(organisation ?? '') ?? 0) + 1);
  }
  return {
    os: systems.size === 1 ? [...systems][0] : 'unknown',
    hasPrograms: inputs.some(({ hasPrograms }) => hasPrograms),
    lists: scene?.lists ?? 0,
    isStale: scene?.isStale ?? false,
    peers: scene?.peers ?? peers.length,
    fanOut: new Map(scene?.fanOut),
    organisations: scene === null ? organisations : new Map(scene.organisations),
    inputs,
  };
}

function peerOf(written: Written, inputs: ReadonlyMap<string, number>): SavedPeer {
  const { address, country, as, organisation, network, rows, lists, answers, ...rest } = written;
  return {
    peer: {
      address,
      text: formatAddress(address),
      names: rest.names,
      hosts: rest.hosts,
      ports: rest.ports.map(({ port, protocol, connections, isLocal }) => ({ port, protocol, connections, isLocal })),
      processes: rest.processes,
      states: rest.states,
      directions: rest.directions,
      flows: rest.flows,
      serviceEnds: rest.serviceEnds,
      connections: rest.connections,
      rows: rows.map(({ file, line, input }) => ({ input: input ?? inputs.get(file) ?? 0, line })),
      rowsOmitted: rest.rowsOmitted,
      firstSeen: rest.firstSeen,
      lastSeen: rest.lastSeen,
      bytesSent: rest.bytesSent,
      bytesReceived: rest.bytesReceived,
      timing: rest.timing,
    },
    owner: { country, as, organisation, network },
    facts: rest.facts,
    ledger: rest.ledger,
    lists: lists.map(evidenceOf),
    reputation: rest.reputation,
    answers,
    ports: rest.ports.map(portKnowledge),
    judgement: judgementOf(written),
    before: rest.before,
    note: rest.note,
  };
}

function portKnowledge({ port, protocol, registered, observed }: Written['ports'][number]): PortKnowledge {
  const uses = observed.map((use) => ({ ...use, owners: [], programs: [], share: null }));
  return { port, protocol, registered, observed: uses };
}

function judgementOf(written: Written): Judgement {
  const { prior, findings, score, probability, verdict, coverage, expectation, counterfactuals } = written;
  const next = written.next.map(({ says, do: command, moves }) =>
    moves === null ? { says, do: command } : { says, do: command, moves },
  );
  return { prior, findings, score, probability, verdict, coverage, expectation, counterfactuals, next };
}

function evidenceOf({
  list,
  title,
  meaning,
  asOf,
  factor,
  repeatedBy,
  ...rest
}: Written['lists'][number]): ListEvidence {
  const { matched, entry, label, lastSeen, confidence, ...source } = rest;
  return {
    strongest: { source: { name: list, title, meaning, asOf, ...source }, matched, entry, label, lastSeen, confidence },
    repeatedBy,
    factor,
  };
}
