import { classify } from '../../address/classify.js';
import type { Investigation, JudgedPeer } from '../../model/investigation.js';
import type { Peer } from '../../model/peer.js';
import { isoTime } from '../_time.js';
import type { RenderOptions } from '../report.js';

/** IANA protocol numbers of what listings name. */
const NUMBERS: Readonly<Record<string, number>> = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  icmp6: 58,
  sctp: 132,
  udplite: 136,
  dccp: 33,
};

/** `tcp` of `tcp6` and the like, if it is a protocol that exchange formats know; else null. */
export function transportOf(protocol: string): string | null {
  const plain = protocol.toLowerCase().replace(/(?<=^(?:tcp|udp))(?:v?[46])$/, '');
  return Object.hasOwn(NUMBERS, plain) ? plain : null;
}

export function protocolNumber(transport: string | null): number | null {
  return transport === null ? null : NUMBERS[transport];
}

/** What others should be told to act upon: judged malicious, public, and never what a person has accepted. */
export function isIndicator({ peer, judgement }: JudgedPeer): boolean {
  return judgement.verdict === 'malicious' && classify(peer.address).isGlobal;
}

/** ATT&CK technique ids of all findings, sorted, without what is none. */
export function techniques({ judgement }: JudgedPeer): string[] {
  const found = judgement.findings.flatMap(({ attack }) => attack).filter((id) => /^T\d{4}(?:\.\d{3})?$/.test(id));
  return [...new Set(found)].sort();
}

/** Names that could be a host name (RFC 1123), lower case; others stay in reports for people. */
export function hostNames(names: readonly string[]): string[] {
  const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
  const shape = new RegExp(`^(?:${label}\\.)+${label}\\.?$`);
  const found = names.map((name) => name.toLowerCase()).filter((name) => name.length <= 253 && shape.test(name));
  return [...new Set(found.map((name) => name.replace(/\.$/, '')))];
}

/** When a peer was seen: its own times where the evidence has them, else when the evidence was taken. */
export interface SeenTimes {
  readonly first: number;
  readonly last: number;
  /** The evidence itself says so. */
  readonly isOwn: boolean;
}

export function seenTimes(peer: Peer, investigation: Investigation, options: RenderOptions): SeenTimes {
  const first = valid(peer.firstSeen) ?? valid(peer.lastSeen);
  const last = valid(peer.lastSeen) ?? first;
  if (first !== null && last !== null)
    return { first: Math.min(first, last), last: Math.max(first, last), isOwn: true };
  const taken = takenAt(investigation, options);
  return { first: taken, last: taken, isOwn: false };
}

/** When the evidence was taken: as the caller says, else the date of the knowledge, which is never in the future. */
export function takenAt({ pack }: Investigation, { observedAt }: RenderOptions): number {
  const told = valid(observedAt ?? null) ?? Date.parse(pack.date);
  return Number.isNaN(told) ? 0 : told;
}

/** Whole milliseconds between 1970 and 9999, or null. Beyond that formats have no text for a time. */
function valid(milliseconds: number | null): number | null {
  return milliseconds !== null && milliseconds >= 0 && milliseconds < 253_402_300_800_000
    ? Math.floor(milliseconds)
    : null;
}

/** RFC 3339 in UTC with milliseconds. */
export function stamp(milliseconds: number): string {
  return isoTime(milliseconds) ?? '1970-01-01T00:00:00.000Z';
}

/** An object without what is undefined, null or empty. */
export function known<T extends object>(properties: T): Partial<T> {
  const kept = Object.entries(properties).filter(([, value]) => {
    if (value === undefined || value === null || value === '') return false;
    if (Array.isArray(value)) return value.length > 0;
    return typeof value !== 'object' || Object.keys(value).length > 0;
  });
  return Object.fromEntries(kept) as Partial<T>;
}
