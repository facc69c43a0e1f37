import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';
import type { Actor, FarPort } from '../view.js';

/** Databases, remote desktops, shells and management that administrators keep inside. */
const ADMINISTRATION: ReadonlySet<number> = new Set([
  21, 23, 1433, 1521, 2375, 2376, 3306, 3389, 5432, 5900, 6379, 9200, 11_211, 27_017,
]);
/** Programs whose work it is. */
const WORKING: ReadonlySet<string> = new Set(['remote-access', 'developer', 'server']);
/** Databases, and what applications that use them are written in. */
const DATABASES: ReadonlySet<number> = new Set([1433, 1521, 3306, 5432, 6379, 9200, 11_211, 27_017]);
const RUNTIMES: ReadonlySet<string> = new Set(['java', 'node', 'php', 'python', 'ruby']);

export const adminPortOutside: Rule = {
  id: 'admin-port-outside',
  title: 'Administration or database port on the Internet',
  family: 'port',
  why: 'Databases, remote desktops and file transfer to strangers are rare, and usual for theft, brute force and scanning.',
  falsePositives: 'Administrators and developers with servers of their own.',
  references: ['https://attack.mitre.org/techniques/T1021/', 'https://attack.mitre.org/techniques/T1048/003/'],
  attack: [],
  judge({ ports, actors, isPrivate }) {
    if (isPrivate) return null;
    const far = ports.find(({ port, isUdp }) => !isUdp && ADMINISTRATION.has(port));
    if (far === undefined || actors.some((actor) => isAtWork(actor, far))) return null;
    const use = far.knowledge.observed[0]?.use ?? far.knowledge.registered?.name ?? 'administration';
    return { weight: 'admin-port-outside', says: `Port ${portText(far)} (${use}) is seldom used across the Internet.` };
  },
};

function isAtWork({ known }: Actor, { port }: FarPort): boolean {
  return known !== null && (WORKING.has(known.kind) || (DATABASES.has(port) && RUNTIMES.has(known.key)));
}
