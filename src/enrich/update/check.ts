import { classify } from '../../address/classify.js';
import { formatAddress } from '../../address/format.js';
import { LayoutError } from '../ranges/range-entry.js';
import { gunzipped } from './http.js';
import { type Block, type Publisher, type Reading, Refused } from './publisher.js';

/** A file that was read and found sound. */
export interface Checked extends Reading {
  /** The file unpacked. */
  readonly bytes: Uint8Array;
}

/** A file that rejects more than this share of its lines is another file. */
const MOST_REJECTED = 0.2;
/** Below this many entries a list may vanish without being suspicious. */
const FEW = 20;
/** Wider blocks than anybody publishes: a tenth of IPv4, a /8 of IPv6. */
const WIDEST_IPV4 = 0x1999_9999;
const WIDEST_IPV6 = 0x00ff_ffff;

/**
 * Reads a downloaded file and asks whether it can be true. `before`: entries of the last good copy.
 * Throws Refused with the reason; `isForced` lets pass what is merely improbable, never what cannot be read.
 */
export function checkContent(
  publisher: Publisher,
  body: Uint8Array,
  before: number | null,
  isForced: boolean,
): Checked {
  const bytes = unpack(publisher, body);
  const reading = read(publisher, bytes);
  if (!isForced) {
    const doubt = reading.refused ?? doubtOf(publisher, reading, before);
    if (doubt !== null) throw new Refused(doubt);
  }
  return { ...reading, bytes };
}

/** The file itself, out of its `.gz` where the publisher packs it. */
export function unpack({ isGzip, maxBytes }: Publisher, body: Uint8Array): Uint8Array {
  if (!isGzip) return body;
  if (body[0] !== 0x1f || body[1] !== 0x8b) throw new Refused('not a gzip file');
  return gunzipped(body, maxBytes);
}

function read(publisher: Publisher, bytes: Uint8Array): Reading {
  if (bytes.length === 0 && publisher.bounds.min > 0) throw new Refused('empty');
  if (publisher.end !== null && !publisher.end.test(new TextDecoder().decode(bytes))) {
    throw new Refused('cut short: the mark that ends it is missing');
  }
  try {
    return publisher.read(bytes);
  } catch (error) {
    if (error instanceof LayoutError) throw new Refused(error.message);
    throw error;
  }
}

function doubtOf({ bounds, leastShare }: Publisher, reading: Reading, before: number | null): string | null {
  const { entries, rejected } = reading;
  if (rejected > Math.max(FEW, (entries + rejected) * MOST_REJECTED)) {
    return `${rejected} of ${entries + rejected} lines cannot be read`;
  }
  if (entries < bounds.min) return `${entries} entries, fewer than ${bounds.min}`;
  if (entries > bounds.max) return `${entries} entries, more than ${bounds.max}`;
  if (before !== null && before >= FEW && entries < before * leastShare) {
    return `shrunk from ${before} to ${entries} entries`;
  }
  for (const block of reading.blocks) {
    const doubt = blockDoubt(block);
    if (doubt !== null) return `it holds ${doubt}`;
  }
  return null;
}

/** Nobody's own ranges are a default route or private space. */
function blockDoubt({ first, last }: Block): string | null {
  const text = `${formatAddress(first)}-${formatAddress(last)}`;
  const isWide = first.family === 4 ? last.w3 - first.w3 > WIDEST_IPV4 : last.w0 - first.w0 > WIDEST_IPV6;
  if (isWide) return `${text}, a large part of the Internet`;
  const inside = [first, last].map((end) => classify(end)).find(({ isGlobal }) => !isGlobal);
  return inside === undefined ? null : `${text}, ${inside.class} space`;
}
