import { statSync } from 'node:fs';
import { UserError } from '../model/errors.js';
import type { Arguments } from './arguments.js';
import type { Io } from './io.js';

/**
 * When the evidence was taken, in milliseconds since 1970: as told with --observed, else when its newest file was
 * written, else now. Throws UserError for a time that is none.
 */
export function observedAt(args: Arguments, paths: readonly (string | null)[], io: Io): number {
  const told = args.value('observed');
  if (told !== null) return timeOf(told);
  const times = paths.map((path) => (path === null ? Number.NaN : writtenAt(path)));
  const newest = Math.max(...times);
  return Number.isNaN(newest) || times.length === 0 ? io.now().getTime() : newest;
}

/** A date alone, or a date and time that says its zone: anything else means another moment on another machine. */
function timeOf(told: string): number {
  const isClear = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/.test(told);
  const time = isClear ? Date.parse(told.replace(' ', 'T')) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UserError(
    `--observed "${told}" is no date and time with its zone`,
    'For example: --observed 2026-06-17T14:03:00Z',
  );
}

function writtenAt(path: string): number {
  const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return written === undefined ? Number.NaN : Math.floor(written);
}
