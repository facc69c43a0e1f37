import type { InputSummary, OperatingSystem } from '../model/input.js';
import type { Scene } from '../model/judgement.js';
import { Interned } from './_interned.js';
import type { Owners } from './_owners.js';
import { programKey, relationsOf } from './_relations.js';
import type { Knowledge } from './knowledge.js';
import type { PeerTable } from './peer-table.js';

const PORTS = 0x10000;
/** More programs and protocols than one investigation holds: a part of the key, not a limit. */
const PROGRAMS = 0x100000;

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
  const names = new Interned<string>();
  const reached = new Map<number, Reach>();
  const programs = Array.from({ length: table.processCount }, (_, processId) => {
    const name = programKey(table.process(processId), knowledge);
    return name === null ? null : names.id(name, () => name);
  });
  table.forEachFlow(programs, (program, peer, protocol, port, isInbound) => {
    if (port === null || isInbound) return;
    const number = (names.id(protocol, () => protocol) * PROGRAMS + program) * PORTS + port;
    let reach = reached.get(number);
    if (reach === undefined) {
      reach = { key: `${names.values[program]}|${protocol}/${port}`, peers: 0, last: -1 };
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
