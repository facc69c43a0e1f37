import type { Address } from '../address/address.js';
import { openPack, openPorts, openPrograms } from '../enrich/index.js';
import type { Process } from '../model/connection.js';
import type { Fact } from '../model/fact.js';
import type { PackInfo } from '../model/investigation.js';
import type { Owner, PortKnowledge, ProgramKnowledge, ServiceKnowledge } from '../model/knowledge.js';

/** All that farend knows without asking anybody. */
export interface Knowledge {
  readonly info: PackInfo;
  owner(address: Address): Owner;
  ownerFacts(address: Address, owner: Owner): Fact[];
  port(port: number, protocol: string): PortKnowledge;
  program(process: Process): ProgramKnowledge | null;
  service(name: string): ServiceKnowledge | null;
}

/**
 * Opens the embedded knowledge in `directory`; files are read when first asked. `now` decides whether it is stale.
 * Throws UserError when the pack is missing or damaged.
 */
export function openKnowledge(directory: string, now: Date): Knowledge {
  const pack = openPack(directory, now);
  const port = openPorts(directory);
  const { program, service } = openPrograms(directory);
  return {
    info: pack.info,
    owner: (address) => pack.owner(address),
    ownerFacts: (address, owner) => pack.ownerFacts(address, owner),
    port,
    program,
    service,
  };
}
