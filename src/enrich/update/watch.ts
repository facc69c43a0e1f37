import type { HttpLimits } from './http.js';
import { CouldNotAsk } from './publisher.js';

/** Three clocks over one download: until the answer, for each stretch of it, for all of it. */
export class Watch {
  readonly #control = new AbortController();
  readonly #limits: HttpLimits;
  readonly #timers: NodeJS.Timeout[] = [];
  #answer: NodeJS.Timeout | null;
  #bytes = 0;
  #before = 0;

  constructor(limits: HttpLimits) {
    this.#limits = limits;
    this.#answer = setTimeout(() => this.#give(`no answer within ${seconds(limits.answerMs)}`), limits.answerMs);
    this.#timers.push(
      setTimeout(() => this.#give(`not finished within ${seconds(limits.deadlineMs)}`), limits.deadlineMs),
    );
  }

  /** Aborted with a CouldNotAsk when a clock runs out. */
  get signal(): AbortSignal {
    return this.#control.signal;
  }

  /** The head of the answer is here: from now on the drip is watched. */
  answered(): void {
    if (this.#answer !== null) clearTimeout(this.#answer);
    this.#answer = null;
    this.#timers.push(setInterval(() => this.#weigh(), this.#limits.dripMs));
  }

  received(bytes: number): void {
    this.#bytes += bytes;
  }

  stop(): void {
    if (this.#answer !== null) clearTimeout(this.#answer);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #weigh(): void {
    const came = this.#bytes - this.#before;
    this.#before = this.#bytes;
    if (came < this.#limits.dripBytes) this.#give(`too slow: ${came} bytes in ${seconds(this.#limits.dripMs)}`);
  }

  #give(reason: string): void {
    this.#control.abort(new CouldNotAsk(reason));
  }
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
