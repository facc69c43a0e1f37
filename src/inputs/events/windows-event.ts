import type { XmlSink } from './binary-xml.js';

/** One event: what Windows says of it, and the named values of its provider. */
export interface WindowsEvent {
  /** `Provider`, `EventID`, `TimeCreated`, `EventRecordID`, `Channel`, `Computer`. */
  readonly system: ReadonlyMap<string, string>;
  readonly data: ReadonlyMap<string, string>;
}

const LONGEST_VALUE = 32_768;
const MOST_VALUES = 256;

/** Attributes that hold the value of their element. */
const VALUE_ATTRIBUTES: Readonly<Record<string, string>> = { Provider: 'Name', TimeCreated: 'SystemTime' };

/** Gathers one event out of its XML, whichever way that was written. */
export class EventCollector implements XmlSink, WindowsEvent {
  readonly system = new Map<string, string>();
  readonly data = new Map<string, string>();
  #path: string[] = [];
  #name: string | null = null;
  #text = '';

  clear(): void {
    this.system.clear();
    this.data.clear();
    this.#path = [];
  }

  open(name: string): void {
    // `e:Event` in exports that name their schema.
    this.#path.push(name.slice(name.indexOf(':') + 1));
    if (this.#path.length !== 3) return;
    this.#name = null;
    this.#text = '';
  }

  attribute(name: string, value: string): void {
    if (this.#path.length !== 3) return;
    const [, part, element = ''] = this.#path;
    if (part === 'System' && VALUE_ATTRIBUTES[element] === name)
      this.system.set(element, value.slice(0, LONGEST_VALUE));
    else if (part === 'EventData' && name === 'Name') this.#name = value.slice(0, 256);
  }

  text(value: string): void {
    if (this.#path.length === 3 && this.#text.length < LONGEST_VALUE) this.#text += value;
  }

  close(): void {
    const [, part, element = ''] = this.#path;
    if (this.#path.length === 3) {
      const text = this.#text.slice(0, LONGEST_VALUE).trim();
      if (part === 'System' && text !== '' && this.system.size < MOST_VALUES) this.system.set(element, text);
      else if (part === 'EventData' && this.#name !== null && this.data.size < MOST_VALUES)
        this.data.set(this.#name, text);
    }
    this.#path.pop();
  }
}
