import { ownerText } from '../_match.js';
import type { Rule } from '../rule.js';

export const anonymiserNetwork: Rule = {
  id: 'anonymiser-network',
  title: 'The far end belongs to a VPN, proxy or Tor provider',
  family: 'owner',
  why: 'Anonymisers hide who is behind a server, and malware uses them to leave a network.',
  falsePositives: 'A VPN that the owner of the computer has installed.',
  references: ['https://attack.mitre.org/techniques/T1090/003/'],
  attack: ['T1090'],
  judge({ kind, owner, actors }) {
    if (kind !== 'anonymiser' || actors.some(({ known }) => known?.kind === 'vpn')) return null;
    return {
      weight: 'anonymiser-network',
      says: `The address belongs to an anonymising network, ${ownerText(owner)}.`,
    };
  },
};
