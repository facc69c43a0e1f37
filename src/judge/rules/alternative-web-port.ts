import { isAlternativeWeb, isBrowser, profilesPort } from '../_match.js';
import { portText } from '../../model/port-text.js';
import type { Rule } from '../rule.js';

/** Where Icecast and SHOUTcast listen by default, on the machines of any hoster. */
const RADIO = 8000;

export const alternativeWebPort: Rule = {
  id: 'alternative-web-port',
  title: 'Web service beside its ordinary port',
  family: 'port',
  why: 'Public services stay on 443. A second web server on the port next to it is usual for proxies, test servers and remote control tools.',
  falsePositives: 'Administration pages, proxies, cameras, streaming.',
  references: [
    'https://attack.mitre.org/techniques/T1571/',
    'https://icecast.org/docs/icecast-2.4.1/config-file.html',
    'https://www.iana.org/assignments/service-names-port-numbers/',
  ],
  attack: ['T1571'],
  judge({ ports, actors, isPlatform, isPrivate, isUnnamed }) {
    if (isPlatform) return null;
    const far = ports.find(isAlternativeWeb);
    if (
      far === undefined ||
      actors.some((actor) => isBrowser(actor) || (actor.known !== null && profilesPort(actor.known, far)))
    )
      return null;
    const isRadio = far.port === RADIO && actors.length === 0 && !isUnnamed;
    return {
      weight: isPrivate
        ? 'alternative-web-port.private'
        : isRadio
          ? 'alternative-web-port.radio'
          : 'alternative-web-port',
      says: `Port ${portText(far)} is an alternative web port, which public services seldom use.`,
      evidence: far.knowledge.observed.slice(0, 2).map(({ use, source }) => `${use} (${source})`),
    };
  },
};
