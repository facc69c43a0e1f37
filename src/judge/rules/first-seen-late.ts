import { NEW } from '../pace.js';
import { spanText } from '../_span.js';
import type { Rule } from '../rule.js';

export const firstSeenLate: Rule = {
  id: 'first-seen-late',
  title: 'New in the last week of long evidence',
  family: 'rarity',
  why: 'A computer calls mostly the same services. What begins late is what changed.',
  falsePositives: 'New sites, new programs and services that moved.',
  references: ['https://github.com/activecm/rita'],
  attack: [],
  judge({ peer, pace, isPlatform, isVisitor, kind }) {
    const { timing, firstSeen } = peer;
    if (timing === null || firstSeen === null || isPlatform || isVisitor || kind === 'cdn') return null;
    const before = firstSeen - timing.from;
    if ((pace & NEW) === 0) return null;
    return {
      weight: 'first-seen-late',
      says: `It is new: the evidence goes back ${spanText(before / 1000)} before the first connection to it.`,
    };
  },
};
