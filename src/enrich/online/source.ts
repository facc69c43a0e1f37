import type { Address } from '../../address/address.js';
import type { Obstacle, Registration, Reputation, ReverseName } from '../../model/answer.js';

/** Traffic Light Protocol 2.0, the least restricted first (FIRST, 2022). */
export const TLP = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof TLP)[number];

/**
 * Permissible Actions Protocol, the least restricted first (MISP taxonomy `PAP`): how far one may go so that whoever is
 * investigated notices nothing.
 */
export const PAP = ['clear', 'green', 'amber', 'red'] as const;
export type Pap = (typeof PAP)[number];

/**
 * The most restricted case in which such a source may be asked. GREEN allows what the other side may see, AMBER asking
 * third parties behind its back, RED nothing outside.
 */
export const PAP_CEILING: Readonly<Record<SourceInfo['kind'], Pap>> = { active: 'green', passive: 'amber' };

/** An address as it is asked: global, without zone, embedded IPv4 taken out. */
export interface Asked {
  readonly address: Address;
  /** RFC 5952. Put it into a URL with `encodeURIComponent`. */
  readonly text: string;
}

/** A statement of a source; the engine adds who said it and when, cuts long texts and takes out control characters. */
export interface Statement {
  /** Lower-case noun for a person: `organisation`, `abuse reports`, `open ports`. */
  readonly what: string;
  readonly value: string;
  /** ISO date of the data where the answer says; else the engine puts the day of asking. */
  readonly asOf?: string | null;
}

/** What a source read out of an answer about one address. */
export type Answer =
  | {
      readonly address: string;
      readonly answer: 'known';
      readonly facts: readonly Statement[];
      readonly reputation?: readonly Reputation[];
      readonly registration?: Registration | null;
      readonly names?: readonly ReverseName[];
    }
  | { readonly address: string; readonly answer: 'not-known'; readonly reason?: string | null }
  | {
      readonly address: string;
      readonly answer: 'could-not-ask';
      readonly reason: string;
      /** `key` and `quota` stop the service for this run, `server` is tried again, `address` concerns this one only. */
      readonly obstacle: Obstacle;
    };

/** How often a service may be asked. What it says in its answers (429, Retry-After, quota headers) wins. */
export interface Quota {
  /** Requests in a time span; all of them hold. Absent: no such limit is known. */
  readonly perSecond?: number;
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
  readonly perMonth?: number;
  /** Requests in flight at once. */
  readonly concurrent: number;
  /** Where the numbers come from, or what else is to be known, one sentence. */
  readonly note: string;
  /** Answer headers (lower case) that tell what is left, and when it is renewed (seconds or Unix time). */
  readonly headers?: { readonly left: string; readonly reset: string | null };
}

/** Secrets that a service wants. Only ever from the environment or the key file. */
export interface KeyNeed {
  /** One variable for each secret, in the order that `request` gets them; the first is `FAREND_<SERVICE>_KEY`. */
  readonly env: readonly [string, ...string[]];
  /** Page where one gets it. */
  readonly howToGet: string;
  /** True: it answers without a key too, less or slower. */
  readonly isOptional: boolean;
  /** True where the service takes it in the URL only, and never in a header. */
  readonly isInUrl?: boolean;
}

/** What the plan, the ledger and `farend sources` say of an online source. */
export interface SourceInfo {
  /** File name, registry key, flag value (`--online=NAME`), fixture folder. */
  readonly name: string;
  readonly title: string;
  /** Sources of one service share key, quota and circuit breaker: `xforce` and `xforce-malware`. */
  readonly service: string;
  /** How the user set it, for the plan: `suspicious from 4, malicious from 7`. */
  readonly settings?: string;
  /** Hosts that get to see the address. */
  readonly hosts: readonly string[];
  /** What it tells, one line. */
  readonly tells: string;
  /** `active`: the peer, or its DNS, can notice. Asked with `--active` only. */
  readonly kind: 'passive' | 'active';
  /** True: asked by `--online` without a name (given its key, if it needs one). */
  readonly isDefault: boolean;
  readonly key: KeyNeed | null;
  /** The most restricted marking of a case whose addresses may still go there. */
  readonly tlpCeiling: Tlp;
  readonly quota: Quota;
  readonly families: readonly (4 | 6)[];
  /** Addresses in one request, at most. */
  readonly batch: number;
  /** How long an answer, and a "not known", is used again. */
  readonly maxAgeHours: number;
  readonly negativeMaxAgeHours: number;
  /** Keys of the sources whose data it republishes, itself included. */
  readonly origins: readonly string[];
  readonly licence: string;
  /** Documentation. */
  readonly url: string;
  /** 0..1: how far its opinion can be trusted on its own; 0 or absent: it has none, only context. */
  readonly reliability?: number;
  /** Raise it when the meaning of `read` changes: cached answers of the older reading are asked again. */
  readonly revision: number;
  /** Page about an address for a person. */
  page?(address: string): string;
}

