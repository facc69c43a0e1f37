import type { PeerPort } from '../../model/peer.js';
import { portText } from '../../model/port-text.js';
import { HELD } from '../behaviour.js';
import type { Rule } from '../rule.js';

/** Services through which a caller gets hold of the computer: telnet, RPC, file sharing, remote desktops, WinRM. */
const HANDLES: ReadonlySet<number> = new Set([
  23, 135, 139, 445, 512, 513, 2323, 3389, 4899, 5800, 5900, 5901, 5985, 5986,
]);

export const visitor: Rule = {
  id: 'visitor',
  title: 'The peer came to us',
  family: 'behaviour',
  why: 'Every public address is visited all day by scanners. That a peer called a local service says little of this computer, and its own port is no service.',
  falsePositives: 'A visitor who got in.',
  references: ['https://attack.mitre.org/techniques/T1595/'],
  attack: [],
  judge({ isVisitor, isPrivate, visited, behaviour }) {
    if (!isVisitor) return null;
    const handle = isPrivate || (behaviour & HELD) === 0 ? undefined : visited.find(isHandle);
    if (handle !== undefined)
      return {
        weight: 'visitor.admin',
        says: `A caller from the Internet is connected to our port ${portText(handle)}, through which computers are controlled.`,
        attack: ['T1133'],
      };
    return {
      weight: 'visitor',
      says: `The peer connected to the local service on port ${portText(visited[0])}; nothing here called it.`,
    };
  },
};

function isHandle({ port, protocol }: PeerPort): boolean {
  return protocol.startsWith('tcp') && HANDLES.has(port);
}
