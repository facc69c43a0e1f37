import type { JudgedPeer, Rejudged, VerdictChange } from '../model/investigation.js';
import type { Judgement } from '../model/judgement.js';
import { counted, signed } from './_numbers.js';

/** `farend 0.1.0 with weights 0123abcd and pack 2026.6.17`: who judged it before. */
export function judgeWords({ farend, weights, pack, prior }: Rejudged): string {
  const start = prior === null ? '' : `, prior ${signed(prior, 0)}`;
  return `farend ${farend} with weights ${weights ?? 'that it does not name'} and pack ${pack}${start}`;
}

/** `2 verdicts changed: 1 from suspicious to malicious, ...`. */
export function changeWords(changes: readonly VerdictChange[]): string {
  if (changes.length === 0) return 'No verdict changed.';
  const peers = changes.reduce((sum, change) => sum + change.peers, 0);
  const said = changes.map((change) => `${change.peers} from ${change.from} to ${change.to}`);
  return `${counted(peers, 'verdict')} changed: ${said.join(', ')}.`;
}

/** ` · was suspicious +6`, where the peer was judged otherwise before; else empty. */
export function beforeWords(before: JudgedPeer['before'], { verdict, score }: Judgement): string {
  if (before === undefined || (before.verdict === verdict && before.score === score)) return '';
  return ` · was ${before.verdict} ${signed(before.score, 0)}`;
}
