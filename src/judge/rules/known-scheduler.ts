import { isScheduled } from '../_scheduled.js';
import { rhythmText } from '../_span.js';
import type { Rule } from '../rule.js';

const LEAST_STARTS = 8;
const EVEN = 0.7;

export const knownScheduler: Rule = {
  id: 'known-scheduler',
  title: 'A schedule that is known',
  family: 'behaviour',
  why: 'Time, updates, push and mail keep to schedules: said, so that nobody takes it for a beacon, and not counted.',
  falsePositives: 'A beacon that hides behind a known schedule.',
  references: ['https://github.com/activecm/rita', 'https://www.rfc-editor.org/rfc/rfc5905'],
  attack: [],
  judge(view) {
    const rhythm = view.peer.timing?.rhythm ?? null;
    if (rhythm === null || rhythm.starts < LEAST_STARTS || rhythm.gaps < EVEN) return null;
    const what = isScheduled(view);
    return what === null
      ? null
      : { weight: 'known-scheduler', says: `It is called ${rhythmText(rhythm)}, as ${what} does.` };
  },
};