export interface SourceRequest {
  readonly method: 'GET' | 'POST';
  /** Absolute, on the first of `hosts` (tests and mirrors replace scheme, host and port by a base URL). */
  readonly url: string;
  /** Lower-case names. `user-agent`, `accept-encoding` and `content-length` are the engine's. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SourceReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whole, decoded as UTF-8, bounded. */
  readonly body: string;
}

/** A service that is asked by HTTP: one request for up to `batch` addresses. Pure: the engine does the asking. */
export interface HttpSource extends SourceInfo {
  readonly via: 'http';
  /**
   * Statuses besides 200 that `read` wants to see (404 where it means "nothing known"). All others the engine turns
   * into could-not-ask: 401 and 403 key, 402 quota, 429 quota after back-off, 5xx server after back-off.
   */
  readonly reads: readonly number[];
  /** Largest answer; default 2 MB. */
  readonly maxBytes?: number;
  /** `secrets` in the order of `key.env`; empty without a key. */
  request(asked: readonly Asked[], secrets: readonly string[]): SourceRequest;
  /**
   * One Answer for each asked address (the engine turns a missing one into could-not-ask). Throws WrongShape when the
   * body is not what the service documents: an error body or a login page must never read as "nothing known".
   */
  read(reply: SourceReply, asked: readonly Asked[]): Answer[];
}

/** A source with a protocol of its own. */
export interface OwnSource extends SourceInfo {
  readonly via: 'own';
  /**
   * Asks about all of `asked`, telling each answer as it comes. What it never told is could-not-ask. Throws CouldNotAsk
   * when nothing more can be had. Stops at the signal.
   */
  ask(asked: readonly Asked[], effects: OnlineEffects, tell: (answer: Answer) => void): Promise<void>;
}

export type OnlineSource = HttpSource | OwnSource;

/** The answer is not in the format that the service documents. `message` says what was expected. */
export class WrongShape extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'WrongShape';
  }
}

/** One question by HTTP, without following redirects. */
export interface OnlineRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly maxBytes: number;
}

/** The world of the online sources, so that a test can be the world. */
export interface OnlineEffects {
  /** Throws CouldNotAsk or Refused. Refuses to connect to anything but public addresses (and hosts that a test maps). */
  fetch(
    request: OnlineRequest,
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: Uint8Array }>;
  /** Opens a TCP connection to a service; the same rules. */
  connect(host: string, port: number): Promise<Wire>;
  readonly resolver: Resolver;
  now(): Date;
  /** Ends early, without throwing, at the signal. */
  sleep(milliseconds: number): Promise<void>;
  /** 0 <= x < 1. */
  random(): number;
  /** How the program calls itself. */
  readonly agent: string;
  readonly signal: AbortSignal;
}

/** A text connection. */
export interface Wire {
  write(text: string): Promise<void>;
  /** Bytes until the other side closes. Throws CouldNotAsk when it is cut, silent or too slow. */
  chunks(): AsyncIterable<Uint8Array>;
  close(): void;
}

/** DNS questions; each throws CouldNotAsk when no answer came, and returns [] for NXDOMAIN or no such record. */
export interface Resolver {
  reverse(address: string): Promise<readonly string[]>;
  forward(name: string, family: 4 | 6): Promise<readonly string[]>;
}
