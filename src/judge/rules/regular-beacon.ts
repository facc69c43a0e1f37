import { isScheduled } from '../_scheduled.js';
import { isStranger, isWebPort } from '../_match.js';
import { rhythmText } from '../_span.js';
import type { Rhythm } from '../../model/peer.js';
import { REGULAR, STRICT } from '../pace.js';
import type { Rule } from '../rule.js';
import type { View } from '../view.js';

export const regularBeacon: Rule = {
  id: 'regular-beacon',
  title: 'Calls that keep to a schedule',
  family: 'behaviour',
  why: 'Programs that wait for orders ask at even intervals, with requests of even size.',
  falsePositives:
    'Normal programs do it all day: polling, updates, telemetry, time. It speaks only beside a strange owner.',
  references: ['https://github.com/activecm/rita', 'https://attack.mitre.org/techniques/T1071/001/'],
  attack: [],
  judge(view) {
    const rhythm = view.peer.timing?.rhythm ?? null;
    if (rhythm === null || view.isVisitor || !isNobody(view)) return null;
    if ((view.pace & REGULAR) === 0 || isScheduled(view) !== null) return null;
    return {
      weight: (view.pace & STRICT) === 0 ? 'regular-beacon.fair' : 'regular-beacon',
      says: `It is called ${rhythmText(rhythm)}, consistent with a program that asks for orders.`,
      evidence: [componentText(rhythm)],
      attack: view.ports.some(({ port }) => isWebPort(port)) ? ['T1071.001'] : [],
    };
  },
};

/** Owners of whom nothing explains a schedule. */
function isNobody(view: View): boolean {
  return view.isPrivate || view.kind === 'unknown' || isStranger(view);
}

function componentText({ gaps, sizes, spread, duration }: Rhythm): string {
  const percent = (share: number | null): string => (share === null ? 'not known' : `${Math.round(share * 100)} %`);
  return `even gaps ${percent(gaps)}, even sizes ${percent(sizes)}, spread ${percent(spread)}, duration ${percent(duration)} (components as in RITA v5)`;
}
