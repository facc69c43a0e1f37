import type { FlowSink } from '../model/flow-group.js';
import type { InputSummary } from '../model/input.js';
import { binarySummary } from './_binary-run.js';
import { bulkSummary } from './_bulk-run.js';
import { Collector } from './_collect.js';
import { fill } from './_fill.js';
import { Followed } from './_followed.js';
import { LineRun } from './_line-run.js';
import type { FormatGroups } from './_recognise.js';
import type { BinaryFormat, ByteSource } from './format.js';
import type { ReadOptions } from './_read-options.js';

export const CHUNK_BYTES = 262_144;

/** Below it a bulk reader costs more to load than it saves. */
const BULK_BYTES = 8_388_608;

/** Formats by what recognises them. */
export interface Loaders {
  readonly text: FormatGroups;
  readonly binary: readonly { load(): Promise<BinaryFormat>; isBytes(bytes: Uint8Array): boolean }[];
}

/** Reads one input to its end; see `readInput`. */
export async function drive(
  source: ByteSource,
  target: FlowSink,
  loaders: Loaders,
  options: ReadOptions,
): Promise<InputSummary> {
  const { bulk: mayBulk = true, watch = null } = options;
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, source.size === null ? CHUNK_BYTES : source.size + 1));
  const collector = new Collector(target);
  let filled = await fill(source, buffer);
  const head = buffer.subarray(0, filled);
  const binary = loaders.binary.find((loader) => loader.isBytes(head));
  if (binary !== undefined) return binarySummary(source, buffer, filled, await binary.load(), collector, watch);
  const isBig = filled === CHUNK_BYTES && (source.size === null || source.size > BULK_BYTES);
  if (mayBulk && isBig && source.ready === undefined) {
    const summary = await bulkSummary(source, buffer, collector, loaders.text, options);
    if (summary !== null) return summary;
  }
  const run = new LineRun(source, collector, loaders.text);
  const progress = new Followed(source, collector, watch);
  while (filled > 0 && !(source.isFound === true && run.isHopeless)) {
    await run.take(buffer.subarray(0, filled));
    await progress.turn(filled);
    filled = progress.isStopped ? 0 : await fill(source, buffer);
  }
  if (source.size === null) await progress.turn(0);
  source.close?.();
  return progress.told(run.summary(progress.isCut));
}
