import { looksLikeJson } from './layouts/_header.js';
import { layouts } from './layouts/index.js';
import { utf8Bytes } from './_lines.js';
import type { ParsedList } from './entry.js';
import { EntrySink } from './entry-sink.js';
import type { PublishedList } from './published-list.js';

/** No list is larger; a larger file is something else. */
export const MAX_LIST_BYTES = 64 * 1024 * 1024;

/** More damaged lines than good ones: the publisher has changed the layout, or this isn't the file. */
const DAMAGED_SHARE = 0.5;

/**
 * Reads one file of a published list. Never throws. `refused` tells why the file as a whole must not be used:
 * larger than 64 MB, HTML or an archive instead of data, mostly unreadable, fewer or more entries than a sound file
 * can have, a default route or private networks inside.
 */
export function parsePublishedList(list: PublishedList, bytes: Uint8Array): ParsedList {
  const sink = new EntrySink(list.hasBogons ? 'set-aside' : 'refuse');
  const notData = whyNotData(bytes);
  if (notData !== null) {
    sink.refuse(notData);
    return sink.finish();
  }
  layouts[list.layout](utf8Bytes(bytes), sink, list);
  const parsed = sink.finish();
  const refused = parsed.refused ?? whyUnsound(list, parsed);
  return refused === null ? parsed : { ...parsed, refused };
}

/** Why the bytes are no list at all; null when they may be one. Publishers and proxies answer errors with pages. */
export function whyNotData(bytes: Uint8Array): string | null {
  if (bytes.byteLength > MAX_LIST_BYTES) return `larger than ${MAX_LIST_BYTES / 1_048_576} MB`;
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'a ZIP archive instead of data';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip instead of data';
  const start = utf8Bytes(bytes.subarray(0, 1024)).toString('latin1').trimStart();
  if (/^<(?:!doctype|html|head|body|\?xml|!--|script|title)/i.test(start)) return 'a web page instead of data';
  return looksLikeJson(Buffer.from(start)) || !start.includes('\u0000') ? null : 'binary data instead of text';
}

function whyUnsound(list: PublishedList, parsed: ParsedList): string | null {
  const { entries, rejectedCount } = parsed;
  const first = parsed.rejected[0];
  if (first !== undefined && rejectedCount > entries.length * DAMAGED_SHARE) {
    return `${rejectedCount} unreadable lines against ${entries.length} entries: line ${first.line}: ${first.reason}`;
  }
  if (entries.length < list.bounds.min) {
    return `${entries.length} entries where at least ${list.bounds.min} are expected`;
  }
  return entries.length > list.bounds.max
    ? `${entries.length} entries where at most ${list.bounds.max} are expected`
    : null;
}
