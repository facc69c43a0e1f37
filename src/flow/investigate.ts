import type { Address } from '../address/address.js';
import { classify } from '../address/classify.js';
import { ipv4 } from '../address/ipv4.js';
import type { ByteSource } from '../inputs/format.js';
import { readInput } from '../inputs/index.js';
import type { Connection } from '../model/connection.js';
import type { InputSummary } from '../model/input.js';
import type { Investigation, JudgedPeer } from '../model/investigation.js';
import type { Verdict } from '../model/judgement.js';
import { JudgedPeers } from './_judged-peers.js';
import { sceneOf } from './_scene.js';
import type { Knowledge } from './knowledge.js';
import { PeerTable } from './peer-table.js';

export interface InvestigateOptions {
  /** Keeps private, carrier-shared, link-local and unique-local peers. */
  readonly keepPrivate: boolean;
  /** The command as the report names it. */
  readonly command: string;
  readonly version: string;
  /** Keeps only peers for which it holds; null keeps all. */
  readonly only: ((peer: JudgedPeer) => boolean) | null;
}

/** Classes that `keepPrivate` keeps: other machines that one can connect to, unlike loopback or multicast. */
const PRIVATE_CLASSES: ReadonlySet<string> = new Set(['private', 'shared-cgnat', 'link-local', 'unique-local']);

/**
 * The main job: bytes -> connections -> peers by remote end -> owners, ports, programs -> findings and verdicts,
 * worst first. Same input and same pack give the same investigation.
 */
export async function investigate(
  sources: readonly ByteSource[],
  options: InvestigateOptions,
  knowledge: Knowledge,
): Promise<Investigation> {
  const table = new PeerTable();
  const set = new SetAside(options.keepPrivate);
  const inputs: InputSummary[] = [];
  for (const source of sources) {
    const input = inputs.length;
    inputs.push(await readInput(source, { connection: (connection) => sort(connection, input, table, set) }));
  }
  const peers = new JudgedPeers(table, sceneOf(table, inputs, knowledge), knowledge);
  if (options.only !== null) peers.keepOnly(options.only);
  return {
    farend: options.version,
    schema: 1,
    command: options.command,
    pack: knowledge.info,
    inputs,
    counts: {
      rows: inputs.reduce((sum, { rows }) => sum + rows, 0),
      external: set.external,
      peers: peers.length,
      byClass: set.byClass(),
      byVerdict: countVerdicts(peers),
    },
    peers,
    organisations: peers.organisations(),
  };
}

function sort(connection: Connection, input: number, table: PeerTable, set: SetAside): void {
  if (connection.state === 'listening' && connection.protocol.startsWith('tcp')) table.addListener(connection);
  const { address: printed, cut, isAny } = connection.remote;
  if (isAny) return set.count('listener', connection.count);
  if (printed === null) return set.count(cut === null ? 'name' : 'cut-address', connection.count);
  const address = unmapped(printed);
  const { class: kind, isGlobal } = classify(address);
  if (!isGlobal && !set.keeps(kind)) return set.count(kind, connection.count);
  if (isGlobal) set.external += connection.count;
  table.add(address, connection, input);
}

/** A dual-stack socket shows an IPv4 peer as ::ffff:a.b.c.d: it is the IPv4 (RFC 4291 section 2.5.5.2). */
function unmapped(address: Address): Address {
  return address.family === 6 && address.w0 === 0 && address.w1 === 0 && address.w2 === 0xffff
    ? ipv4(address.w3)
    : address;
}

/** Counts what is no public peer, by address class. */
class SetAside {
  external = 0;
  readonly #counts = new Map<string, number>();
  readonly #keepPrivate: boolean;

  constructor(keepPrivate: boolean) {
    this.#keepPrivate = keepPrivate;
  }

  keeps(kind: string): boolean {
    return this.#keepPrivate && PRIVATE_CLASSES.has(kind);
  }

  count(kind: string, rows: number): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + rows);
  }

  byClass(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function countVerdicts(peers: JudgedPeers): Record<Verdict, number> {
  const counts = { malicious: 0, suspicious: 0, unexplained: 0, expected: 0 };
  for (let index = 0; index < peers.length; index++) counts[peers.verdictAt(index)]++;
  return counts;
}
