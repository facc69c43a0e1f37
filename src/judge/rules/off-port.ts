import { isStranger, ownerText, profilesPort, programText } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { ProgramKnowledge } from '../../model/knowledge.js';
import type { Rule } from '../rule.js';
import type { FarPort } from '../view.js';

/** What any program may need besides its own work: names and the time. */
const NEEDED: ReadonlySet<number> = new Set([53, 123]);
/** Shells to other computers: 22, 2222 where 22 is taken, and telnet's 23. */
const SHELLS: ReadonlySet<number> = new Set([22, 23, 2222]);

export const offPort: Rule = {
  id: 'off-port',
  title: 'A program of one protocol on the port of another',
  family: 'program',
  why: 'Databases, file servers and sshd answer calls, and call only their like. One that calls out otherwise carries the connection of somebody else: through an exploited service, or a tunnel. So does a client for shells on the port of the Web.',
  falsePositives:
    'Ports that administrators forward on purpose; shells served on other ports; licence and update checks of databases.',
  references: ['https://attack.mitre.org/techniques/T1190/', 'https://attack.mitre.org/techniques/T1572/'],
  attack: [],
  needs: 'program',
  judge(view) {
    if (view.isPrivate) return null;
    for (const actor of view.actors) {
      const { known } = actor;
      const far = known === null ? undefined : view.ports.find((far) => isForeign(known, far));
      if (known === null || far === undefined) continue;
      if (answersOnly(known))
        return {
          weight: isStranger(view) ? 'off-port.server' : 'off-port.server-elsewhere',
          says: `${programText(actor)} answers calls; here it calls ${portText(far)} at ${ownerText(view.owner)} itself.`,
          attack: known.key === 'sshd' ? ['T1572'] : ['T1190'],
        };
      if (speaksOnly(known) && isStranger(view))
        return {
          weight: 'off-port.daemon',
          says: `${programText(actor)} has a protocol of its own; here it calls ${portText(far)} at ${ownerText(view.owner)}.`,
          attack: ['T1036.005'],
        };
      if (isShellClient(known) && isStranger(view))
        return {
          weight: 'off-port.shell',
          says: `${programText(actor)} opens shells, here on ${portText(far)}, consistent with a tunnel.`,
          attack: ['T1572'],
        };
    }
    return null;
  },
};

function isForeign(known: ProgramKnowledge, far: FarPort): boolean {
  return known.ports.length > 0 && !profilesPort(known, far) && !NEEDED.has(far.port);
}

/** Servers that nobody is known to be called by. */
function answersOnly({ kind, owners }: ProgramKnowledge): boolean {
  return kind === 'server' && owners.length === 0;
}

/** Clocks, name servers and what sets up the network. */
function speaksOnly({ kind, owners, folders }: ProgramKnowledge): boolean {
  return kind === 'dns' || kind === 'time' || (kind === 'system' && folders.length === 0 && owners.includes('*'));
}

function isShellClient({ kind, ports }: ProgramKnowledge): boolean {
  return kind === 'developer' && ports.every(([from, to]) => SHELLS.has(from) && SHELLS.has(to));
}
