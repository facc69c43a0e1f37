import { ownerText } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';

/** Windows file sharing: signing in there hands over a password hash (T1187). */
const FILE_SHARING: ReadonlySet<number> = new Set([139, 445]);
/** Protocols of a site's own network: RPC, NetBIOS names, directory, Kerberos, discovery, DHCP. */
const LOCAL_ONLY: ReadonlySet<number> = new Set([
  67, 68, 88, 135, 137, 138, 389, 546, 547, 636, 1900, 3268, 3269, 3702, 5353, 5355, 5985, 5986,
]);

export const localProtocolOutside: Rule = {
  id: 'local-protocol-outside',
  title: 'A protocol of the local network reaches the Internet',
  family: 'port',
  why: 'File sharing, directories and discovery belong inside a site. Outside they leak credentials or come from a worm.',
  falsePositives: 'Cloud file shares on 445, and networks that use public addresses inside.',
  references: [
    'https://attack.mitre.org/techniques/T1187/',
    'https://learn.microsoft.com/troubleshoot/windows-server/networking/preventing-smb-traffic-from-lateral-connections',
  ],
  attack: [],
  judge({ ports, isPrivate, owner }) {
    if (isPrivate) return null;
    const far = ports.find(({ port }) => FILE_SHARING.has(port) || LOCAL_ONLY.has(port));
    if (far === undefined) return null;
    const says = `Port ${portText(far)} belongs to the local network and must not reach ${ownerText(owner)}.`;
    if (FILE_SHARING.has(far.port)) return { weight: 'local-protocol-outside.files', says, attack: ['T1187'] };
    return { weight: 'local-protocol-outside', says };
  },
};
