import { spanText } from '../_span.js';
import type { Rule } from '../rule.js';

const DAY = 86_400_000;
/** Evidence must go back this far, and have something on most days, before "new" means anything: RITA v5 calls new what is at most a week old. */
const LEAST = 14 * DAY;
const NEW = 7 * DAY;

export const firstSeenLate: Rule = {
  id: 'first-seen-late',
  title: 'New in the last week of long evidence',
  family: 'rarity',
  why: 'A computer calls mostly the same services. What begins late is what changed.',
  falsePositives: 'New sites, new programs and services that moved.',
  references: ['https://github.com/activecm/rita'],
  attack: [],
  judge({ peer, isPlatform, isVisitor, kind }) {
    const { timing, firstSeen } = peer;
    if (timing === null || firstSeen === null || isPlatform || isVisitor || kind === 'cdn') return null;
    const before = firstSeen - timing.from;
    const covered = timing.to - timing.from;
    if (covered < LEAST || timing.days * DAY < covered / 2 || timing.to - firstSeen > NEW) return null;
    return {
      weight: 'first-seen-late',
      says: `It is new: the evidence goes back ${spanText(before / 1000)} before the first connection to it.`,
    };
  },
};
