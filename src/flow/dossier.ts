import type { Address } from '../address/address.js';
import { classify } from '../address/classify.js';
import { extractAddresses } from '../address/extract.js';
import { formatAddress } from '../address/format.js';
import type { AddressDossier, PortDossier } from '../model/dossier.js';
import type { Knowledge } from './knowledge.js';

/** Dossiers of every address in a text: ports, brackets, zones and defanged forms are taken off. Each address once. */
export function addressDossiers(text: string, knowledge: Knowledge): AddressDossier[] {
  const found = new Map<string, Address>();
  for (const { address } of extractAddresses(text)) found.set(formatAddress(address), address);
  return [...found].map(([printed, address]) => addressDossier(printed, address, knowledge));
}

function addressDossier(printed: string, address: Address, knowledge: Knowledge): AddressDossier {
  const { class: kind, isGlobal, embedded, lookup, note } = classify(address);
  const owner = lookup === null ? null : knowledge.owner(lookup);
  return {
    address: printed,
    class: kind,
    isGlobal,
    embedded: embedded === null ? null : formatAddress(embedded),
    note,
    owner,
    facts: owner === null || lookup === null ? [] : knowledge.ownerFacts(lookup, owner),
    lists: lookup === null ? [] : knowledge.listed(lookup, [], owner?.as?.number ?? null),
  };
}

/** What a port is registered for and used for, for the asked protocol or for tcp and udp. */
export function portDossier(port: number, protocol: string | null, knowledge: Knowledge): PortDossier {
  const protocols = protocol === null ? ['tcp', 'udp'] : [protocol];
  return { port, uses: protocols.map((name) => knowledge.port(port, name)) };
}
