import type { Expectation } from '../model/judgement.js';

/** `contradictory (by owner and port): Port 4070/tcp is that of Spotify, ...`; empty where nothing is known. */
export function expectationWords(expectation: Expectation | null): string {
  if (expectation === null) return '';
  const { grade, says, basis } = expectation;
  const last = basis.at(-1);
  const by = basis.length < 2 ? (last ?? '') : `${basis.slice(0, -1).join(', ')} and ${last}`;
  return `${grade}${by === '' ? '' : ` by ${by}`}: ${says}`;
}
