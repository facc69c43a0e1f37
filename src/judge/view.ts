import type { State } from '../model/connection.js';
import { fileNameOf } from '../model/image.js';
import type { Peer, PeerPort, PeerProcess } from '../model/peer.js';
import type { Scene, Subject } from '../model/judgement.js';
import type {
  NetworkKind,
  Owner,
  PortKnowledge,
  ProgramKind,
  ProgramKnowledge,
  ServiceKnowledge,
} from '../model/knowledge.js';
import { behaviourOf } from './behaviour.js';
import { paceOf } from './pace.js';

/** A service port at the far end, with what is known of it. */
export interface FarPort {
  readonly port: number;
  readonly protocol: string;
  readonly isUdp: boolean;
  readonly knowledge: PortKnowledge;
}

/** A program that talked to the peer. `known` is null where the program is not described. */
export interface Actor {
  readonly process: PeerProcess;
  /** Name as seen, without directories; never empty. */
  readonly name: string;
  readonly known: ProgramKnowledge | null;
  readonly services: readonly ServiceKnowledge[];
}

/** A subject with what several rules ask of it, computed once. */
export interface View {
  readonly subject: Subject;
  readonly peer: Peer;
  readonly owner: Owner;
  readonly kind: NetworkKind;
  readonly scene: Scene;
  /** Service ports at the far end; empty when the peer only came to us, or no port is known. */
  readonly ports: readonly FarPort[];
  /** Ports of ours that the peer came to. */
  readonly visited: readonly PeerPort[];
  /** Programs with a name or a path. */
  readonly actors: readonly Actor[];
  /** What the counts of the peer amount to: see `behaviourOf`. Rules weigh nothing else of them. */
  readonly behaviour: number;
  /** What its times and sizes amount to: see `paceOf`. Rules weigh nothing else of them. */
  readonly pace: number;
  /** The listing names programs and the sockets are live, so that they have one, yet none is named. */
  readonly isUnnamed: boolean;
  /** Some program in sight is unknown, or does as a script or a person tells it: no owner explains why it connects. */
  readonly hasLooseProgram: boolean;
  /** Another machine of the same site or lab: no public owner, no rule about owners applies. */
  readonly isPrivate: boolean;
  /** The peer only connected to us: the port on its side is no service. */
  readonly isVisitor: boolean;
  /** A machine that anybody can rent, outside the three largest clouds. */
  readonly isRented: boolean;
  /** The provider's own services, content delivery by contract, or public DNS. */
  readonly isPlatform: boolean;
}

/** Kinds of program whose peers are chosen by whoever runs them. */
const LOOSE: ReadonlySet<ProgramKind> = new Set([
  'lolbin',
  'miner',
  'offensive',
  'remote-access',
  'script-host',
  'shell',
]);
/** Clouds so large that a rented machine there says next to nothing. */
const LARGEST_CLOUDS: ReadonlySet<string> = new Set(['amazon', 'google', 'microsoft']);
/**
 * Hosters so large that honest sites stand there first of all. Each announces more than three million IPv4 addresses, no
 * other hoster more than two (counted in the AS data of the pack, 2026-06), and popular sites are where most sites are;
 * what attackers rent is spread over small hosters too, which have more of it for their size.
 */
const LARGEST_HOSTERS: ReadonlySet<string> = new Set(['digitalocean', 'hetzner', 'ovh']);
/** See `isCompanyCloud`. */
const COMPANY_CLOUDS: ReadonlySet<string> = new Set(['ibm', 'oracle']);
/** Content delivery that anybody joins in minutes without a contract, so that it fronts anything (T1090.004). */
const OPEN_CDNS: ReadonlySet<string> = new Set(['bunny', 'cloudflare', 'ddos-guard', 'g-core']);
/** States in which a process holds the socket; TIME_WAIT and the later closing ones belong to the system (RFC 9293). */
const OWNED: readonly State[] = ['established', 'syn-sent', 'close-wait'];
const NONE: readonly never[] = [];

