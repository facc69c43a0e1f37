import type { Process } from '../model/connection.js';
import type { InputSummary, OperatingSystem } from '../model/input.js';
import type { Scene } from '../model/judgement.js';
import type { Knowledge } from './knowledge.js';
import type { PeerTable } from './peer-table.js';

/** What is true of the whole investigation: fan-out per program and port, peers per organisation, the system. */
export function sceneOf(table: PeerTable, inputs: readonly InputSummary[], knowledge: Knowledge): Scene {
  const fanOut = new Map<string, number>();
  const organisations = new Map<string, number>();
  for (let index = 0; index < table.length; index++) {
    count(organisations, knowledge.owner(table.addressAt(index)).organisation ?? '');
    for (const key of fanOutKeys(table, index, knowledge)) count(fanOut, key);
  }
  return {
    os: systemOf(inputs),
    hasPrograms: inputs.some(({ hasPrograms }) => hasPrograms),
    peers: table.length,
    fanOut,
    organisations,
    inputs,
  };
}

function fanOutKeys(table: PeerTable, index: number, knowledge: Knowledge): Set<string> {
  const keys = new Set<string>();
  const { processes, ports } = table.at(index);
  // A listing without programs can still show a scan: its peers count under the empty name.
  const programs = processes.length === 0 ? [''] : processes.map((process) => programKey(process, knowledge));
  for (const program of programs) {
    if (program === undefined) continue;
    for (const { protocol, port, isLocal } of ports) if (!isLocal) keys.add(`${program}|${protocol}/${port}`);
  }
  return keys;
}

function programKey(process: Process, knowledge: Knowledge): string | undefined {
  return knowledge.program(process)?.key ?? process.name?.toLowerCase();
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The one system that the inputs name; `unknown` when they disagree. */
function systemOf(inputs: readonly InputSummary[]): OperatingSystem {
  const systems = new Set(inputs.map(({ os }) => os).filter((os) => os !== 'unknown'));
  return systems.size === 1 ? [...systems][0] : 'unknown';
}
