import type { BlindSpot } from '../model/input.js';
import { WINDOWS } from './_blind-spots.js';

/** What a table reader counted. */
export interface TableCounts {
  rows: number;
  withProgram: number;
  withPid: number;
  names: number;
  withTime: number;
}

/** Of a sensor's log that is read after that of its flows. */
export function toldBefore(rows: number): BlindSpot {
  const what = rows === 1 ? 'Its record is not counted: it tells' : `Its ${rows} records are not counted: they tell`;
  const says = `${what} of what went over connections, and a log of flows was read before.`;
  return { id: 'told-before', says, fix: 'Read it by itself where that log is of another time or another sensor.' };
}

/**
 * A table comes from an unknown tool, so the fixes name the plainest capture that has what is missing. `behind`: an own
 * address of what a firewall or router saw, whose computer is the one to ask.
 */
export function tableBlindSpots(counts: TableCounts, behind: string | null = null): BlindSpot[] {
  const spots: BlindSpot[] = [];
  const there = behind === null ? '' : `On the computer behind ${behind}: `;
  const capture = there + WINDOWS.capture;
  if (counts.rows === 0) return spots;
  if (counts.names > 0) {
    spots.push({ id: 'names-not-addresses', says: 'Some remote ends are names instead of addresses.', fix: capture });
  }
  if (counts.withProgram === 0) {
    const says = 'No program names, so nothing can be said about who opened a connection.';
    spots.push({ id: 'no-programs', says, fix: capture });
  }
  if (counts.withPid === 0 && counts.withProgram === 0) {
    spots.push({
      id: 'no-pids',
      says: 'No process numbers, so connections cannot be matched with a process list.',
      fix: capture,
    });
  }
  if (counts.withTime === 0) {
    const says = 'No dated times, so nothing can be said about how regular or long-lived a connection is.';
    spots.push({ id: 'one-moment', says, fix: there + WINDOWS.repeat });
  }
  return spots;
}
