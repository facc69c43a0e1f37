/** How far a person has come with a peer. */
export type NoteStatus = 'open' | 'in-progress' | 'confirmed' | 'harmless';

export const NOTE_STATUSES: readonly NoteStatus[] = ['open', 'in-progress', 'confirmed', 'harmless'];

/** What a person wrote about one peer. It changes no verdict: that has reasons of its own. */
export interface PeerNote {
  readonly status: NoteStatus;
  /** Lower case, without repeats. */
  readonly tags: readonly string[];
  readonly text: string;
  /** ISO time of the last change. */
  readonly changed: string;
}

/** Notes by the RFC 5952 text of the peer's address. */
export type Notes = ReadonlyMap<string, PeerNote>;
