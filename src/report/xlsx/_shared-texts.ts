import { cellText } from './_cell-text.js';

/** Texts worth sharing are short and come again; past this many distinct ones a cell carries its own. */
const KEPT = 50_000;
const SHORT = 80;

/** The table of texts that cells point into: names and words that repeat are written once. */
export class SharedTexts {
  readonly #places = new Map<string, number>();
  #uses = 0;

  /** The place of a text in the table, or -1 when it is not shared. */
  place(text: string): number {
    if (text.length > SHORT) return -1;
    const known = this.#places.get(text);
    if (known !== undefined) {
      this.#uses++;
      return known;
    }
    const place = this.#places.size;
    if (place >= KEPT) return -1;
    this.#places.set(text, place);
    this.#uses++;
    return place;
  }

  /** Writes the part `xl/sharedStrings.xml`. */
  write(write: (text: string) => void): void {
    write(
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="${this.#uses}" uniqueCount="${this.#places.size}">`,
    );
    for (const text of this.#places.keys()) write(`<si><t xml:space="preserve">${cellText(text)}</t></si>`);
    write('</sst>');
  }
}
