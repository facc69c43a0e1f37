import type { Process } from '../model/connection.js';
import { isAnybodys, isOddProgram, neighbourhoodOf, neighboursKey, strangersKey, tenantsKey } from '../judge/index.js';
import type { Owners } from './_owners.js';
import type { Knowledge } from './knowledge.js';
import type { PeerTable } from './peer-table.js';

/** Groups that are counted: hostile evidence must not fill the memory. */
const MOST = 100_000;

interface Group {
  peers: number;
  last: number;
}

/**
 * What the peers of each odd program have in common, counted in one pass: how many are at owners that are anybody's,
 * in one neighbourhood, at one organisation. Groups of one are left out.
 */
export function relationsOf(table: PeerTable, owners: Owners, knowledge: Knowledge): Map<string, number> {
  const odd = Array.from({ length: table.processCount }, (_, processId) => oddKey(table, processId, knowledge));
  const groups = new Map<string, Group>();
  const count = (key: string, peer: number): void => {
    const group = groups.get(key);
    if (group === undefined) {
      if (groups.size < MOST) groups.set(key, { peers: 1, last: peer });
      return;
    }
    // The table gives the flows of one peer together.
    if (group.last !== peer) group.peers++;
    group.last = peer;
  };
  table.forEachFlow(odd, (program, peer, _protocol, _port, isInbound) => {
    const owner = owners.at(peer);
    if (isInbound || !isAnybodys(owner)) return;
    count(strangersKey(program), peer);
    count(neighboursKey(program, neighbourhoodOf(table.addressAt(peer))), peer);
    if (owner.organisation !== null) count(tenantsKey(program, owner.organisation), peer);
  });
  return new Map([...groups].filter(([, { peers }]) => peers > 1).map(([key, { peers }]) => [key, peers]));
}

/** The program's key in the scene where it is named and odd; null for all others. */
function oddKey(table: PeerTable, processId: number, knowledge: Knowledge): string | null {
  const process = table.process(processId);
  if (process === null || !isOddProgram(knowledge.program(process))) return null;
  return programKey(process, knowledge);
}

/** A listing without programs can still show a scan: its peers count under the empty name. Null: nobody knows. */
export function programKey(process: Process | null, knowledge: Knowledge): string | null {
  if (process === null) return '';
  return knowledge.program(process)?.key ?? process.name?.toLowerCase() ?? null;
}
