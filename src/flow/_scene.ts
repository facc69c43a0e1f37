import type { Process } from '../model/connection.js';
import type { InputSummary, OperatingSystem } from '../model/input.js';
import type { Scene } from '../model/judgement.js';
import { Interned } from './_interned.js';
import type { Knowledge } from './knowledge.js';
import type { PeerTable } from './peer-table.js';

/** What is true of the whole investigation: fan-out per program and port, peers per organisation, the system. */
export function sceneOf(table: PeerTable, inputs: readonly InputSummary[], knowledge: Knowledge): Scene {
  return {
    os: systemOf(inputs),
    hasPrograms: inputs.some(({ hasPrograms }) => hasPrograms),
    lists: knowledge.lists,
    peers: table.length,
    fanOut: fanOutOf(table, knowledge),
    organisations: organisationsOf(table, knowledge),
    inputs,
  };
}

function organisationsOf(table: PeerTable, knowledge: Knowledge): Map<string, number> {
  const counts = new Map<string, number>();
  for (let peer = 0; peer < table.length; peer++) {
    const organisation = knowledge.owner(table.addressAt(peer)).organisation ?? '';
    counts.set(organisation, (counts.get(organisation) ?? 0) + 1);
  }
  return counts;
}

/** Distinct peers that each program reaches on each port. Flows of one peer may stand anywhere in the table. */
function fanOutOf(table: PeerTable, knowledge: Knowledge): Map<string, number> {
  const keys = new Interned<string>();
  const reached: Set<number>[] = [];
  const programs: (string | null | undefined)[] = [];
  table.forEachFlow((peer, processId, protocol, port, isInbound) => {
    if (port === null || isInbound) return;
    const program = (programs[processId] ??= programKey(table.process(processId), knowledge));
    if (program === null) return;
    const key = `${program}|${protocol}/${port}`;
    const id = keys.id(key, () => key);
    (reached[id] ??= new Set()).add(peer);
  });
  return new Map(keys.values.map((key, id) => [key, reached[id].size]));
}

/** A listing without programs can still show a scan: its peers count under the empty name. Null: nobody knows. */
function programKey(process: Process | null, knowledge: Knowledge): string | null {
  if (process === null) return '';
  return knowledge.program(process)?.key ?? process.name?.toLowerCase() ?? null;
}

/** The one system that the inputs name; `unknown` when they disagree. */
function systemOf(inputs: readonly InputSummary[]): OperatingSystem {
  const systems = new Set(inputs.map(({ os }) => os).filter((os) => os !== 'unknown'));
  return systems.size === 1 ? [...systems][0] : 'unknown';
}
