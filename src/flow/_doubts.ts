import type { CompanionFacts, CompanionSummary } from '../model/companion.js';
import { isProved, type ListingTraits, shortHost } from './_fits-listing.js';

/** A companion that may belong to a listing: `at` is its number, `host` what it or what lies beside it names. */
export interface Candidate {
  readonly at: number;
  readonly facts: CompanionFacts;
  readonly summary: Pick<CompanionSummary, 'name' | 'kind'>;
  readonly host: string | null;
  /** When its file was last written. */
  readonly written: number | null;
}

/** What is to be said of a companion; `isRefused`: it is not joined. */
export interface Doubt {
  readonly at: number;
  readonly says: string;
  readonly isRefused: boolean;
}

const DAY = 86_400_000;
/** Times of an archive may be those of any zone. */
const MUCH_LATER = 2 * DAY;
/** Files of the computer itself, and what somebody found out later: when they were written says nothing. */
const TIMELESS: ReadonlySet<string> = new Set(['authenticode', 'collection', 'hostname', 'hosts', 'infobyip']);

/**
 * Companions that name different computers, beside a listing that names none. Where one of the computers is proved to be
 * the listing's, the others' are left out; else which of them belongs to it is for a person to say.
 */
export function hostDoubts(listing: ListingTraits, candidates: readonly Candidate[]): Doubt[] {
  if (listing.host !== null) return [];
  const byHost = new Map<string, { readonly host: string; readonly of: Candidate[] }>();
  for (const candidate of candidates) {
    if (candidate.host === null) continue;
    const key = shortHost(candidate.host);
    const known = byHost.get(key) ?? { host: candidate.host, of: [] };
    known.of.push(candidate);
    byHost.set(key, known);
  }
  if (byHost.size < 2) return [];
  const groups = [...byHost.values()];
  const proved = groups.filter(({ of }) => of.some(({ facts }) => isProved(listing, facts)));
  const first = proved[0] ?? groups[0];
  const { name } = first.of[0].summary;
  const doubts = groups.filter((group) => group !== first && !proved.includes(group));
  const isSure = proved.length === 1;
  return doubts.flatMap(({ host, of }) =>
    of.map(({ at }) => ({
      at,
      isRefused: isSure,
      says: isSure
        ? `it is of the computer ${host}, the listing of ${first.host} by what ${name} tells: not joined`
        : `it is of the computer ${host}, ${name} of ${first.host}, and the listing names none: one of them may not belong to it`,
    })),
  );
}

/** Files that were written long before or after that of a listing, where neither says when it was made. Said once. */
export function timeDoubts(listing: ListingTraits, written: number | null, candidates: readonly Candidate[]): Doubt[] {
  if (written === null || listing.from !== null) return [];
  const apart = candidates.filter(
    (candidate) =>
      candidate.written !== null &&
      candidate.facts.capturedAt === null &&
      !TIMELESS.has(candidate.summary.kind) &&
      Math.abs(candidate.written - written) > MUCH_LATER,
  );
  const [first, ...others] = apart;
  if (first === undefined) return [];
  const gap = (first.written ?? written) - written;
  const days = Math.floor(Math.abs(gap) / DAY);
  const more = others.length === 0 ? '' : ` (and ${others.length} more of the companions)`;
  const says = `its file was written ${days} days ${gap > 0 ? 'after' : 'before'} that of the listing${more}, and none says when it was made: it may be of another time`;
  return [{ at: first.at, says, isRefused: false }];
}
