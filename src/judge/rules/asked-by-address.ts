import { isAddressText } from '../_names.js';
import type { Rule } from '../rule.js';

export const askedByAddress: Rule = {
  id: 'asked-by-address',
  title: 'Asked for by number',
  family: 'identity',
  why: 'People and products use names. A request whose host is the bare address comes from something that has it built in.',
  falsePositives: 'Devices, monitoring, mirrors.',
  references: ['https://attack.mitre.org/techniques/T1071/001/'],
  attack: ['T1071.001'],
  needs: 'name',
  judge({ peer, isPlatform, isPrivate }) {
    if (isPlatform || isPrivate || !peer.names.some(isAddressText)) return null;
    return { weight: 'asked-by-address', says: 'The request named the bare address instead of a host.' };
  },
};
