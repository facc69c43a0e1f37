import { isAlternativeWeb, isWebPort, miningUse, profilesPort, usualUse } from '../_match.js';
import { NOT_TOLD, portText } from '../../model/port-text.js';
import { CALLED } from '../behaviour.js';
import type { Rule } from '../rule.js';
import type { FarPort, View } from '../view.js';
import type { WeightKey } from '../weights.js';

/** Where the service ports end that IANA registers (RFC 6335). */
const SYSTEM_BELOW = 1024;
const DYNAMIC_FROM = 49_152;
/** Linux hands out ports from here (ip_local_port_range). */
const HANDED_OUT_FROM = 32_768;

export const uncommonPort: Rule = {
  id: 'uncommon-port',
  title: 'A port that nothing widespread uses',
  family: 'port',
  why: 'Ordinary programs use a few ports on the Internet. A server program of its own picks any other, and so does malware.',
  falsePositives: 'Games, calls, file sharing and products of small makers.',
  references: ['https://attack.mitre.org/techniques/T1571/', 'https://www.rfc-editor.org/rfc/rfc6335'],
  attack: [],
  judge(view) {
    const far = view.ports.find((far) => isUncommon(far, view));
    if (far === undefined) return null;
    const { registered } = far.knowledge;
    const entry =
      registered === null
        ? 'it is registered for nothing'
        : `it is registered for ${registered.name} (${registered.source})`;
    return {
      weight: weightOf(far, view),
      says: `Port ${portText(far)} is not known to be used by widespread programs on the Internet; ${entry}.`,
      attack: far.isUdp || far.protocol === NOT_TOLD || view.isPlatform ? [] : ['T1571'],
    };
  },
};

function isUncommon(far: FarPort, { actors, isPrivate }: View): boolean {
  // Second web ports have a rule of their own.
  if (isWebPort(far.port) || isAlternativeWeb(far) || usualUse(far.knowledge) !== null) return false;
  // So has mining.
  if (isPrivate ? far.isUdp : miningUse(far.knowledge) !== null) return false;
  return !actors.some(({ known }) => known !== null && (known.kind === 'p2p' || profilesPort(known, far)));
}

/** Where nothing tells who opened the connection, a handed-out port at the far end may be the caller's. */
function isUnsure({ port }: FarPort, { behaviour }: View): boolean {
  return port >= HANDED_OUT_FROM && (behaviour & CALLED) === 0;
}

function weightOf(far: FarPort, view: View): WeightKey {
  const { port, isUdp, protocol } = far;
  if (view.isPrivate || view.isPlatform || isUnsure(far, view)) return 'uncommon-port.weak';
  // What is not told may be UDP.
  if (isUdp || protocol === NOT_TOLD) return 'uncommon-port.udp';
  if (port < SYSTEM_BELOW) return 'uncommon-port.system';
  // File sharing, games and calls between homes take any port, by far more often than botnets do.
  if (view.kind === 'access' || view.kind === 'mobile') return 'uncommon-port.home';
  return port < DYNAMIC_FROM ? 'uncommon-port.registered' : 'uncommon-port.dynamic';
}
