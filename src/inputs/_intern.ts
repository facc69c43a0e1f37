/** Distinct texts kept per input; beyond it texts are still right, only no longer shared. */
const LIMIT = 50_000;

/**
 * Shares equal texts and cuts them loose from the chunk they were sliced out of:
 * V8 keeps the whole 256 KB parent alive for every slice longer than 12 characters.
 */
export class Interner {
  readonly #texts = new Map<string, string>();

  own(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const copy = Buffer.from(text, 'utf16le').toString('utf16le');
    if (this.#texts.size < LIMIT) this.#texts.set(copy, copy);
    return copy;
  }
}
