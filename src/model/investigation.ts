import type { CompanionSummary } from './companion.js';
import type { OnlineAnswer } from './answer.js';
import type { Fact, LedgerEntry } from './fact.js';
import type { InputSummary } from './input.js';
import type { Notes, PeerNote } from './notes.js';
import type { Judgement, Scene, Subject, Verdict } from './judgement.js';

/** A peer with all that is known, said and concluded about it. */
export interface JudgedPeer extends Subject {
  readonly facts: readonly Fact[];
  readonly ledger: readonly LedgerEntry[];
  /** What online services answered; absent when nobody was asked. */
  readonly answers?: readonly OnlineAnswer[];
  readonly judgement: Judgement;
  /** How it was judged when it was saved; only in an investigation that is judged again. */
  readonly before?: { readonly verdict: Verdict; readonly score: number };
  /** What a person made of it; it is no evidence and changes no verdict. */
  readonly note?: PeerNote;
}

/**
 * The judged peers, ordered by score (highest first, ties by address). `at` builds a peer on request,
 * so that a hundred thousand of them need not be held at once.
 */
export interface PeerList extends Iterable<JudgedPeer> {
  readonly length: number;
  at(index: number): JudgedPeer;
  /** Verdict without building the peer. */
  verdictAt(index: number): Verdict;
}

export interface PackSource {
  readonly name: string;
  readonly date: string;
  readonly licence: string;
  readonly url: string;
}

export interface PackInfo {
  readonly version: string;
  /** ISO date of the oldest data in it. */
  readonly date: string;
  readonly sources: readonly PackSource[];
  /** One sentence when the data is old, else null. */
  readonly stale: string | null;
  /** What the reader should know of updates and own lists: an exception that ended, lines that could not be read. */
  readonly notes: readonly string[];
}

/** Peers of an investigation that was judged again whose verdict is another one now. */
export interface VerdictChange {
  readonly from: Verdict;
  readonly to: Verdict;
  readonly peers: number;
}

/** Where an investigation that is judged again comes from, and what became of it. */
export interface Rejudged {
  /** The file it was saved in. */
  readonly name: string;
  readonly sha256: string;
  /** ISO time when that file was written; null where it has none. */
  readonly savedAt: string | null;
  /** Version of farend, of its weights (null: it did not say) and of its data then. */
  readonly farend: string;
  readonly weights: string | null;
  readonly pack: string;
  readonly prior: number | null;
  readonly changes: readonly VerdictChange[];
}

/** Expected peers folded by organisation, for reports. */
export interface OrganisationTally {
  readonly organisation: string;
  readonly verdict: Verdict;
  readonly peers: number;
  readonly connections: number;
  /** A few program names and `port/protocol` texts seen with it. */
  readonly programs: readonly string[];
  readonly ports: readonly string[];
}

/** The one object that feeds every report, so that they cannot disagree. */
export interface Investigation {
  readonly farend: string;
  readonly schema: 1;
  readonly command: string;
  /** Version of the table of weights that judged it: eight hexadecimal digits. */
  readonly weights: string;
  readonly pack: PackInfo;
  readonly inputs: readonly InputSummary[];
  /** Process lists, name caches, routes ... that explain the listings. */
  readonly companions: readonly CompanionSummary[];
  readonly counts: {
    readonly rows: number;
    /** Rows whose remote end is a public address. */
    readonly external: number;
    readonly peers: number;
    /** Rows set aside, by address class of the remote end; wildcard remotes count as `listener`, what another listing shows as `repeated`. */
    readonly byClass: Readonly<Record<string, number>>;
    readonly byVerdict: Readonly<Record<Verdict, number>>;
  };
  /** What is true of the whole, peers that a filter left out included. */
  readonly scene: Scene;
  readonly peers: PeerList;
  readonly organisations: readonly OrganisationTally[];
  /** Only when a saved investigation was judged again. */
  readonly rejudged?: Rejudged;
  /** The notes that stand beside the peers, where there are any. */
  readonly notes?: Notes;
  /** Only when somebody was asked in this run: answers from disk tell nobody anything. */
  readonly told?: readonly ToldService[];
}

/** A service that got to see addresses. */
export interface ToldService {
  readonly title: string;
  readonly addresses: number;
}
