import type { InputSummary } from '../model/input.js';
import { type Collector, collected } from './_collect.js';
import { openDecoder } from './_encoding.js';
import { cutAt } from './_followed.js';
import { type FormatGroups, headOf, recognise, undressed } from './_recognise.js';
import type { ByteSource, Head } from './format.js';
import type { ReadOptions } from './_read-options.js';

/** Rows of which the tables take tens of megabytes. */
const MANY_ROWS = 1_000_000;

/** Hands a big input to the bulk reader when one claims it; null when none does. */
export async function bulkSummary(
  source: ByteSource,
  first: Uint8Array,
  collector: Collector,
  groups: FormatGroups,
  { hashing = null, hash = true, watch = null, columns = null }: ReadOptions,
): Promise<InputSummary | null> {
  const { openBulk, openTableBulk, prepareThread, dismissThread, collectGarbage } = await import('./bulk/index.js');
  prepareThread(source.path === null ? null : source.size);
  const decoder = openDecoder(first);
  const late = decoder.prepare(first);
  if (late !== null) await late;
  const head = headOf(source, decoder.encoding, first, decoder.decode(first));
  let loaded = 0;
  const { name, size } = source;
  const interrupt = {
    get stopped() {
      return watch?.isStopped === true;
    },
    pause(bytes: number, rows: number, threads: number) {
      loaded = bytes;
      return watch?.turn({ name, bytes: bytes * threads, of: size, rows: rows * threads });
    },
    end: () => watch?.bulkRead?.(),
  };
  let bulk = openBulk(head, source, { interrupt, hash });
  if (bulk === null && columns === null && (await isTable(groups, head)))
    bulk = openTableBulk(head, collector, { interrupt, hash });
  if (bulk === null) {
    dismissThread();
    return null;
  }
  const { facts, sha256, hasPrograms = false, ...counts } = await bulk.read(source, first.slice(), collector);
  // Nobody holds its tables any more. After mere counts there is little, and nothing that takes long comes.
  if (counts.rows >= MANY_ROWS && collector.addressCounts === undefined) collectGarbage();
  const summary = {
    name: source.name,
    sha256: '',
    format: bulk.format,
    encoding: bulk.encoding ?? decoder.encoding,
    ...facts,
    ...counts,
    ...collected(collector),
    hasPrograms: hasPrograms || collector.hasPrograms,
  };
  const hashed = sha256.then((hex) => void (summary.sha256 = hex));
  // Whoever waits for it comes later: a file that vanishes until then must not end the process.
  hashed.catch(() => {});
  if (hashing === null) await hashed;
  else hashing.push(hashed);
  return counts.partial ? cutAt(summary, loaded, source, hash) : summary;
}

/** Whether the line path would read it as a table, and as it stands. */
async function isTable(groups: FormatGroups, head: Head): Promise<boolean> {
  const found = await recognise(groups, head);
  if (found?.format.name !== 'table') return false;
  return (await undressed(groups, head, found)) === null;
}
