import { parseThresholds, type XforceThresholds } from '../flow/ask.js';
import type { Arguments } from './arguments.js';
import type { Io } from './io.js';

/** The user's thresholds of X-Force: the option, else the environment, else null for the usual ones. Throws UserError. */
export function thresholdsOf(args: Arguments, io: Io): XforceThresholds | null {
  const text = args.value('xforce-thresholds');
  if (text !== null) return parseThresholds(text, '--xforce-thresholds');
  const fromEnv = io.env.FAREND_XFORCE_THRESHOLDS?.trim() ?? '';
  return fromEnv === '' ? null : parseThresholds(fromEnv, 'FAREND_XFORCE_THRESHOLDS');
}
