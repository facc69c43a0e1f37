import type { Address } from '../address/address.js';
import { formatAddress } from '../address/format.js';
import { ipv4 } from '../address/ipv4.js';
import { ipv6 } from '../address/ipv6.js';
import type { Owner, ProgramKind, ProgramKnowledge } from '../model/knowledge.js';
import { isWebPort } from './_match.js';
import { programKey } from './_program-name.js';
import { type Actor, isRentedOut, type View } from './view.js';

/** What attackers borrow: parts of the system, script hosts and the like. */
export const BORROWED: ReadonlySet<ProgramKind> = new Set(['system', 'script-host', 'shell', 'lolbin', 'office']);

/**
 * Programs whose peers are worth counting together: those that nothing is known of, and tools that connect only when
 * somebody has them do so. Of all others many peers are ordinary.
 */
export function isOddProgram(known: ProgramKnowledge | null): boolean {
  return known === null || (known.habit !== 'normal' && BORROWED.has(known.kind));
}

/** Owners that tell nothing of the customer: machines for rent, and networks that nobody has described. */
export function isAnybodys(owner: Owner): boolean {
  return isRentedOut(owner) || (owner.network.kind === 'unknown' && owner.organisation !== null);
}

/** Key of the scene's `fanOut` for the peers of an odd program at owners that are anybody's. */
export function strangersKey(program: string): string {
  return `${program}|strangers`;
}

/** The same in one neighbourhood: a /24 or /48 as text. */
export function neighboursKey(program: string, prefix: string): string {
  return `${program}|${prefix}`;
}

/** The same at one organisation. */
export function tenantsKey(program: string, organisation: string): string {
  return `${program}|at ${organisation}`;
}

/** The block whose machines one customer often rents together: an IPv4 /24 or an IPv6 /48, as text. */
export function neighbourhoodOf({ family, w0, w1, w3 }: Address): string {
  return family === 4
    ? `${formatAddress(ipv4((w3 & 0xffffff00) >>> 0))}/24`
    : `${formatAddress(ipv6(w0, w1 & 0xffff0000, 0, 0))}/48`;
}

/** Machines of strangers from which on a script visits sites as they come, rather than some of its own. */
const SITES_FROM = 20;

/** A script that visits so many strangers on the ports of the Web, of which the peer is one, and how many; else null. */
export function sitesOf({ actors, ports, owner, scene, isUnnamed }: View): { actor: Actor; sites: number } | null {
  if (isUnnamed || ports.length === 0 || !isAnybodys(owner) || !ports.every(({ port }) => isWebPort(port))) return null;
  let least: { actor: Actor; sites: number } | null = null;
  for (const actor of actors) {
    if (actor.known?.kind !== 'script-host') return null;
    const sites = scene.fanOut.get(strangersKey(programKey(actor))) ?? 0;
    if (sites < SITES_FROM) return null;
    if (least === null || sites < least.sites) least = { actor, sites };
  }
  return least;
}
