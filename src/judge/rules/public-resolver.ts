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
  judge({ owner, kind, ports, hasLooseProgram }) {
    if (
      kind !== 'resolver' ||
      ports.length === 0 ||
      !ports.every(({ port }) => port === 53 || port === 853 || port === 443)
    )
      return null;
    const says = `${owner.network.service ?? ownerText(owner)} is a public resolver, reached on ${portText(ports[0])}`;
    // Programs leave names to the system; one that does not may have its own reasons.
    if (hasLooseProgram)
      return { weight: 'public-resolver.told', says: `${says} by a program that leaves no names to the system.` };
    return {
      weight: 'public-resolver',
      says: `${says}.`,
      explains: true,
    };
  },
};
