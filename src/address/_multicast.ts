import type { Address } from './address.js';

// IANA multicast registries: groups that a listing shows often enough to be worth a word.
const groups4: Readonly<Record<number, string>> = {
  0xe0000001: 'all systems',
  0xe0000002: 'all routers',
  0xe0000016: 'IGMP',
  0xe00000fb: 'mDNS',
  0xe00000fc: 'LLMNR',
  0xe0000101: 'NTP',
  0xeffffffa: 'SSDP, WS-Discovery',
};
const groups6: Readonly<Record<number, string>> = {
  0x1: 'all nodes',
  0x2: 'all routers',
  0xc: 'SSDP',
  0xfb: 'mDNS',
  0x1_0002: 'DHCPv6 servers and relays',
  0x1_0003: 'LLMNR',
};

// RFC 4291 section 2.7 and RFC 7346.
const scopes: Readonly<Record<number, string>> = {
  1: 'interface-local',
  2: 'link-local',
  3: 'realm-local',
  4: 'admin-local',
  5: 'site-local',
  8: 'organisation-local',
  14: 'global',
};

/** What a multicast address is for: its group where well known, else its block or scope. */
export function multicastNote(a: Address): string {
  return a.family === 4 ? note4(a.w3) : note6(a);
}

function note4(word: number): string {
  const group = groups4[word];
  if (group !== undefined) return `Multicast: ${group}`;
  if (word >>> 8 === 0xe00000) return 'Multicast: local network control';
  if (word >>> 8 === 0xe00001) return 'Multicast: internetwork control';
  if (word >>> 24 === 232) return 'Multicast: source-specific';
  if (word >>> 24 === 239) return 'Multicast: administratively scoped';
  return 'Multicast';
}

function note6(a: Address): string {
  const scope = scopes[(a.w0 >>> 16) & 15] ?? 'unassigned';
  const isWellKnown = a.w0 >>> 20 === 0xff0 && (a.w0 & 0xffff) === 0 && a.w1 === 0;
  if (isWellKnown && a.w2 === 1 && a.w3 >>> 24 === 0xff) return `Multicast: solicited node, ${scope} scope`;
  const group = isWellKnown && a.w2 === 0 ? groups6[a.w3] : undefined;
  return group === undefined ? `Multicast: ${scope} scope` : `Multicast: ${group}, ${scope} scope`;
}
