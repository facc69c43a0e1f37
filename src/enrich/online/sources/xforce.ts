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

/** The unit with thresholds of the user's own, where 1 < suspicious < malicious < 10. */
export function xforceWith(thresholds: XforceThresholds): HttpSource {
  return {
    ...xforceService,
    name: 'xforce',
    title: 'IBM X-Force Exchange',
    tells: 'Risk score 1 to 10, categories with confidence, reason, country',
    settings: thresholdText(thresholds),
    revision: xforceRevision(thresholds),
    request: xforceRequest('/ipr/'),
    read: oneByOne(xforceService.reads, (reply, asked) => readReport(reply, asked, thresholds)),
  };
}

/** X-Force Exchange, present report. The raw score is always shown: tools disagree on what is bad. */
export const xforce: HttpSource = xforceWith(USUAL_THRESHOLDS);
