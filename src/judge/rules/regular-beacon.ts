import { isScheduled } from '../_scheduled.js';
import { isStranger, isWebPort } from '../_match.js';
import { rhythmText } from '../_span.js';
import type { Rhythm } from '../../model/peer.js';
import type { Rule } from '../rule.js';
import type { View } from '../view.js';

/** RITA v5 calls a beacon high from 0.9 and medium from 0.7. */
const STRICT = 0.9;
const FAIR = 0.7;
/** Fewer starts are regular by chance. */
const LEAST_STARTS = 8;
/** Shorter gaps are a program at work, not one that waits. */
const LEAST_SECONDS = 5;

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
    if (rhythm.starts < LEAST_STARTS || rhythm.everySeconds < LEAST_SECONDS || isScheduled(view) !== null) return null;
    const score = scoreOf(rhythm);
    if (score < FAIR) return null;
    return {
      weight: score < STRICT ? 'regular-beacon.fair' : 'regular-beacon',
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

/**
 * Mean of the components that the evidence allows. RITA's other two, spread and duration, say how much of a day it went
 * on; evidence here is often minutes, so that they may raise the mean and not lower it.
 */
function scoreOf({ gaps, sizes, spread, duration }: Rhythm): number {
  const core = sizes === null ? gaps : (gaps + sizes) / 2;
  return duration === null ? core : Math.max(core, (2 * core + spread + duration) / 4);
}

function componentText({ gaps, sizes, spread, duration }: Rhythm): string {
  const percent = (share: number | null): string => (share === null ? 'not known' : `${Math.round(share * 100)} %`);
  return `even gaps ${percent(gaps)}, even sizes ${percent(sizes)}, spread ${percent(spread)}, duration ${percent(duration)} (components as in RITA v5)`;
}
