import { classify } from '../address/classify.js';
import { formatAddress } from '../address/format.js';
import type { Connection } from '../model/connection.js';

/** The first rows show who is busy. */
const LOOKED_AT = 2_000;

/** Own ends of what a device saw pass, to say on which computer more can be learnt. */
export class OwnEnds {
  readonly #rows = new Map<string, number>();
  #seen = 0;

  saw({ local, remote }: Connection): void {
    const address = local?.address ?? null;
    if (this.#seen >= LOOKED_AT || address === null || remote.isAny || local?.isAny === true) return;
    this.#seen += 1;
    const { class: kind } = classify(address);
    if (kind !== 'private' && kind !== 'unique-local') return;
    const text = formatAddress(address);
    this.#rows.set(text, (this.#rows.get(text) ?? 0) + 1);
  }

  /** More than one computer stands behind it. */
  get areSeveral(): boolean {
    return this.#rows.size > 1;
  }

  /** The private address of most rows, or null. */
  get busiest(): string | null {
    const [first] = [...this.#rows].toSorted(([, one], [, other]) => other - one);
    return first?.[0] ?? null;
  }
}
