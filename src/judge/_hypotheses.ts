import type { ReputationEvidence } from '../model/answer.js';
import type { OperatingSystem } from '../model/input.js';
import type { Question, Subject } from '../model/judgement.js';
import type { NetworkKind, Owner, ProgramKnowledge } from '../model/knowledge.js';
import type { ListEvidence, ListMeaning } from '../model/listing.js';
import type { Peer, PeerProcess } from '../model/peer.js';
import type { View } from './view.js';

/** An answer that nobody has given yet, and the subject as it would be with it. */
export interface Hypothesis {
  readonly id: string;
  readonly question: Question;
  /** Goes after a verdict: `listed as a command-and-control server`. */
  readonly says: string;
  readonly subject: Subject;
}

/** The answers to open questions that would move the score most, either way; a question that is answered has none. */
export function hypothesesOf(view: View): Hypothesis[] {
  return [...ofLists(view), ...ofServices(view), ...ofOwner(view), ...ofProgram(view)];
}

function ofLists({ subject, isVisitor, isPrivate }: View): Hypothesis[] {
  const meaning = isVisitor ? 'attacker' : 'c2';
  if (isPrivate || subject.lists.some(({ strongest }) => strongest.source.meaning === meaning)) return [];
  const says = isVisitor ? 'listed as an attacker' : 'listed as a command-and-control server';
  const lists = [listed(meaning, subject.peer.text), ...subject.lists];
  return [{ id: `listed-${meaning}`, question: 'lists', says, subject: { ...subject, lists } }];
}

function ofServices({ subject, isPrivate }: View): Hypothesis[] {
  if (isPrivate || subject.reputation.length > 0) return [];
  const told = (id: string, says: string, meaning: ReputationEvidence['meaning']): Hypothesis => ({
    id,
    question: 'reputation',
    says,
    subject: { ...subject, reputation: [said(meaning)] },
  });
  return [
    told('reported', 'an online service is sure that it is bad', 'malware'),
    told('vouched-for', 'an online service vouches for it', 'known-good'),
  ];
}

/** Only where nobody knows whose address it is, or what that network is for. */
function ofOwner({ subject, owner, kind, isPrivate }: View): Hypothesis[] {
  if (isPrivate || (kind !== 'unknown' && owner.organisation !== null)) return [];
  const owned = (id: string, says: string, as: Owner): Hypothesis => ({
    id,
    question: 'owner',
    says,
    subject: { ...subject, owner: as },
  });
  return [
    owned('rented', 'it is a machine that anybody can rent', ownedBy(owner, 'hosting', null)),
    owned('platform', "it is a large provider's own service", ownedBy(owner, 'cloud-platform', 'microsoft')),
  ];
}

function ofProgram(view: View): Hypothesis[] {
  const { subject, actors, isVisitor, scene } = view;
  if (isVisitor) return [];
  if (actors.length === 0) {
    const odd = process({ name: 'program', path: temporary('program', scene.os) });
    return [
      {
        id: 'program-fits',
        question: 'program',
        says: 'a program holds it that belongs there',
        subject: withProcess(subject, process({ name: 'program', path: null }), fitting(view)),
      },
      {
        id: 'program-temporary',
        question: 'program',
        says: 'a program in a temporary folder holds it',
        subject: withProcess(subject, odd, null),
      },
    ];
  }
  const index = subject.peer.processes.indexOf(actors[0].process);
  const changed = (id: string, says: string, changes: Partial<PeerProcess>): Hypothesis => ({
    id,
    question: 'program-details',
    says,
    subject: withChanged(subject, index, changes),
  });
  const { name, process: known } = actors[0];
  return [
    ...(known.path === null
      ? [changed('path-temporary', 'its program lies in a temporary folder', { path: temporary(name, scene.os) })]
      : []),
    ...(known.parent === null ? [changed('parent-document', 'a document started it', { parent: 'winword.exe' })] : []),
  ];
}

function listed(meaning: ListMeaning, entry: string): ListEvidence {
  const source = {
    name: 'hypothesis',
    title: 'a threat list',
    meaning,
    direction: 'both',
    reliability: 1,
    origins: [],
    halfLifeDays: null,
    licence: '',
    url: '',
    asOf: null,
  } as const;
  const strongest = { source, matched: 'address', entry, label: null, lastSeen: null, confidence: null } as const;
  return { strongest, repeatedBy: [], factor: 1 };
}

function said(meaning: ReputationEvidence['meaning']): ReputationEvidence {
  const says = 'A service says so.';
  return { meaning, direction: 'both', strength: 1, says, label: null, lastSeen: null, sources: [], origins: [] };
}

function ownedBy(owner: Owner, kind: NetworkKind, provider: string | null): Owner {
  return { ...owner, organisation: owner.organisation ?? 'An owner', network: { kind, provider, service: null } };
}

/** A program that is known for this owner and these ports. */
function fitting({ owner: { network, organisation }, ports }: View): ProgramKnowledge {
  return {
    key: 'program',
    title: 'A program',
    kind: 'vendor',
    habit: 'normal',
    folders: [],
    owners: [network.provider ?? organisation?.toLowerCase() ?? '*'],
    ports: ports.map(({ port }) => [port, port] as const),
    attack: [],
    source: 'hypothesis',
  };
}

function process(changes: Pick<PeerProcess, 'name' | 'path'>): PeerProcess {
  return {
    pid: null,
    services: [],
    commandLine: null,
    user: null,
    parent: null,
    signer: null,
    connections: 1,
    ...changes,
  };
}

function temporary(name: string, os: OperatingSystem): string {
  return os === 'windows' || os === 'unknown' ? `C:\\Users\\user\\AppData\\Local\\Temp\\${name}` : `/tmp/${name}`;
}

function withProcess(subject: Subject, added: PeerProcess, known: ProgramKnowledge | null): Subject {
  return { ...subject, peer: withProcesses(subject.peer, [added]), programs: [known], services: [[]] };
}

function withChanged(subject: Subject, index: number, changes: Partial<PeerProcess>): Subject {
  const processes = subject.peer.processes.map((one, at) => (at === index ? { ...one, ...changes } : one));
  return { ...subject, peer: withProcesses(subject.peer, processes) };
}

/** What a peer makes when asked stays late: few rules ask, and a thousand flows are slow to make. */
function withProcesses(peer: Peer, processes: readonly PeerProcess[]): Peer {
  return {
    ...peer,
    processes,
    get text() {
      return peer.text;
    },
    get rows() {
      return peer.rows;
    },
    get flows() {
      return peer.flows;
    },
    get serviceEnds() {
      return peer.serviceEnds;
    },
    get timing() {
      return peer.timing;
    },
  };
}
