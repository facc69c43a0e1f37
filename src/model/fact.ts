/** A statement about an address with its source and date. */
export interface Fact {
  readonly what: string;
  readonly value: string;
  readonly source: string;
  /** ISO date of the data behind the statement, or null when the source carries none. */
  readonly asOf: string | null;
}

/** The fact that says, in one sentence, that independent services contradict one another about an address. */
export const DISAGREEMENT = 'services disagree';

/** What one source answered about one peer: known, not known and could-not-ask are three different things. */
export interface LedgerEntry {
  readonly source: string;
  readonly answer: 'known' | 'not-known' | 'could-not-ask';
  readonly reason: string | null;
}
