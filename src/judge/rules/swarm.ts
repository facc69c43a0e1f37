import { isWebPort, usualUse } from '../_match.js';
import { portText } from '../../model/port-text.js';
import { programKey } from '../_program-name.js';
import type { Rule } from '../rule.js';

const FROM = 20;

export const swarm: Rule = {
  id: 'swarm',
  title: 'Very many peers on one unusual port',
  family: 'behaviour',
  why: 'Peer-to-peer networks, of file sharing and of botnets, talk to homes all over the world on a port of their own.',
  falsePositives: 'File sharing, games and calls: unusual at work, no attack by itself.',
  references: ['https://attack.mitre.org/techniques/T1095/'],
  attack: [],
  judge({ actors, ports, scene, isPlatform, isPrivate }) {
    if (scene.peers <= FROM || isPlatform || isPrivate) return null;
    for (const far of ports) {
      const { port, protocol, knowledge } = far;
      if (isWebPort(port) || port < 1024 || usualUse(knowledge) !== null) continue;
      const programs = actors.length === 0 ? [''] : actors.filter(({ known }) => known?.kind !== 'p2p').map(programKey);
      for (const program of programs) {
        const peers = scene.fanOut.get(`${program}|${protocol}/${port}`) ?? 0;
        if (peers > FROM)
          return {
            weight: 'swarm',
            says: `${peers} peers are reached on the same unusual port ${portText(far)}, consistent with a peer-to-peer network.`,
          };
      }
    }
    return null;
  },
};
