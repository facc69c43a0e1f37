import { isAnybodysService, isWebPort, ownerText } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';

export const homeLine: Rule = {
  id: 'home-line',
  title: 'A service on a home or office line',
  family: 'owner',
  why: 'Access lines rarely serve anything. Infected computers and routers on them do: peer-to-peer botnets and proxy layers.',
  falsePositives: 'Caches of content networks inside access providers, own servers at home, games and file sharing.',
  references: ['https://attack.mitre.org/techniques/T1584/008/', 'https://attack.mitre.org/techniques/T1090/002/'],
  attack: [],
  judge(view) {
    const { kind, owner, ports } = view;
    if (isAnybodysService(view)) return null;
    if ((kind !== 'access' && kind !== 'mobile') || ports.length === 0) return null;
    const odd = ports.find(({ port }) => !isWebPort(port));
    const says = `${ownerText(owner)} connects homes and offices, where services such as ${portText(odd ?? ports[0])} are rare.`;
    return { weight: odd === undefined ? 'home-line.web' : 'home-line', says };
  },
};
