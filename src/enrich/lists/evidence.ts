import type { ListEvidence, ListHit } from '../../model/listing.js';
import { independentHits } from './independent.js';

/** Hits as evidence: what goes back to one publisher is one voice, strongest first. */
export function evidenceOf(hits: readonly ListHit[], now: Date): ListEvidence[] {
  if (hits.length === 0) return [];
  return independentHits(hits, now).map(({ factor, hits: [strongest, ...others] }) => {
    const titles = new Set(others.map(({ source }) => source.title));
    titles.delete(strongest.source.title);
    return { strongest, repeatedBy: [...titles], factor };
  });
}
