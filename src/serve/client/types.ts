/** What the server says, by the names it uses. */

import type { Verdict } from '../../model/judgement.js';

export type { ComparedPeer, Comparison } from '../../model/comparison.js';
export type NoteStatus = 'open' | 'in-progress' | 'confirmed' | 'harmless';

export interface Short {
  readonly id: string;
  readonly title: string;
  readonly command: string;
  readonly peers: number;
  readonly byVerdict: Readonly<Record<Verdict, number>>;
  readonly saved: string | null;
  readonly isAsking: boolean;
}

export interface Shelved {
  readonly name: string;
  readonly title: string;
  readonly saved: string;
  readonly peers: number;
  readonly byVerdict: Readonly<Record<Verdict, number>>;
}

export interface DeskState {
  readonly open: readonly Short[];
  readonly saved: readonly Shelved[];
  readonly folder: string;
  readonly reports: readonly { readonly name: string; readonly hasEditions: boolean }[];
  readonly flavours: readonly string[];
}

export interface Note {
  readonly status: NoteStatus;
  readonly tags: readonly string[];
  readonly text: string;
  readonly changed: string;
}

export type Notes = Readonly<Record<string, Note>>;

export interface View extends Short {
  /** Pieces of the HTML report. */
  readonly icons: string;
  readonly summary: string;
  readonly overview: string;
  readonly reading: string;
  readonly said: readonly string[];
  readonly hasEvidence: boolean;
  readonly notes: Notes;
}

export interface PeerCard {
  readonly address: string;
  readonly html: string;
  readonly note: Note | null;
}

export interface PlannedSource {
  readonly name: string;
  readonly title: string;
  readonly hosts: readonly string[];
  readonly kind: 'passive' | 'active';
  readonly tells: string;
  readonly addresses: readonly string[];
  readonly cached: number;
  readonly requests: number;
  readonly quotaLeft: number | null;
  readonly seconds: number;
  readonly skipped: readonly { readonly reason: string; readonly addresses: number }[];
}

export interface Plan {
  readonly id: string;
  /** The same on the command line. */
  readonly command: string;
  readonly text: string;
  readonly plan: {
    readonly addresses: readonly string[];
    readonly sources: readonly PlannedSource[];
    readonly skipped: readonly { readonly reason: string; readonly addresses: number }[];
    readonly requests: number;
    readonly seconds: number;
  };
}

/** How far a reading is. */
export type Step =
  | { readonly kind: 'command'; readonly name: string }
  | {
      readonly kind: 'input';
      readonly name: string;
      readonly number: number;
      readonly total: number;
      readonly read: number;
      readonly size: number | null;
      readonly rows: number;
    }
  | { readonly kind: 'judging' };

export interface Asking {
  readonly id: string;
  readonly source: string;
  readonly total: number;
  readonly done: number;
  readonly known: number;
  readonly failed: number;
  readonly reason: string | null;
}
