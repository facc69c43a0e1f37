import { SaxesParser } from 'saxes';
import { EventRows } from './events/event-rows.js';
import { EventCollector } from './events/windows-event.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format, shortened:
// <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon'/>
// <EventID>3</EventID></System><EventData><Data Name='DestinationIp'>192.0.2.47</Data></EventData></Event>

/** Windows limits an event to 64 KB; its XML form with entities is a few times longer. */
const LONGEST_EVENT = 1_048_576;
const START = /<(?:[A-Za-z]\w{0,20}:)?Event(?=[\s>])/g;
const LONGEST_START = 32;
/** Plaso's CSV keeps the event in a cell, whose quotes are doubled: `<Event xmlns=""http://...`. */
const IN_CELL = /=""[^\s"/>]/;

/** Cuts the text into events, so that a torn one costs no other, and reads each. */
class EventXmlReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: EventRows;
  readonly #event = new EventCollector();
  readonly #parser = new SaxesParser({ fragment: true });
  #rest = '';
  #line = 1;
  #events = 0;
  /** How far the rest has been searched for an end. */
  #searched = 0;
  readonly text = (chunk: string): void => this.#take(chunk);

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new EventRows(sink);
    this.#parser.on('opentag', ({ name, attributes }) => {
      this.#event.open(name);
      for (const [key, value] of Object.entries(attributes)) this.#event.attribute(key, value);
    });
    this.#parser.on('text', (text) => this.#event.text(text));
    this.#parser.on('cdata', (text) => this.#event.text(text));
    this.#parser.on('closetag', () => this.#event.close());
    // A character that XML forbids is no reason to drop an event: what was understood decides.
    this.#parser.on('error', () => undefined);
  }

  line(): void {
    // Events are no lines: `text` takes them.
  }

  end(): CaptureFacts {
    START.lastIndex = 0;
    if (START.test(this.#rest)) this.#sink.badLine(this.#line, this.#rest.slice(0, 300), 'an event that is not closed');
    const tool = `Windows events as XML, ${this.#events} events`;
    return { tool, language: null, os: 'windows', blindSpots: this.#rows.blindSpots() };
  }

  #take(chunk: string): void {
    let text = this.#rest + chunk;
    for (;;) {
      START.lastIndex = 0;
      const start = START.exec(text);
      if (start === null) {
        text = this.#drop(text, Math.max(0, text.length - LONGEST_START));
        break;
      }
      if (start.index > 0) text = this.#drop(text, start.index);
      const mark = `</${start[0].slice(1)}>`;
      const end = text.indexOf(mark, this.#searched);
      START.lastIndex = start[0].length;
      const next = START.exec(end < 0 ? text : text.slice(0, end));
      if (next !== null) {
        this.#sink.badLine(this.#line, text.slice(0, 300), 'an event that is not closed');
        text = this.#drop(text, next.index);
      } else if (end >= 0) {
        this.#read(text.slice(0, end + mark.length));
        text = this.#drop(text, end + mark.length);
      } else if (text.length > LONGEST_EVENT) {
        this.#sink.badLine(this.#line, text.slice(0, 300), 'an event longer than 1 MB');
        text = this.#drop(text, start[0].length);
      } else {
        this.#searched = Math.max(0, text.length - mark.length);
        break;
      }
    }
    this.#rest = text;
  }

  #drop(text: string, count: number): string {
    for (let at = text.indexOf('\n'); at >= 0 && at < count; at = text.indexOf('\n', at + 1)) this.#line += 1;
    this.#searched = 0;
    return text.slice(count);
  }

  #read(text: string): void {
    this.#event.clear();
    this.#parser.write(IN_CELL.test(text.slice(0, 1_000)) ? text.replaceAll('""', '"') : text).close();
    this.#events += 1;
    if (this.#event.system.has('EventID')) this.#rows.event(this.#event, this.#line);
    else this.#sink.badLine(this.#line, text.slice(0, 300), 'an event without a number');
  }
}

function sniff({ text }: Head): number {
  return /<(?:\w+:)?Event[\s>][^<]*<(?:\w+:)?System>/.test(text.slice(0, 65_536)) ? 0.99 : 0;
}

/** Windows events that were exported as XML. */
export const windowsEventXml: InputFormat = {
  name: 'windows-event-xml',
  title: 'Windows events as XML',
  reads: [
    {
      tool: 'wevtutil qe /f:xml, Event Viewer (Save as XML), Get-WinEvent ToXml()',
      versions: 'Sysmon 3 with 1 and 22; Security 5156, 5157 with 4688',
      link: 'https://learn.microsoft.com/windows-server/administration/windows-commands/wevtutil',
    },
  ],
  sniff,
  open: (_head, sink) => new EventXmlReader(sink),
};
