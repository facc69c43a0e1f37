import type { Family } from '../model/judgement.js';
import type { WeightKey } from './weights.js';
import type { View } from './view.js';

/** What a rule says when it fires. The weight comes from the one table, by key. */
export interface Draft {
  readonly weight: WeightKey;
  /** 0..1: how much of the weight counts, where it depends on age or reliability; 1 unless said. */
  readonly scale?: number;
  /** One plain sentence that a responder can defend. */
  readonly says: string;
  /** What it rests on, for a person; the rule's own facts only. */
  readonly evidence?: readonly string[];
  /** ATT&CK techniques where they depend on what fired; else the rule's own. */
  readonly attack?: readonly string[];
  /** True where it is positive evidence for an expected peer: `expected` needs at least one. */
  readonly explains?: boolean;
  /** True where the user has accepted the peer: `expected` in spite of what else is found. */
  readonly accepts?: boolean;
}

/** One reason to worry or not: a plain object in a file of its own name. */
export interface Rule {
  /** File name, registry key and docs anchor. */
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  readonly why: string;
  readonly falsePositives: string;
  readonly references: readonly string[];
  /** ATT&CK technique ids (v18) that it is consistent with; empty where it shows none. */
  readonly attack: readonly string[];
  /** What a peer must have for the rule to be asked at all: a program that was seen, or a host name. */
  readonly needs?: 'program' | 'name';
  /** Pure and cheap: it runs on every peer. Null when it has nothing to say. */
  judge(view: View): Draft | null;
}
