import type { Verdict } from './judgement.js';

/** A peer in a few words, as a comparison names it. */
export interface ComparedPeer {
  /** RFC 5952 text. */
  readonly address: string;
  readonly verdict: Verdict;
  readonly score: number;
  readonly organisation: string | null;
  /** `443/tcp` */
  readonly ports: readonly string[];
  readonly programs: readonly string[];
}

/** A peer of both investigations that is judged otherwise now. */
export interface ChangedPeer {
  readonly before: ComparedPeer;
  readonly after: ComparedPeer;
}

/** Two investigations side by side; every list worst first. */
export interface Comparison {
  readonly new: readonly ComparedPeer[];
  readonly gone: readonly ComparedPeer[];
  /** Another verdict. */
  readonly changed: readonly ChangedPeer[];
  /** Peers of both with the same verdict. */
  readonly same: number;
}
