import type { Verdict } from '../model/judgement.js';

const MEANING: Readonly<Record<Verdict, readonly [one: string, many: string]>> = {
  malicious: ['act on it', 'act on these'],
  suspicious: ['look at it next', 'look at these next'],
  unexplained: ['too little explains it, little is against it', 'too little explains them, little is against them'],
  expected: ['what is known of it fits together', 'what is known of them fits together'],
};

/** What a verdict means for so many peers. */
export function meaningWords(verdict: Verdict, peers: number): string {
  return MEANING[verdict][peers === 1 ? 0 : 1];
}