/** Computes what the rules share. Cheap: no allocation beyond the small lists. */
export function viewOf(subject: Subject): View {
  const { peer, owner, scene } = subject;
  const { kind } = owner.network;
  const ports = farPorts(subject);
  const actors = actorsOf(subject);
  const visited = ports.length === peer.ports.length ? NONE : peer.ports.filter(({ isLocal }) => isLocal);
  return {
    subject,
    peer,
    owner,
    kind,
    scene,
    ports,
    visited,
    actors,
    behaviour: behaviourAt(peer),
    pace: paceOf(peer),
    isUnnamed: actors.length === 0 && scene.hasPrograms && hasOwnedSocket(peer) && hasNamingInput(subject),
    hasLooseProgram: actors.some(({ known }) => known === null || LOOSE.has(known.kind) || hasCommonName(known)),
    isPrivate: kind === 'special',
    isVisitor: visited.length > 0 && ports.length === 0,
    isRented: isRentedOut(owner),
    isPlatform: kind === 'cloud-platform' || kind === 'resolver' || (kind === 'cdn' && !isOpenCdn(owner)),
  };
}

function behaviourAt({ connections, states, directions }: Peer): number {
  return behaviourOf({
    connections,
    synSent: states['syn-sent'] ?? 0,
    established: states.established ?? 0,
    closeWait: states['close-wait'] ?? 0,
    outbound: directions.outbound ?? 0,
  });
}

/** Installers and updaters: a name (`setup`, `update`) that every maker gives, and that tells nothing of which one it was. */
function hasCommonName({ kind, habit, owners }: ProgramKnowledge): boolean {
  return (kind === 'other' || kind === 'updater') && habit === 'depends' && owners.length === 1 && owners[0] === '*';
}

/** True for content delivery that anybody can put in front of a server of his own. */
export function isOpenCdn({ network: { kind, provider } }: Owner): boolean {
  return kind === 'cdn' && provider !== null && OPEN_CDNS.has(provider);
}

/** True for machines in a cloud that companies rent for their own services, more than anybody by the hour. */
export function isCompanyCloud({ network: { kind, provider } }: Owner): boolean {
  return kind === 'cloud-tenant' && provider !== null && COMPANY_CLOUDS.has(provider);
}

/** True for a machine at one of the hosters where most of the Web is: see `LARGEST_HOSTERS`. */
export function isLargestHoster({ network: { kind, provider } }: Owner): boolean {
  return kind === 'hosting' && provider !== null && LARGEST_HOSTERS.has(provider);
}

/** True for machines that anybody can rent, outside the largest clouds: see `View.isRented`. */
export function isRentedOut({ network: { kind, provider } }: Owner): boolean {
  if (kind === 'cloud-tenant') return provider === null || !LARGEST_CLOUDS.has(provider);
  return kind === 'hosting' || kind === 'anonymiser';
}

/** A listing without programs can't miss one: some row must come from an input that names them. */
function hasNamingInput({ peer, scene }: Subject): boolean {
  const { inputs } = scene;
  if (inputs.every(({ hasPrograms }) => hasPrograms)) return inputs.length > 0;
  return peer.rows.some(({ input }) => inputs[input]?.hasPrograms);
}

/** A process id is an owner, and a socket that is closing or closed has none any more. */
function hasOwnedSocket({ states, processes }: Peer): boolean {
  if (processes.some(({ pid }) => pid !== null && pid > 0)) return false;
  return OWNED.some((state) => (states[state] ?? 0) > 0);
}

function farPorts({ peer, ports }: Subject): FarPort[] {
  const far: FarPort[] = [];
  for (let index = 0; index < peer.ports.length; index++) {
    const { port, protocol, isLocal } = peer.ports[index];
    if (!isLocal) far.push({ port, protocol, isUdp: protocol.startsWith('udp'), knowledge: ports[index] });
  }
  return far;
}

function actorsOf({ peer, programs, services }: Subject): readonly Actor[] {
  if (peer.processes.length === 0) return NONE;
  const actors: Actor[] = [];
  for (let index = 0; index < peer.processes.length; index++) {
    const process = peer.processes[index];
    const name = nameOf(process);
    if (name !== null)
      actors.push({ process, name, known: programs[index] ?? null, services: services[index] ?? NONE });
  }
  return actors;
}

function nameOf({ name, path }: PeerProcess): string | null {
  if (name !== null && name !== '') return name;
  if (path === null || path === '') return null;
  return fileNameOf(path) || path;
}
