import type { OnlineAnswer, Registration, Reputation } from '../../model/answer.js';
import type { Fact } from '../../model/fact.js';
import type { Failure } from './_backoff.js';
import type { Answer, OnlineSource, Statement } from './source.js';

const MOST_FACTS = 64;
const MOST_OPINIONS = 16;
const MOST_NAMES = 16;
const LONGEST_VALUE = 500;
const LONGEST_REASON = 200;
/** A shorter secret would be found in ordinary text. */
const SHORTEST_SECRET = 6;

/** How an answer leaves the engine: signed and dated, cut to bounds, without control characters, without the key. */
export class Finisher {
  readonly #source: OnlineSource;
  readonly #secrets: readonly string[];

  constructor(source: OnlineSource, secrets: readonly string[]) {
    this.#source = source;
    // What a secret becomes in a URL or a Basic header is as secret.
    this.#secrets = [...secrets, Buffer.from(secrets.join(':')).toString('base64')]
      .flatMap((secret) => [secret, encodeURIComponent(secret)])
      .filter((secret) => secret.length >= SHORTEST_SECRET);
  }

  answer(answer: Answer, now: Date): OnlineAnswer {
    if (answer.answer === 'could-not-ask') return this.failed(answer.address, answer, now);
    const base = this.#empty(answer.address, answer.answer, now);
    if (answer.answer === 'not-known') return { ...base, reason: this.#nullable(answer.reason ?? null) };
    const { facts, reputation = [], registration = null, names = [] } = answer;
    return {
      ...base,
      facts: facts.slice(0, MOST_FACTS).map((fact) => this.#fact(fact, now)),
      reputation: reputation.slice(0, MOST_OPINIONS).map((opinion) => this.#opinion(opinion)),
      registration: registration === null ? null : this.#registration(registration),
      names: names.slice(0, MOST_NAMES).map(({ name, isConfirmed }) => ({ name: this.#text(name, 253), isConfirmed })),
    };
  }

  failed(address: string, { reason, obstacle }: Failure, now: Date): OnlineAnswer {
    return { ...this.#empty(address, 'could-not-ask', now), reason: this.#text(reason, LONGEST_REASON), obstacle };
  }

  #empty(address: string, answer: OnlineAnswer['answer'], now: Date): OnlineAnswer {
    return {
      source: this.#source.name,
      address,
      answer,
      reason: null,
      obstacle: null,
      facts: [],
      reputation: [],
      registration: null,
      names: [],
      askedAt: now.toISOString(),
      isCached: false,
      link: this.#source.page?.(address) ?? null,
    };
  }

  #fact({ what, value, asOf }: Statement, now: Date): Fact {
    const { title } = this.#source;
    const day = now.toISOString().slice(0, 10);
    return { what: this.#text(what, 80), value: this.#text(value, LONGEST_VALUE), source: title, asOf: asOf ?? day };
  }

  #opinion(opinion: Reputation): Reputation {
    const { score } = opinion;
    return {
      ...opinion,
      score: score === null || Number.isNaN(score) ? null : Math.min(1, Math.max(0, score)),
      raw: this.#text(opinion.raw, 300),
      label: this.#nullable(opinion.label),
      lastSeen: this.#nullable(opinion.lastSeen),
    };
  }

  #registration(it: Registration): Registration {
    return {
      ...it,
      handle: this.#nullable(it.handle),
      name: this.#nullable(it.name),
      type: this.#nullable(it.type),
      organisation: this.#nullable(it.organisation),
      abuse: this.#nullable(it.abuse),
      parent: this.#nullable(it.parent),
      cidrs: it.cidrs.slice(0, 32).map((text) => this.#text(text, 50)),
      description: it.description.slice(0, 8).map((text) => this.#text(text, LONGEST_VALUE)),
      originAs: it.originAs.slice(0, 32),
    };
  }

  #nullable(text: string | null): string | null {
    return text === null ? null : this.#text(text, LONGEST_REASON);
  }

  #text(text: string, longest: number): string {
    let plain = text
      .slice(0, longest * 4)
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim();
    for (const secret of this.#secrets) plain = plain.replaceAll(secret, '(key)');
    return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
  }
}
