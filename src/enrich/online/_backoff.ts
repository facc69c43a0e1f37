import type { Obstacle } from '../../model/answer.js';
import type { OnlineEffects } from './source.js';

/** Full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015): anything between nothing and the doubled step. */
export function backoffMs(tryNumber: number, baseMs: number, capMs: number, { random }: Pick<OnlineEffects, 'random'>) {
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** tryNumber));
}

/** Why something could not be asked. */
export interface Failure {
  readonly reason: string;
  readonly obstacle: Obstacle;
}

/** Opens after so many failures in a row: then nothing more is asked of the service in this run. */
export class Breaker {
  readonly #most: number;
  #inRow = 0;
  #open: Failure | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  /** Why it is open, or null. */
  get failure(): Failure | null {
    return this.#open;
  }

  good(): void {
    this.#inRow = 0;
  }

  bad({ reason, obstacle }: Failure): void {
    this.#inRow++;
    if (this.#inRow < this.#most) return;
    this.open({ reason: `given up after ${this.#inRow} failures in a row: ${reason}`, obstacle });
  }

  /** Opens at once: a refused key, a used-up quota. */
  open(failure: Failure): void {
    this.#open ??= failure;
  }
}
