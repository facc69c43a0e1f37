import type { BlindSpot } from '../model/input.js';
import type { Investigation } from '../model/investigation.js';
import { counted, grouped, percent } from './_numbers.js';

/** How many of the far ends that a listing shows could be judged at all: a name or half an address is no peer. */
export interface Reach {
  readonly judged: number;
  readonly named: number;
  readonly cut: number;
  /** 0..1. */
  readonly share: number;
}

/** Peers that a filter left out were judged too. */
export function reachOf({ scene, inputs }: Investigation): Reach {
  const judged = scene.peers;
  const named = inputs.reduce((sum, { nameOnlyPeers }) => sum + nameOnlyPeers.length, 0);
  const cut = inputs.reduce((sum, { truncatedPeers }) => sum + truncatedPeers.length, 0);
  const all = judged + named + cut;
  return { judged, named, cut, share: all === 0 ? 1 : judged / all };
}

/** `14 of 17 far ends could be judged (82 %): 2 known by name only, 1 cut short`; null when all could. */
export function reachWords(investigation: Investigation): string | null {
  const { judged, named, cut, share } = reachOf(investigation);
  if (named + cut === 0) return null;
  const why = [named > 0 ? `${grouped(named)} known by name only` : '', cut > 0 ? `${grouped(cut)} cut short` : ''];
  const missing = why.filter((word) => word !== '').join(', ');
  return `${grouped(judged)} of ${counted(judged + named + cut, 'far end')} could be judged (${percent(share)}): ${missing}`;
}

const UNRESOLVED: ReadonlySet<string> = new Set(['names-not-addresses', 'cut-addresses']);

/** The step that would let the others be judged too; null when all could, or none is known. */
export function reachStep({ inputs }: Investigation): BlindSpot | null {
  return inputs.flatMap(({ blindSpots }) => blindSpots).find(({ id, fix }) => UNRESOLVED.has(id) && fix !== '') ?? null;
}
