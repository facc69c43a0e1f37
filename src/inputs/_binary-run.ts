import { createHash } from 'node:crypto';
import type { InputSummary } from '../model/input.js';
import { type Collector, collected } from './_collect.js';
import { fill } from './_fill.js';
import { Followed } from './_followed.js';
import type { BinaryFormat, ByteSource } from './format.js';
import type { Watch } from './watch.js';

/** Reads a binary input: its format takes the bytes as they are. */
export async function binarySummary(
  source: ByteSource,
  buffer: Uint8Array,
  first: number,
  format: BinaryFormat,
  collector: Collector,
  watch: Watch | null,
): Promise<InputSummary> {
  const hash = createHash('sha256');
  const reader = format.openBytes({ bytes: buffer.subarray(0, first), name: source.name }, collector);
  const progress = new Followed(source, collector, watch);
  for (let filled = first; filled > 0; filled = progress.isStopped ? 0 : await fill(source, buffer)) {
    const bytes = buffer.subarray(0, filled);
    hash.update(bytes);
    reader.chunk(bytes);
    await progress.turn(filled);
  }
  if (progress.isStopped) source.close?.();
  const facts = await reader.end();
  const summary = {
    name: source.name,
    sha256: hash.digest('hex'),
    format: format.name,
    encoding: 'binary',
    rows: collector.rows,
    badLines: collector.badLines,
    badLineCount: collector.badLineCount,
    ...collected(collector),
    ...facts,
    partial: facts.partial === true,
  };
  return progress.told(summary);
}
