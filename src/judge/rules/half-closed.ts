import { HALF_CLOSED } from '../behaviour.js';
import type { Rule } from '../rule.js';

export const halfClosed: Rule = {
  id: 'half-closed',
  title: 'Closed by the far end, kept by the program',
  family: 'behaviour',
  why: 'Many sockets in CLOSE_WAIT mean that the far end ended the talk and the program never noticed (RFC 9293).',
  falsePositives: 'Ordinary programming errors.',
  references: ['https://www.rfc-editor.org/rfc/rfc9293'],
  attack: [],
  judge({ behaviour, peer, isPlatform }) {
    if ((behaviour & HALF_CLOSED) === 0 || isPlatform) return null;
    const waiting = peer.states['close-wait'] ?? 0;
    return { weight: 'half-closed', says: `${waiting} connections were ended by the far end and are still held.` };
  },
};
