import { isLoneNameServer } from '../_match.js';
import type { Rule } from '../rule.js';

/** Protocols that anybody's server may serve, with no payload that a server could choose. */
export const protocolService: Rule = {
  id: 'protocol-service',
  title: 'Time or name look-ups by UDP',
  family: 'expectation',
  why: 'Time comes from volunteers at any hoster (pool.ntp.org), and a resolver of its own asks any name server.',
  falsePositives: 'Tunnels on port 53 or 123.',
  references: ['https://www.ntppool.org/', 'https://www.rfc-editor.org/rfc/rfc1035'],
  attack: [],
  judge(view) {
    const { ports, actors, kind } = view;
    if (ports.length !== 1 || !ports[0].isUdp || kind === 'resolver') return null;
    if (ports[0].port === 123) {
      return {
        weight: 'protocol-service.time',
        says: 'UDP port 123 is consistent with setting the clock (NTP, RFC 5905).',
        explains: true,
      };
    }
    if (ports[0].port !== 53 || actors.length > 0 || isLoneNameServer(view)) return null;
    return { weight: 'protocol-service.names', says: 'UDP port 53 is consistent with a name look-up (RFC 1035).' };
  },
};
