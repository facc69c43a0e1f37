import { formatAddress } from '../address/format.js';
import { ipv4 } from '../address/ipv4.js';
import type { Direction, State } from '../model/connection.js';
import type { Scene, Subject } from '../model/judgement.js';
import type {
  NetworkKind,
  ObservedUse,
  Owner,
  PortKnowledge,
  ProgramKnowledge,
  ServiceKnowledge,
} from '../model/knowledge.js';
import type { ReputationEvidence } from '../model/answer.js';
import type { ListEvidence, ListMeaning } from '../model/listing.js';
import type { PeerProcess, PeerTiming } from '../model/peer.js';
import { judge } from './index.js';

/** What a test says of a subject; everything else is empty or ordinary. */
export interface Example {
  readonly kind?: NetworkKind;
  readonly provider?: string | null;
  readonly organisation?: string | null;
  /** `443/tcp`, `local 22/tcp`. */
  readonly ports?: readonly string[];
  /** Observed uses by port. */
  readonly uses?: Readonly<Record<number, readonly Partial<ObservedUse>[]>>;
  readonly programs?: readonly ExampleProgram[];
  readonly names?: readonly string[];
  readonly states?: Partial<Record<State, number>>;
  readonly directions?: Partial<Record<Direction, number>>;
  readonly connections?: number;
  readonly lists?: readonly ListEvidence[];
  readonly reputation?: readonly ReputationEvidence[];
  readonly hosts?: readonly string[];
  readonly firstSeen?: number;
  readonly lastSeen?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly timing?: PeerTiming;
  readonly scene?: Partial<Scene>;
}

export interface ExampleProgram {
  readonly name?: string | null;
  readonly path?: string | null;
  readonly pid?: number | null;
  readonly parent?: string | null;
  readonly commandLine?: string | null;
  readonly hosted?: readonly string[];
  readonly known?: Partial<ProgramKnowledge> | null;
  readonly services?: readonly Partial<ServiceKnowledge>[];
}

/** A subject for tests, at a documentation address (RFC 5737). */
export function example(wanted: Example = {}): Subject {
  const address = ipv4(0xcb007107);
  const connections = wanted.connections ?? 1;
  const programs = wanted.programs ?? [];
  const ports = (wanted.ports ?? ['443/tcp']).map(portOf);
  return {
    peer: {
      address,
      text: formatAddress(address),
      names: wanted.names ?? [],
      hosts: wanted.hosts ?? [],
      ports: ports.map((port) => ({ ...port, connections: 1 })),
      processes: programs.map(processOf),
      states: wanted.states ?? { established: connections },
      directions: wanted.directions ?? { outbound: connections },
      flows: [],
      serviceEnds: [],
      connections,
      rows: [{ input: 0, line: 1 }],
      rowsOmitted: 0,
      firstSeen: wanted.firstSeen ?? null,
      lastSeen: wanted.lastSeen ?? null,
      bytesSent: wanted.bytesSent ?? null,
      bytesReceived: wanted.bytesReceived ?? null,
      timing: wanted.timing ?? null,
    },
    owner: ownerOf(wanted),
    ports: ports.map(({ port, protocol }) => knowledgeOf(port, protocol, wanted.uses?.[port] ?? [])),
    programs: programs.map(({ known }) => (known == null ? null : programOf(known))),
    services: programs.map(({ services }) => (services ?? []).map(serviceOf)),
    lists: wanted.lists ?? [],
    reputation: wanted.reputation ?? [],
    scene: {
      os: 'windows',
      hasPrograms: programs.length > 0,
      lists: 0,
      isStale: false,
      peers: 1,
      fanOut: new Map(),
      organisations: new Map(),
      inputs: [],
      ...wanted.scene,
    },
  };
}

/** Rule and weight of every finding. */
export function weightsOf(wanted: Example): Record<string, number> {
  return Object.fromEntries(judge(example(wanted)).findings.map(({ rule, weight }) => [rule, weight]));
}

function portOf(text: string): { port: number; protocol: string; isLocal: boolean } {
  const isLocal = text.startsWith('local ');
  const [port, protocol] = (isLocal ? text.slice(6) : text).split('/');
  return { port: Number(port), protocol, isLocal };
}

function processOf({
  name = null,
  path = null,
  pid = null,
  parent = null,
  commandLine = null,
  hosted = [],
}: ExampleProgram): PeerProcess {
  return { name, path, pid, services: hosted, commandLine, user: null, parent, signer: null, connections: 1 };
}

function ownerOf({ kind = 'unknown', provider = null, organisation = 'Example Org' }: Example): Owner {
  const country = { code: 'ZZ', name: 'Nowhere', agreement: 'single', other: null, registered: null } as const;
  return {
    country,
    as: { number: 64_496, name: 'EXAMPLE-AS' },
    organisation,
    network: { kind, provider, service: null },
  };
}

function knowledgeOf(port: number, protocol: string, uses: readonly Partial<ObservedUse>[]): PortKnowledge {
  return { port, protocol, registered: null, observed: uses.map(useOf) };
}

function useOf(use: Partial<ObservedUse>): ObservedUse {
  return {
    use: 'something',
    kind: 'app',
    confidence: 'high',
    source: 'test',
    owners: [],
    programs: [],
    share: null,
    ...use,
  };
}

function programOf(known: Partial<ProgramKnowledge>): ProgramKnowledge {
  return {
    key: 'thing',
    title: 'Thing',
    kind: 'other',
    habit: 'normal',
    folders: [],
    owners: [],
    ports: [],
    attack: [],
    source: 'test',
    ...known,
  };
}

function serviceOf(service: Partial<ServiceKnowledge>): ServiceKnowledge {
  return { key: 'thing', title: 'Thing', owners: [], ports: [], source: 'test', ...service };
}

/** What a list of that meaning says of the example's address, worth `factor`. */
export function listed(meaning: ListMeaning, factor: number, title = 'Example list'): ListEvidence {
  const source = {
    name: title,
    title,
    meaning,
    direction: 'both',
    reliability: 1,
    origins: [],
    halfLifeDays: null,
    licence: 'CC0-1.0',
    url: 'https://example.org/',
    asOf: '2026-08-20',
  } as const;
  const strongest = {
    source,
    matched: 'address',
    entry: '203.0.113.7',
    label: null,
    lastSeen: null,
    confidence: null,
  } as const;
  return { strongest, repeatedBy: [], factor };
}

/** What an online service says of the example's address. */
export function said(meaning: ReputationEvidence['meaning'], strength: number): ReputationEvidence {
  return {
    meaning,
    direction: 'both',
    strength,
    says: 'Example service: 7.1 of 10.',
    label: null,
    lastSeen: null,
    sources: ['example'],
    origins: ['example'],
  };
}
