import type { InputSummary, OperatingSystem } from '../model/input.js';
import type { Scene } from '../model/judgement.js';
import { Interned } from './_interned.js';
import type { Owners } from './_owners.js';
import { programKey, relationsOf } from './_relations.js';
import type { Knowledge } from './knowledge.js';
import type { PeerTable } from './peer-table.js';

const PORTS = 0x10000;

/** What is true of the whole investigation: fan-out per program and port, peers per organisation, the system. */
export function sceneOf(
  table: PeerTable,
  owners: Owners,
  inputs: readonly InputSummary[],
  knowledge: Knowledge,
): Scene {
  return {
    os: systemOf(inputs),
    hasPrograms: inputs.some(({ hasPrograms }) => hasPrograms),
    lists: knowledge.lists,
    isStale: knowledge.info.stale !== null,
    peers: table.length,
    fanOut: new Map([...fanOutOf(table, knowledge), ...relationsOf(table, owners, knowledge)]),
    organisations: owners.organisations(),
    inputs,
  };
}

/** Peers reached by one program on one port, and the one counted last. */
interface Reach {
  readonly key: string;
  peers: number;
  last: number;
}

/** Distinct peers that each program reaches on each port: the table gives the flows of one peer together. */
function fanOutOf(table: PeerTable, knowledge: Knowledge): Map<string, number> {
  const programs = Array.from({ length: table.processCount }, (_, id) => programKey(table.process(id), knowledge));
  const kinds = new Interned<string>();
  const reached = new Map<number, Reach>();
  // The kind of the flow before: nearly every flow has the same.
  let last = { program: '', protocol: '', kind: -1 };
  table.forEachFlow(programs, (program, peer, protocol, port, isInbound) => {
    if (port === null || isInbound) return;
    if (last.kind < 0 || last.program !== program || last.protocol !== protocol) {
      const name = `${program}|${protocol}`;
      last = { program, protocol, kind: kinds.id(name, () => name) };
    }
    const number = last.kind * PORTS + port;
    let reach = reached.get(number);
    if (reach === undefined) {
      reach = { key: `${kinds.values[last.kind]}/${port}`, peers: 0, last: -1 };
      reached.set(number, reach);
    }
    if (reach.last !== peer) reach.peers++;
    reach.last = peer;
  });
  return new Map(Array.from(reached.values(), ({ key, peers }) => [key, peers]));
}

/** The one system that the inputs name; `unknown` when they disagree. */
export function systemOf(inputs: readonly InputSummary[]): OperatingSystem {
  const systems = new Set(inputs.map(({ os }) => os).filter((os) => os !== 'unknown'));
  return systems.size === 1 ? [...systems][0] : 'unknown';
}
