/** Addresses that are not asked, and why. */
export interface Skipped {
  readonly reason: string;
  readonly addresses: number;
}

/** What one source would be asked. */
export interface PlannedSource {
  readonly name: string;
  readonly title: string;
  /** Sources of one service share key and quota. */
  readonly service: string;
  /** Who gets to see the addresses. */
  readonly hosts: readonly string[];
  readonly kind: 'passive' | 'active';
  readonly tells: string;
  /** How the user set it, or null: `suspicious from 4, malicious from 7`. */
  readonly settings: string | null;
  readonly tlpCeiling: string;
  /** RFC 5952, most telling first. */
  readonly addresses: readonly string[];
  /** Addresses whose answer is on disk and young enough. */
  readonly cached: number;
  readonly requests: number;
  /** Requests left today and this month, as counted here; null: no such limit is known. */
  readonly quotaLeft: number | null;
  readonly quotaNote: string;
  readonly seconds: number;
  readonly skipped: readonly Skipped[];
}

/** What an online run would send to whom; made before anything is sent. */
export interface OnlinePlan {
  /** Addresses that may be asked about, most telling first. */
  readonly addresses: readonly string[];
  readonly sources: readonly PlannedSource[];
  /** Peers that no source is asked about. */
  readonly skipped: readonly Skipped[];
  readonly requests: number;
  readonly seconds: number;
}
