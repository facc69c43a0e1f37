import type { Verdict } from '../model/judgement.js';

/** What a verdict asks of the reader, in a few words. */
export const VERDICT_MEANING: Readonly<Record<Verdict, string>> = {
  malicious: 'act on these',
  suspicious: 'look at these next',
  unexplained: 'nothing explains them, little is against them',
  expected: 'program, owner and port fit together',
};
