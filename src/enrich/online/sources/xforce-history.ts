import type { HttpSource } from '../source.js';
import { oneByOne } from './_answers.js';
import {
  readReport,
  thresholdText,
  USUAL_THRESHOLDS,
  xforceRequest,
  xforceRevision,
  xforceService,
  type XforceThresholds,
} from './_xforce.js';

/** The unit with thresholds of the user's own; see `xforceWith`. */
export function xforceHistoryWith(thresholds: XforceThresholds): HttpSource {
  return {
    ...xforceService,
    name: 'xforce-history',
    title: 'IBM X-Force Exchange, history',
    tells: 'How score, categories and reasons of the address changed',
    settings: thresholdText(thresholds),
    revision: xforceRevision(thresholds),
    request: xforceRequest('/ipr/history/'),
    read: oneByOne(xforceService.reads, (reply, asked) => readReport(reply, asked, thresholds)),
  };
}

/** X-Force Exchange, history: the present report with all earlier ones. */
export const xforceHistory: HttpSource = xforceHistoryWith(USUAL_THRESHOLDS);
