import { isMailPort } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';
import type { Actor } from '../view.js';

const SENDING: ReadonlySet<number> = new Set([25, 465, 587]);
/** Where a provider takes mail from its customers (RFC 6409, RFC 8314). */
const SUBMISSION: ReadonlySet<number> = new Set([465, 587]);

export const mailPort: Rule = {
  id: 'mail-port',
  title: 'Mail without a mail program',
  family: 'port',
  why: 'Password stealers send what they find by mail, and spam bots send to the world.',
  falsePositives: 'Scanners, monitoring and scripts that send reports; mail programs that are not described yet.',
  references: ['https://attack.mitre.org/techniques/T1048/003/', 'https://attack.mitre.org/techniques/T1071/003/'],
  attack: ['T1071.003'],
  judge({ ports, actors, isPrivate, isPlatform, isRented, scene }) {
    if (isPrivate) return null;
    const far = ports.find(isMailPort);
    if (far === undefined || actors.some(({ known }) => known?.kind === 'mail' || known?.kind === 'server'))
      return null;
    const sends = SENDING.has(far.port);
    const attack = sends ? ['T1071.003', 'T1048.003'] : ['T1071.003'];
    if (scene.os === 'linux' && SUBMISSION.has(far.port) && actors.length > 0 && actors.every(isApplication))
      return {
        weight: 'mail-port.application',
        says: `${actors[0].name} hands in mail on ${portText(far)}, as applications on servers do.`,
        attack,
      };
    if (actors.length > 0)
      return {
        weight: 'mail-port.other-program',
        says: `${actors[0].name} is no mail program and uses the mail port ${portText(far)}.`,
        attack,
      };
    if (isPlatform) return null;
    const says = `Port ${portText(far)} is a mail port; no mail program is seen.`;
    if (sends) return { weight: 'mail-port.sending', says, attack };
    // Most mailboxes are on rented machines, and a listing without programs shows no mail program anywhere.
    return { weight: isRented && !scene.hasPrograms ? 'mail-port.hosted' : 'mail-port', says, attack };
  },
};

/** What sites and services are written in: they send their notices through somebody's mail server. */
function isApplication({ known }: Actor): boolean {
  return known?.kind === 'script-host' && known.habit === 'depends';
}
