import type { Rule } from '../rule.js';

const MANY = 5;

export const halfClosed: Rule = {
  id: 'half-closed',
  title: 'Closed by the far end, kept by the program',
  family: 'behaviour',
  why: 'Many sockets in CLOSE_WAIT mean that the far end ended the talk and the program never noticed (RFC 9293).',
  falsePositives: 'Ordinary programming errors.',
  references: ['https://www.rfc-editor.org/rfc/rfc9293'],
  attack: [],
  judge({ peer, isPlatform }) {
    const waiting = peer.states['close-wait'] ?? 0;
    if (waiting < MANY || isPlatform) return null;
    return { weight: 'half-closed', says: `${waiting} connections were ended by the far end and are still held.` };
  },
};
