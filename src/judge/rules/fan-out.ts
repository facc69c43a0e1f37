import { portText } from '../../model/port-text.js';
import type { Draft, Rule } from '../rule.js';
import { programKey } from '../_program-name.js';

/** More peers than this on one such port, in one capture, is no ordinary use. */
const FROM = 20;
/** Services that worms and brute force look for, beside the system ports. */
const SOUGHT: ReadonlySet<number> = new Set([1433, 2222, 2323, 2375, 3306, 3389, 5555, 5900, 6379, 8291, 9200]);
/** Ports on which many peers are ordinary. */
const ORDINARY: ReadonlySet<number> = new Set([25, 53, 80, 123, 443, 853]);

export const fanOut: Rule = {
  id: 'fan-out',
  title: 'One program, one port, very many peers',
  family: 'behaviour',
  why: 'Worms and brute force try the same port everywhere.',
  falsePositives: 'Scanners that administrators run, monitoring.',
  references: ['https://attack.mitre.org/techniques/T1046/', 'https://attack.mitre.org/techniques/T1110/'],
  attack: ['T1046'],
  judge({ actors, ports, scene, isPrivate }) {
    if (scene.peers <= FROM || isPrivate) return null;
    for (const far of ports) {
      const { port, protocol } = far;
      if (ORDINARY.has(port) || !(port < 1024 || SOUGHT.has(port))) continue;
      if (actors.length === 0) {
        const peers = scene.fanOut.get(`|${protocol}/${port}`) ?? 0;
        if (peers > FROM) return fired('Something here', peers, portText(far));
      }
      for (const actor of actors) {
        const peers = scene.fanOut.get(`${programKey(actor)}|${protocol}/${port}`) ?? 0;
        if (peers > FROM && actor.known?.kind !== 'p2p') return fired(actor.name, peers, portText(far));
      }
    }
    return null;
  },
};

function fired(who: string, peers: number, port: string): Draft {
  return { weight: 'fan-out', says: `${who} reaches ${peers} peers on port ${port}, consistent with scanning.` };
}
