import {
  type ListEntries,
  type ParsedList,
  parsePublishedList,
  type PublishedList,
  publishedLists,
} from '../lists/index.js';
import type { Publisher } from './publisher.js';

/** One published file and the lists that are read from it. */
export interface ListPublisher extends Publisher {
  readonly group: 'list';
  lists(bytes: Uint8Array): readonly { readonly list: PublishedList; readonly parsed: ParsedList }[];
}

const MAX_BYTES = 64 * 1024 * 1024;
const MINUTES_PER_HOUR = 60;

/** A wall against looking every minute at what a publisher rebuilds every five. */
const LEAST_HOURS = 1;

/**
 * Marks that end a whole file. abuse.ch's blocklist CSV and text end in `# END n entries`; Spamhaus' JSON lines in a
 * metadata record. Files of the same layout that begin differently have none.
 */
const ENDS: Readonly<Partial<Record<PublishedList['layout'], RegExp>>> = {
  feodo: /^(?!#)|# END \d* ?entries|# END/,
  spamhaus: /^(?!\{)|"type" ?: ?"metadata"/,
};

/** The publishers of lists; lists that share an address share one copy. */
export function listPublishers(lists: readonly PublishedList[] = publishedLists): ListPublisher[] {
  const byUrl = new Map<string, PublishedList[]>();
  for (const list of lists) {
    const [url = list.key] = list.urls;
    byUrl.set(url, [...(byUrl.get(url) ?? []), list]);
  }
  return [...byUrl.values()].map(listPublisher);
}

function listPublisher(lists: readonly PublishedList[]): ListPublisher {
  const [main] = lists;
  const parse = (bytes: Uint8Array) => lists.map((list) => ({ list, parsed: parsePublishedList(list, bytes) }));
  const minutes = Math.min(...lists.map(({ cadenceMinutes }) => cadenceMinutes));
  return {
    key: main.key,
    aliases: lists.slice(1).map(({ key }) => key),
    title: lists.map(({ title }) => title).join(' / '),
    group: 'list',
    licence: main.licence,
    urls: () => main.urls,
    page: null,
    hosts: main.urls.map((url) => new URL(url).hostname),
    everyHours: Math.max(LEAST_HOURS, minutes / MINUTES_PER_HOUR),
    bounds: { min: sum(lists.map(({ bounds }) => bounds.min)), max: sum(lists.map(({ bounds }) => bounds.max)) },
    maxBytes: MAX_BYTES,
    isGzip: false,
    leastShare: 0.1,
    end: ENDS[main.layout] ?? null,
    isDefault: lists.some(({ isDefault }) => isDefault),
    lists: parse,
    read: (bytes) => readingOf(parse(bytes)),
  };
}

function readingOf(read: ReturnType<ListPublisher['lists']>): ReturnType<Publisher['read']> {
  const parsed = read.map((one) => one.parsed);
  return {
    entries: sum(parsed.map(({ entries }: { entries: ListEntries }) => entries.length)),
    // Lists read from one file reject the same lines.
    rejected: Math.min(...parsed.map(({ rejectedCount }) => rejectedCount)),
    asOf: parsed.map(({ asOf }) => asOf).find((asOf) => asOf !== null) ?? null,
    refused: parsed.map(({ refused }) => refused).find((refused) => refused !== null) ?? null,
    // The lists' own reader has looked at every block already.
    blocks: [],
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
