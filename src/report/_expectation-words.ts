import type { Judgement } from '../model/judgement.js';

/**
 * `contradictory by owner and port: Port 4070/tcp is that of Spotify, ...`; empty where nothing is known. The sentence is
 * left out where it stands among the reasons, which are shown below.
 */
export function expectationWords({ expectation, findings }: Judgement): string {
  if (expectation === null) return '';
  const { grade, says, basis } = expectation;
  const last = basis.at(-1);
  const by = basis.length < 2 ? (last ?? '') : `${basis.slice(0, -1).join(', ')} and ${last}`;
  const graded = by === '' ? grade : `${grade} by ${by}`;
  return findings.some((finding) => finding.says === says) ? graded : `${graded}: ${says}`;
}
