import type { OnlineEffects, Quota } from './source.js';

type Clock = Pick<OnlineEffects, 'now' | 'sleep' | 'signal'>;

interface Window {
  readonly spanMs: number;
  readonly most: number;
  /** Times of the last `most` requests, oldest first. */
  readonly sent: number[];
}

const MINUTE_MS = 60_000;
/** A server's clock and ours differ, and requests bunch up on the way. */
const MARGIN = 1.05;

/**
 * Lets requests through so that in no stretch of a span more than allowed are sent, and no more than `concurrent` are
 * under way. Stricter than a token bucket, which lets twice the number into one span after a pause.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #windows: readonly Window[];
  readonly #concurrent: number;
  #underWay = 0;
  #notBefore = 0;
  #waiting: (() => void)[] = [];

  constructor({ perSecond, perMinute, perHour, concurrent }: Quota, clock: Clock) {
    this.#clock = clock;
    this.#concurrent = concurrent;
    this.#windows = [window(1000, perSecond), window(MINUTE_MS, perMinute), window(60 * MINUTE_MS, perHour)].flat();
  }

  /** Waits for a turn; false when it was stopped meanwhile. Each turn is given back with `done`. */
  async turn(): Promise<boolean> {
    while (this.#underWay >= this.#concurrent) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (this.#clock.signal.aborted) return false;
    }
    this.#underWay++;
    for (;;) {
      if (this.#clock.signal.aborted) {
        this.done();
        return false;
      }
      const wait = this.#wait();
      if (wait <= 0) break;
      await this.#clock.sleep(wait);
    }
    const now = this.#clock.now().getTime();
    for (const { sent, most } of this.#windows) {
      sent.push(now);
      if (sent.length > most) sent.shift();
    }
    return true;
  }

  done(): void {
    this.#underWay--;
    this.#waiting.shift()?.();
  }

  /** Nothing is sent for so long: what a 429 asks for holds for all that are waiting. */
  hold(milliseconds: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#clock.now().getTime() + milliseconds);
  }

  #wait(): number {
    const now = this.#clock.now().getTime();
    let until = this.#notBefore;
    for (const { sent, most, spanMs } of this.#windows) {
      if (sent.length === most) until = Math.max(until, sent[0] + spanMs * MARGIN);
    }
    return until - now;
  }
}

function window(spanMs: number, most: number | undefined): Window[] {
  if (most === undefined) return [];
  // Less than one in a span: one in a longer span.
  return most < 1 ? [{ spanMs: spanMs / most, most: 1, sent: [] }] : [{ spanMs, most: Math.floor(most), sent: [] }];
}

/** Seconds that so many requests take at this quota, for the plan. */
export function secondsFor(requests: number, { perSecond, perMinute, perHour, concurrent }: Quota): number {
  const typical = (requests * TYPICAL_SECONDS) / concurrent;
  const windows: (readonly [number, number | undefined])[] = [
    [1, perSecond],
    [60, perMinute],
    [3600, perHour],
  ];
  return Math.max(
    typical,
    ...windows.map(([span, most]) => (most === undefined ? 0 : Math.max(0, Math.ceil(requests / most) - 1) * span)),
  );
}

const TYPICAL_SECONDS = 0.4;
