import { isScheduled } from '../_scheduled.js';
import { EVEN_GAPS } from '../pace.js';
import { rhythmText } from '../_span.js';
import type { Rule } from '../rule.js';

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
    if (rhythm === null || (view.pace & EVEN_GAPS) === 0) return null;
    const what = isScheduled(view);
    return what === null
      ? null
      : { weight: 'known-scheduler', says: `It is called ${rhythmText(rhythm)}, as ${what} does.` };
  },
};
