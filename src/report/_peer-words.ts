import type { Owner, PortKnowledge } from '../model/knowledge.js';
import type { Peer, PeerPort, PeerProcess } from '../model/peer.js';
import { portText } from '../model/port-text.js';
import { grouped } from './_numbers.js';

/** The organisation with what its network is for, as far as known: `Hetzner (hosting)`. */
export function ownerWords({ organisation, as, network }: Owner): string {
  const name = organisation ?? as?.name ?? 'unknown owner';
  const purpose = [network.service, kindWords(network.kind)].filter((word) => word !== null && word !== name);
  return purpose.length === 0 ? name : `${name} (${purpose.join(', ')})`;
}

/** Where the machines are, by whom that is doubted, and where the block is registered when that is elsewhere. */
export function countryWords({ code, name, other, registered }: NonNullable<Owner['country']>): string {
  const doubt = other === null ? '' : `, another source says ${other}`;
  return `${name} (${code})${doubt}${registered === null || registered === code ? '' : `, registered in ${registered}`}`;
}

function kindWords(kind: string): string | null {
  return kind === 'unknown' ? null : kind.replace('-', ' ');
}

/** `443/tcp`, and `3389/tcp here` where the peer came to our port. */
export function portWords(port: PeerPort): string {
  return `${portText(port)}${port.isLocal ? ' here' : ''}`;
}

/** What the port is used for: seen in practice first, the registry's name beside it. */
export function useWords(knowledge: PortKnowledge | undefined): string {
  const observed = knowledge?.observed ?? [];
  const seen = observed.slice(0, 3).map(({ use }) => use);
  const uses = seen.length === 0 ? '' : `in practice ${seen.join(', or ')}`;
  const registered = knowledge?.registered ?? null;
  const registry = registered === null ? 'not registered' : `registered as ${registered.name}`;
  return uses === '' ? registry : `${uses}; ${registry}`;
}

/** `svchost.exe`, else the path's last part, else the pid. */
export function processName({ name, path, pid }: PeerProcess): string | null {
  if (name !== null) return name;
  if (path !== null) return path.split(/[\\/]/).at(-1) ?? path;
  return pid === null ? null : `pid ${pid}`;
}

/** Names of the programs without repeats, the busiest first. */
export function programNames(peer: Peer): string[] {
  const names = peer.processes.map(processName).filter((name) => name !== null);
  return [...new Set(names)];
}

/** `established 3, time-wait 1`: counts by name, highest first. */
export function countWords(counts: Readonly<Partial<Record<string, number>>>): string {
  const entries = Object.entries(counts) as [string, number][];
  entries.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return entries.map(([name, count]) => (entries.length === 1 ? name : `${name} ${grouped(count)}`)).join(', ');
}

/** `established 2 · outbound`: states and directions, those that nobody told only where it is a direction. */
export function seenWords({ states, directions }: Peer): string[] {
  const state = countWords(states);
  const direction = countWords(directions);
  return [
    state === 'unknown' || state === 'none' ? '' : state,
    direction === 'unknown' ? 'direction unknown' : direction,
  ].filter((part) => part !== '');
}

/** The first few texts and how many more there are. */
export function firstFew(texts: readonly string[], few: number): string {
  const more = texts.length - few;
  return texts.slice(0, few).join(', ') + (more > 0 ? ` and ${grouped(more)} more` : '');
}
