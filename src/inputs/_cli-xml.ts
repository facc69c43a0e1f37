import { columnOf } from './_table-columns.js';
import type { RawRecord } from './_table-record.js';
import { decodeEntities } from './_xml-text.js';

/** Objects open, properties with a simple value, and the text of properties that are objects themselves (State). */
const MARKUP =
  /<Obj(?:ect)?\b(?: N="([^"]{1,80})")?[^>]{0,200}?(\/?)>|<(\/Obj(?:ect)?)>|<[A-Z][A-Za-z0-9]{0,10} N(?:ame)?="([^"]{1,80})"[^>]{0,200}>([^<]{0,4096})<\/|<ToString>([^<]{0,4096})<\//g;

/** Export-Clixml ([MS-PSRP] 2.2.5): one outermost `Obj` for each socket; ConvertTo-Xml: one `Object`. */
export class CliXml {
  readonly #give: (record: RawRecord, line: number, text: string) => void;
  #record: RawRecord = {};
  /** Property names of the objects that are open. */
  #open: (string | null)[] = [];
  #line = 0;

  constructor(give: (record: RawRecord, line: number, text: string) => void) {
    this.#give = give;
  }

  line(text: string, number: number): void {
    for (const match of text.matchAll(MARKUP)) {
      const [, object, isEmpty, end, name, value, shown] = match;
      if (end !== undefined) {
        this.#open.pop();
        if (this.#open.length === 0) this.close(text);
      } else if (name !== undefined) this.#set(name, value ?? '', number);
      else if (shown !== undefined) this.#set(this.#open[this.#open.length - 1] ?? '', shown, number);
      else if (isEmpty !== '/' && this.#open.length < 64) {
        if (this.#open.length === 0) this.#line = number;
        this.#open.push(object ?? null);
      }
    }
  }

  /** The script property (`Listen`) comes after the number of the CIM property: words win. */
  #set(name: string, text: string, number: number): void {
    const column = columnOf(name);
    if (column === null || column.isWeak || this.#open.length > 3) return;
    // The start of the object was lost.
    if (this.#open.length === 0 && Object.keys(this.#record).length === 0) this.#line = number;
    const before = this.#record[column.field];
    const isWord = column.field === 'state' && /^[A-Za-z]/.test(text);
    if (before === undefined || before === '' || (isWord && /^\d+$/.test(before)))
      this.#record[column.field] = decodeEntities(text);
  }

  close(text = ''): void {
    const record = this.#record;
    this.#record = {};
    if (record.localAddress !== undefined || record.remoteAddress !== undefined)
      this.#give(record, this.#line, text.slice(0, 300));
  }
}
