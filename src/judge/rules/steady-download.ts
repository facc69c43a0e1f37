import { bytesText, spanText } from '../_span.js';
import { isAlternativeWeb, isWebPort, ownerText } from '../_match.js';
import { STREAMED } from '../pace.js';
import type { Rule } from '../rule.js';

export const steadyDownload: Rule = {
  id: 'steady-download',
  title: 'Far more comes back than was sent, steadily',
  family: 'behaviour',
  why: 'Radio, films and big files fill a connection for minutes, in one direction. A control channel carries little, most of it outward.',
  falsePositives: 'Tools that an intruder fetches are big files too, though they are there within seconds.',
  references: ['https://attack.mitre.org/techniques/T1105/'],
  attack: [],
  judge({ peer, pace, actors, owner, ports, isPlatform, isPrivate }) {
    const { bytesReceived, bytesSent, firstSeen, lastSeen } = peer;
    if ((pace & STREAMED) === 0 || isPlatform || isPrivate || ports.length === 0) return null;
    // A program that is seen says more, and a script that fetches for minutes is no radio.
    if (actors.length > 0 || !ports.every((far) => isWebPort(far.port) || isAlternativeWeb(far))) return null;
    const seconds = ((lastSeen ?? 0) - (firstSeen ?? 0)) / 1000;
    return {
      weight: 'steady-download',
      says: `${bytesText(bytesReceived ?? 0)} came from ${ownerText(owner)} in ${spanText(seconds)} and ${bytesText(bytesSent ?? 0)} went there, as with radio and films.`,
    };
  },
};
