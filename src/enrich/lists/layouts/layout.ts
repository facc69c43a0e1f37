import type { EntrySink } from '../entry-sink.js';
import type { PublishedList } from '../published-list.js';

/** Reads one file (UTF-8, no byte-order mark) into the sink. Never throws on bad data. */
export type Layout = (bytes: Buffer, sink: EntrySink, options: LayoutOptions) => void;

/** What a layout must know of the list: the label for bare entries, and which kind of rows to take. */
export type LayoutOptions = Pick<PublishedList, 'label' | 'only'>;
