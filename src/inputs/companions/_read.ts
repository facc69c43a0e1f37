import { createHash } from 'node:crypto';
import type { CompanionFacts, CompanionSummary } from '../../model/companion.js';
import { looksBinary, openDecoder } from '../_encoding.js';
import type { ByteSource, Head } from '../format.js';
import { Gather } from './_gather.js';
import type { Companion } from './companion.js';
import { companions } from './index.js';

/** Process lists and caches of busy servers have a few megabytes; the rest of a longer file is left out, and said. */
const MOST_BYTES = 33_554_432;
const CHUNK = 262_144;
const HEAD_LINES = 5_000;
const SURE = 0.5;

/** What one companion told, and its summary before it is joined. */
export interface CompanionReading {
  readonly facts: CompanionFacts;
  readonly summary: CompanionSummary;
  /** When its file was last written, milliseconds since 1970, where that is known. */
  readonly written: number | null;
}

/** The companion that is surest of these first bytes of an input, or null when they are none's. */
export async function recognise(name: string, bytes: Uint8Array): Promise<Companion | null> {
  const { text, encoding } = await decoded([bytes]);
  if (looksBinary(text)) return null;
  const head: Head = { bytes, text, lines: text.split(/\r{0,2}\n|\r/, HEAD_LINES), encoding, name };
  let best: Companion | null = null;
  let surest = SURE;
  for (const companion of companions) {
    const sure = companion.sniff(head);
    if (sure > surest) [best, surest] = [companion, sure];
  }
  return best;
}

/** A companion that was read, or, null, the bytes of what is a listing after all. */
export interface Reading {
  readonly reading: CompanionReading | null;
  readonly chunks: readonly Uint8Array[];
}

/**
 * Reads a recognised companion to its end. `isListing` is asked about its whole text: scripts print process lists and
 * name caches before the listing, in one file. Never throws on bad evidence; errors of `source.read` are not caught.
 */
export async function readCompanion(
  source: ByteSource,
  companion: Companion,
  isListing: (text: string) => boolean,
): Promise<Reading> {
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const buffer = new Uint8Array(CHUNK);
    if (source.ready !== undefined) await source.ready();
    const got = source.read(buffer);
    if (got <= 0) break;
    hash.update(buffer.subarray(0, got));
    if (size < MOST_BYTES) chunks.push(buffer.subarray(0, got));
    size += got;
  }
  const { text, encoding } = await decoded(chunks);
  if (size <= MOST_BYTES && isListing(text)) return { reading: null, chunks };
  const gather = new Gather(companion.factSource ?? companion.name);
  companion.read(text, gather);
  const { entries, badLines, badLineCount, told } = gather;
  const summary: CompanionSummary = {
    name: source.name,
    sha256: hash.digest('hex'),
    kind: companion.name,
    title: companion.title,
    encoding,
    entries,
    badLines,
    badLineCount,
    partial: size > MOST_BYTES || gather.isFull,
    host: told.host,
    capturedAt: told.capturedAt,
    joined: 0,
    notes:
      size > MOST_BYTES
        ? ['only its first 32 MB were read']
        : gather.isFull
          ? ['it has more entries than are read']
          : [],
  };
  return { reading: { facts: told, summary, written: source.written ?? null }, chunks: [] };
}

async function decoded(chunks: readonly Uint8Array[]): Promise<{ readonly text: string; readonly encoding: string }> {
  const [first] = chunks;
  if (first === undefined) return { text: '', encoding: 'utf-8' };
  const decoder = openDecoder(first);
  let text = '';
  for (const chunk of chunks) {
    const late = decoder.prepare(chunk);
    if (late !== null) await late;
    text += decoder.decode(chunk);
  }
  text += decoder.end();
  return { text: text.replaceAll('\0', ''), encoding: decoder.encoding };
}
