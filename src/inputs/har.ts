import { JsonObjects } from './_json-objects.js';
import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// A request of the format, much shortened:
// {"startedDateTime": "2026-11-20T10:15:30.123Z", "time": 120.5, "request": {"url": "https://www.example.com/", "bodySize": 0},
//  "response": {"httpVersion": "h2", "bodySize": 1256}, "serverIPAddress": "198.51.100.7"}

/** Requests stand in a list of that name, which may begin behind a list of pages. */
const ENTRIES = /"entries"\s*:\s*\[/;
const MARK = '"entries"';
const STARTS = /^\s*\{\s*"log"\s*:\s*\{/;

class HarReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #isInside = false;
  /** Text before the list; only its end is kept. */
  #before = '';
  #line = 0;
  readonly #entries: JsonObjects;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink, { isInitiator: true });
    this.#entries = new JsonObjects({
      object: (text, line) => this.#entry(text, line + this.#line),
      broken: (start, line, reason) => this.#sink.badLine(line + this.#line, start, reason),
    });
  }

  readonly text = (chunk: string): void => {
    if (this.#isInside) return this.#entries.push(chunk);
    const text = this.#before + chunk;
    const found = ENTRIES.exec(text);
    this.#before = found === null ? text.slice(-MARK.length - 100) : '';
    const passed = found === null ? text.slice(0, -this.#before.length) : text.slice(0, found.index + found[0].length);
    this.#line += passed.split('\n').length - 1;
    if (found === null) return;
    this.#isInside = true;
    this.#entries.push(text.slice(found.index + found[0].length));
  };

  line(): void {
    // Requests are no lines.
  }

  #entry(text: string, line: number): void {
    const entry = parsed(text);
    if (entry === null) return this.#sink.badLine(line, text.slice(0, 300), 'not valid JSON');
    const record = recordOf(entry);
    if (record !== null) this.#rows.record(record, line, text.slice(0, 300));
  }

  end(): CaptureFacts {
    this.#entries.end();
    return { tool: 'HTTP archive', language: null, os: 'unknown', blindSpots: this.#rows.logSpots() };
  }
}

type Json = Readonly<Record<string, unknown>>;

function parsed(text: string): Json | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** Null for what never left: pages of the browser itself, data in the URL, answers from its cache. */
function recordOf(entry: Json): RawRecord | null {
  const [request, response] = [objectOf(entry.request), objectOf(entry.response)];
  const url = typeof request.url === 'string' && URL.canParse(request.url) ? new URL(request.url) : null;
  if (url === null || !/^(?:https?|wss?):$/.test(url.protocol)) return null;
  const { serverIPAddress, _fromCache: cached } = entry;
  if (cached !== undefined) return null;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const address = typeof serverIPAddress === 'string' ? serverIPAddress.replace(/^\[|\]$/g, '') : '';
  const secure = url.protocol === 'https:' || url.protocol === 'wss:';
  return {
    protocol: isHttp3(response) || isHttp3(request) ? 'udp' : 'tcp',
    remoteAddress: address === '' ? host : address,
    remotePort: url.port === '' ? (secure ? '443' : '80') : url.port,
    remoteHost: host,
    direction: 'outbound',
    time: typeof entry.startedDateTime === 'string' ? entry.startedDateTime : undefined,
    duration: typeof entry.time === 'number' && entry.time > 0 ? String(entry.time / 1000) : undefined,
    bytesSent: sizeOf(request),
    bytesReceived: sizeOf(response),
  };
}

function isHttp3({ httpVersion }: Json): boolean {
  return typeof httpVersion === 'string' && /^(?:h3|http\/3)/i.test(httpVersion);
}

/** Head and body as they went over the line; -1 where it is not known. */
function sizeOf({ headersSize, bodySize, _transferSize: whole }: Json): string | undefined {
  if (typeof whole === 'number' && whole >= 0) return String(whole);
  const sizes = [headersSize, bodySize].filter((size): size is number => typeof size === 'number' && size >= 0);
  return sizes.length === 0 ? undefined : String(sizes.reduce((sum, size) => sum + size));
}

function sniff({ text }: Head): number {
  if (!STARTS.test(text)) return 0;
  return ENTRIES.test(text) || /"(?:creator|pages|browser)"\s*:/.test(text) ? 1 : 0;
}

/** Requests that a browser or a proxy saved. */
export const har: InputFormat = {
  name: 'har',
  title: 'HTTP archive (HAR)',
  reads: [
    {
      tool: 'Firefox, Chrome, Edge, Safari, mitmproxy, Fiddler, Charles, Burp',
      versions: 'HAR 1.1 and 1.2; a request without serverIPAddress has a name only',
      link: 'http://www.softwareishard.com/blog/har-12-spec/',
    },
  ],
  sniff,
  open: (_head, sink) => new HarReader(sink),
};
