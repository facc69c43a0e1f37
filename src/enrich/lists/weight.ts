import type { ListHit } from '../../model/listing.js';

const DAY_MS = 86_400_000;

/** A list that holds live entries only is right on its own day; this old copy of it is not. */
const COPY_HALF_LIFE_DAYS = 90;

/**
 * How much a hit is worth now, 0..1: the list's reliability x the entry's own confidence x 0.5 for each half-life
 * since it was last seen active, or since the list's own date where entries carry none. Lists of live entries
 * don't decay by entry, only as copies. Undated hits don't decay.
 */
export function hitWeightFactor(hit: ListHit, now: Date): number {
  const { reliability, halfLifeDays, asOf } = hit.source;
  const since = halfLifeDays === null ? asOf : (hit.lastSeen ?? asOf);
  const days = since === null ? 0 : Math.max(0, (now.getTime() - Date.parse(since)) / DAY_MS);
  const decay = Number.isNaN(days) ? 1 : 0.5 ** (days / (halfLifeDays ?? COPY_HALF_LIFE_DAYS));
  return reliability * (hit.confidence ?? 1) * decay;
}
