import type { Owner, ObservedUse, PortKnowledge, ProgramKnowledge } from '../model/knowledge.js';
import type { Actor, FarPort, View } from './view.js';

/**
 * How well an owner fits a list of provider keys, organisations, `kind:` network kinds and `*`:
 * `named` fits by name or kind, `any` only because the list takes anybody.
 */
export function ownerFit(owners: readonly string[], owner: Owner): 'named' | 'any' | 'none' {
  let fit: 'any' | 'none' = 'none';
  for (const entry of owners) {
    if (entry === '*') fit = 'any';
    else if (isOwner(entry, owner)) return 'named';
  }
  return fit;
}

function isOwner(entry: string, { network: { kind, provider }, organisation }: Owner): boolean {
  if (entry === provider) return true;
  if (entry.startsWith('kind:')) return entry.length === kind.length + 5 && entry.endsWith(kind);
  return provider === null && organisation !== null && organisation.toLowerCase().startsWith(entry);
}

/** True when the port lies in one of the ranges; an empty list takes any port. */
export function portFits(ranges: readonly (readonly [number, number])[], port: number): boolean {
  if (ranges.length === 0) return true;
  for (const [from, to] of ranges) if (port >= from && port <= to) return true;
  return false;
}

/** True for the ports of the Web, whatever the transport. */
export function isWebPort(port: number): boolean {
  return port === 443 || port === 80;
}

/** The likeliest use that a port is known for outside malware, when the port alone identifies it well enough. */
export function usualUse({ observed }: PortKnowledge): ObservedUse | null {
  for (const use of observed)
    if (use.kind !== 'c2-default' && use.kind !== 'mining' && use.confidence !== 'low') return use;
  return null;
}

/** The use that is bound to certain owners or programs, if the port has one. */
export function boundUse({ observed }: PortKnowledge): ObservedUse | null {
  for (const use of observed) if (use.owners.length > 0 || use.programs.length > 0) return use;
  return null;
}

/** Whether the owner or a program of the peer is one that the use is bound to. */
export function isBoundTo(use: ObservedUse, { owner, actors }: View): boolean {
  if (use.owners.length > 0 && ownerFit(use.owners, owner) === 'named') return true;
  return actors.some(({ known }) => known !== null && use.programs.includes(known.key));
}

/** A program that opens its user's choice of site: its peers are the user's, not its own. */
export function isBrowser({ known }: Actor): boolean {
  return known?.kind === 'browser';
}

/** True when the program's profile names this port (an empty profile names none). */
export function profilesPort(known: ProgramKnowledge, { port }: FarPort): boolean {
  return known.ports.length > 0 && portFits(known.ports, port);
}

/** `443/tcp`. */
export function portText({ port, protocol }: FarPort): string {
  return `${port}/${protocol}`;
}

/** The name people use of the owner, or the best there is. */
export function ownerText({ organisation, as }: Owner): string {
  return organisation ?? as?.name ?? 'an owner that the pack does not know';
}

/** Owners that no maker of widespread programs is: rented machines, home lines, networks that nobody has described. */
export function isStranger({ isRented, kind, owner }: View): boolean {
  if (isRented || kind === 'access' || kind === 'mobile') return true;
  return kind === 'unknown' && owner.organisation !== null && owner.network.provider === null;
}
