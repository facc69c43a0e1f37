import { ownerText } from '../_match.js';
import type { ProgramKind } from '../../model/knowledge.js';
import { UPLOADED } from '../pace.js';
import type { Rule } from '../rule.js';
import { bytesText } from '../_span.js';

/** Programs that people upload with. */
const UPLOADERS: ReadonlySet<ProgramKind> = new Set(['cloud-sync', 'p2p', 'browser', 'chat', 'mail', 'server', 'vpn']);

export const uploadHeavy: Rule = {
  id: 'upload-heavy',
  title: 'Far more was sent than came back',
  family: 'behaviour',
  why: 'Computers download. What leaves in bulk is a backup, a call, or theft.',
  falsePositives: 'Backups, file sharing, calls, and uploads by people.',
  references: ['https://attack.mitre.org/techniques/T1041/', 'https://attack.mitre.org/techniques/T1048/'],
  attack: ['T1041'],
  judge({ peer, pace, actors, owner, ports, isPlatform, isPrivate, kind }) {
    const { bytesSent: sent, bytesReceived: received } = peer;
    if (sent === null || received === null || (pace & UPLOADED) === 0) return null;
    if (isPlatform || isPrivate || kind === 'cdn' || ports.length === 0) return null;
    if (actors.some(({ known }) => known !== null && UPLOADERS.has(known.kind))) return null;
    return {
      weight: 'upload-heavy',
      says: `${bytesText(sent)} went to ${ownerText(owner)} and ${bytesText(received)} came back.`,
    };
  },
};
