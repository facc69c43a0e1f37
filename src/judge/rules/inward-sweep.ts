import type { Rule } from '../rule.js';

/** Services of ours that one visitor has reason to know. */
const PORTS_FROM = 10;
const HOSTS_FROM = 10;

export const inwardSweep: Rule = {
  id: 'inward-sweep',
  title: 'A visitor that tries many doors',
  family: 'behaviour',
  why: 'Clients know which service they want. Who touches many ports, or the same one on many hosts, is looking for a way in.',
  falsePositives: 'Scanners of the own company, monitoring, and load balancers.',
  references: ['https://attack.mitre.org/techniques/T1046/', 'https://attack.mitre.org/techniques/T1595/001/'],
  attack: ['T1595'],
  judge({ visited, peer, isPrivate }) {
    if (visited.length === 0) return null;
    // Inside, the scan is discovery; from outside, it comes before the intrusion.
    const attack = isPrivate ? ['T1046'] : ['T1595'];
    const ports = new Set(visited.map(({ port }) => port)).size;
    if (ports >= PORTS_FROM)
      return {
        weight: 'inward-sweep',
        attack,
        says: `It came to ${ports} different ports here, consistent with a scan.`,
      };
    // Listings of one moment, where hosts are merged, never get here.
    if (peer.timing === null || peer.hosts.length < HOSTS_FROM) return null;
    return {
      weight: 'inward-sweep',
      attack,
      says: `It came to ${peer.hosts.length} hosts here, consistent with a scan.`,
    };
  },
};
