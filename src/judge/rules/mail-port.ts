import { portText } from '../_match.js';
import type { Rule } from '../rule.js';

/** SMTP, submission, POP3, IMAP and their TLS forms. */
const MAIL: ReadonlySet<number> = new Set([25, 110, 143, 465, 587, 993, 995]);
const SENDING: ReadonlySet<number> = new Set([25, 465, 587]);

export const mailPort: Rule = {
  id: 'mail-port',
  title: 'Mail without a mail program',
  family: 'port',
  why: 'Password stealers send what they find by mail, and spam bots send to the world.',
  falsePositives: 'Scanners, monitoring and scripts that send reports; mail programs that are not described yet.',
  references: ['https://attack.mitre.org/techniques/T1048/003/', 'https://attack.mitre.org/techniques/T1071/003/'],
  attack: ['T1071.003'],
  judge({ ports, actors, isPrivate, isPlatform }) {
    if (isPrivate) return null;
    const far = ports.find(({ port, isUdp }) => !isUdp && MAIL.has(port));
    if (far === undefined || actors.some(({ known }) => known?.kind === 'mail' || known?.kind === 'server'))
      return null;
    const sends = SENDING.has(far.port);
    const attack = sends ? ['T1071.003', 'T1048.003'] : ['T1071.003'];
    if (actors.length > 0)
      return {
        weight: 'mail-port.other-program',
        says: `${actors[0].name} is no mail program and uses the mail port ${portText(far)}.`,
        attack,
      };
    if (isPlatform) return null;
    return {
      weight: sends ? 'mail-port.sending' : 'mail-port',
      says: `Port ${portText(far)} is a mail port; no mail program is seen.`,
      attack,
    };
  },
};
