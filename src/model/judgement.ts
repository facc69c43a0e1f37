import type { ReputationEvidence } from './answer.js';
import type { Owner, PortKnowledge, ProgramKnowledge, ServiceKnowledge } from './knowledge.js';
import type { ListEvidence } from './listing.js';
import type { InputSummary, OperatingSystem } from './input.js';
import type { Peer } from './peer.js';

/** Findings of one family are correlated: the strongest counts whole, the rest under a cap. */
export const FAMILIES = [
  'owner',
  'port',
  'program',
  'path',
  'lists',
  'behaviour',
  'rarity',
  'identity',
  'expectation',
] as const;
export type Family = (typeof FAMILIES)[number];

/** One reason. `weight` is in decibans as counted in the score (Good 1950); negative speaks for innocence. */
export interface Finding {
  readonly rule: string;
  /** One sentence. */
  readonly says: string;
  readonly weight: number;
  readonly family: Family;
  /** ATT&CK technique ids the rule is consistent with. */
  readonly attack: readonly string[];
  /** Facts and rows behind it, for a person. */
  readonly evidence: readonly string[];
}

/** Worst first. *Unexplained* is the absence of an answer, never green. */
export const VERDICTS = ['malicious', 'suspicious', 'unexplained', 'expected'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a next step may answer. */
export type Question = 'lists' | 'reputation' | 'owner' | 'program' | 'program-details';

/** A next step: what it would tell, and the exact command, link or query. */
export interface NextStep {
  readonly says: string;
  readonly do: string;
  /** How far its likely answers could move the score at most, in decibans, and to which verdict; absent where unknown. */
  readonly moves?: { readonly decibans: number; readonly verdict: Verdict };
}

/** What the verdict would be if one thing were otherwise: computed from the same evidence by the same rules. */
export interface Counterfactual {
  /** `without`: findings left out; `if`: an answer that is missing. */
  readonly kind: 'without' | 'if';
  /** Rules of the findings, or the name of the answer. */
  readonly about: readonly string[];
  /** Goes after the verdict: `without the odd-folder finding`, `if listed as a command-and-control server`. */
  readonly says: string;
  readonly verdict: Verdict;
  readonly score: number;
}

/** How a connection fits what is known of program, owner, port and direction together. */
export type ExpectationGrade = 'expected' | 'plausible' | 'unusual' | 'contradictory';
export type TuplePart = 'program' | 'owner' | 'port' | 'direction';

export interface Expectation {
  readonly grade: ExpectationGrade;
  /** One sentence. */
  readonly says: string;
  /** What is known of the four; the fewer, the less it means. */
  readonly basis: readonly TuplePart[];
}

export interface Judgement {
  /** Decibans before any finding. `prior` plus the findings' weights equals `score` exactly. */
  readonly prior: number;
  readonly findings: readonly Finding[];
  readonly score: number;
  /** 1 / (1 + 10^(-score/10)). */
  readonly probability: number;
  readonly verdict: Verdict;
  /** 0..1: how much of what could be asked was answered. Separate from severity. */
  readonly coverage: number;
  /** null where nothing is known to expect anything of; made when asked for. */
  readonly expectation: Expectation | null;
  /** What would change the verdict; made when asked for. */
  readonly counterfactuals: readonly Counterfactual[];
  /** The steps that could move the score most first; made when asked for. */
  readonly next: readonly NextStep[];
}

/** What is true of the whole investigation and matters for each peer. */
export interface Scene {
  readonly os: OperatingSystem;
  /** Some input carries program names, so a missing one means something. */
  readonly hasPrograms: boolean;
  /** Threat and context lists that were asked. */
  readonly lists: number;
  /** The pack is old enough that owners and countries may have changed. */
  readonly isStale: boolean;
  /** Unique external peers. */
  readonly peers: number;
  /**
   * Distinct external remote addresses per canonical program name and port, `program|protocol/port` (fan-out); of odd
   * programs also those at owners that are anybody's: all, by neighbourhood, by organisation (`judge/relations`).
   */
  readonly fanOut: ReadonlyMap<string, number>;
  /** Distinct peers per organisation key. */
  readonly organisations: ReadonlyMap<string, number>;
  readonly inputs: readonly InputSummary[];
}

/** All that judge sees of one peer. */
export interface Subject {
  readonly peer: Peer;
  readonly owner: Owner;
  /** Aligned with `peer.ports`. */
  readonly ports: readonly PortKnowledge[];
  /** Aligned with `peer.processes`; null: not a known program. */
  readonly programs: readonly (ProgramKnowledge | null)[];
  /** Aligned with `peer.processes`: the hosted services that are known. */
  readonly services: readonly (readonly ServiceKnowledge[])[];
  /** What lists say, strongest first; empty too when there are none to ask (see `scene.lists`). */
  readonly lists: readonly ListEvidence[];
  /** What online services say, strongest first; empty when none was asked. */
  readonly reputation: readonly ReputationEvidence[];
  readonly scene: Scene;
}
