import { LASTING } from './pace.js';
import type { View } from './view.js';

/**
 * Share (0..1) of what could be asked of a peer that was answered, one part each: who owns it (organisation), its AS,
 * what the network is for, which program, what that is, which port, its place in lists, and its behaviour over time.
 * Behaviour is half answered at most, so that coverage stays below 1; a program that the capture can't name counts as
 * unanswered too: the user can get it. What an old pack says of the owner is an answer that may have changed since.
 */
export function coverageOf({ owner, kind, actors, ports, visited, isPrivate, pace, scene }: View): number {
  let answered = 0;
  const ofOwner = scene.isStale && !isPrivate ? STALE : 1;
  if (owner.organisation !== null || isPrivate) answered += ofOwner;
  if (owner.as !== null || isPrivate) answered += ofOwner;
  if (kind !== 'unknown') answered += ofOwner;
  if (actors.length > 0) answered++;
  if (actors.some(({ known }) => known !== null)) answered++;
  if (scene.lists > 0) answered++;
  if (ports.length > 0 || visited.length > 0) answered++;
  if ((pace & LASTING) !== 0) answered += 0.5;
  return Math.round((answered / QUESTIONS) * 100) / 100;
}

/** owner, AS, network kind, program, its description, port, behaviour over time, lists. */
const QUESTIONS = 8;
/** How far an old answer counts: most networks keep their owner for years. */
const STALE = 0.75;

/**
 * Coverage when online sources were asked too, one part each: "not known" is an answer, a source that failed or was
 * rate-limited is none, so it lowers the share.
 */
export function coverageWithAnswers(coverage: number, answered: number, asked: number): number {
  return Math.round(((coverage * QUESTIONS + answered) / (QUESTIONS + asked)) * 100) / 100;
}
