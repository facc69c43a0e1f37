import { ownerText } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';

export const publicResolver: Rule = {
  id: 'public-resolver',
  title: 'Name look-ups at a public resolver',
  family: 'expectation',
  why: 'Resolvers answer on 53, 853 and 443 (RFC 1035, RFC 7858, RFC 8484).',
  falsePositives: 'Data can be hidden in look-ups (T1071.004); a connection list cannot show it.',
  references: ['https://www.rfc-editor.org/rfc/rfc8484'],
  attack: [],
  judge({ owner, kind, ports }) {
    if (
      kind !== 'resolver' ||
      ports.length === 0 ||
      !ports.every(({ port }) => port === 53 || port === 853 || port === 443)
    )
      return null;
    return {
      weight: 'public-resolver',
      says: `${owner.network.service ?? ownerText(owner)} is a public resolver, reached on ${portText(ports[0])}.`,
      explains: true,
    };
  },
};
