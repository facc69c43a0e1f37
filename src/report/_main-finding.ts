import type { JudgedPeer } from '../model/investigation.js';
import type { Finding } from '../model/judgement.js';

/** The reason that moved the score most in the direction of the verdict; null without one. */
export function mainFinding({ judgement: { verdict, findings } }: JudgedPeer): Finding | null {
  const sign = verdict === 'expected' ? -1 : 1;
  let main: Finding | null = null;
  for (const finding of findings) {
    if (finding.weight * sign > 0 && (main === null || finding.weight * sign > main.weight * sign)) main = finding;
  }
  return main;
}
