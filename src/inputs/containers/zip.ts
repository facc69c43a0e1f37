import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { ByteSource } from '../format.js';
import { inflated, piecesOf } from './inflate.js';
import { type Limits, MOST_HELD } from './limits.js';
import { type Member, PieceSource, writtenAt } from './member.js';
import type { Parts } from './workbook.js';

/** Every workbook of Office Open XML has it, whatever wrote it. */
const WORKBOOK = 'xl/workbook.xml';

/** What a zip archive holds that can't be read. */
export interface Unread {
  encrypted(): void;
  unsupported(): void;
  /** It is a workbook, and its members are its sheets. */
  workbook(): void;
}

/**
 * Files of a zip archive, in the order of its directory. Names are only shown, nothing is written. Throws with the
 * reason when the archive's directory is damaged or its entries overlap.
 */
export async function* zipMembers(source: ByteSource, limits: Limits, unread: Unread): AsyncGenerator<Member> {
  const zip = await openZip(source, limits);
  try {
    const { entries, failure } = await entriesOf(zip, limits);
    if (entries.has(WORKBOOK)) {
      unread.workbook();
      const { sheetMembers } = await import('./workbook.js');
      yield* sheetMembers(partsOf(zip, entries, limits));
    } else yield* filesOf(zip, entries, limits, unread);
    if (failure !== null) throw failure;
  } finally {
    zip.close();
  }
}

async function* filesOf(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  limits: Limits,
  unread: Unread,
): AsyncGenerator<Member> {
  let packed = 0;
  const files = [...entries].filter(
    ([name, entry]) => !name.endsWith('/') && !isLink(entry) && entry.uncompressedSize > 0,
  );
  for (const [name, entry] of files) {
    packed += entry.compressedSize;
    if (packed > zip.fileSize) throw new Error('its files overlap each other');
    if (entry.isEncrypted()) unread.encrypted();
    else if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) unread.unsupported();
    else {
      const member = new PieceSource(name, contentOf(zip, entry, limits));
      const written = writtenAt(entry.getLastModDate().getTime());
      yield { name, source: member, isAmongOthers: files.length > 1, ...written, damage: () => member.damage };
      await member.close();
    }
  }
}

/** The directory by names, as far as it can be read. Of two files of one name the later gets a number: none is lost. */
async function entriesOf(
  zip: ZipFile,
  limits: Limits,
): Promise<{ readonly entries: ReadonlyMap<string, Entry>; readonly failure: Error | null }> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (!limits.entry()) break;
      const name = nameOf(entry);
      entries.set(entries.has(name) ? `${name} (${entries.size})` : name, entry);
    }
  } catch (error) {
    return { entries, failure: error instanceof Error ? error : new Error('its directory is damaged') };
  }
  return { entries, failure: null };
}

/** The text of a part by its name; nothing when there is none that can be read. */
function partsOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>, limits: Limits): Parts {
  return (name) => {
    const entry = entries.get(name);
    const isReadable = entry !== undefined && !entry.isEncrypted() && [0, 8].includes(entry.compressionMethod);
    return isReadable ? contentOf(zip, entry, limits) : null;
  };
}

async function openZip(source: ByteSource, limits: Limits): Promise<ZipFile> {
  const options = { autoClose: false, decodeStrings: false, lazyEntries: true };
  try {
    if (source.path !== null) return await openPromise(source.path, options);
    return await fromBufferPromise(await held(source, limits), options);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
}

async function held(source: ByteSource, limits: Limits): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of piecesOf(source, 262_144)) {
    size += piece.length;
    if (size > MOST_HELD) throw new Error(limits.held() || (limits.met ?? ''));
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  if (/End of central directory/i.test(text)) return 'it is cut off: the directory at its end is missing';
  return text.length > 0 && text.length < 100 ? text : 'it is damaged';
}

async function* contentOf(zip: ZipFile, entry: Entry, limits: Limits): AsyncGenerator<Uint8Array> {
  const raw = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  let sum = 0;
  try {
    const pieces = entry.compressionMethod === 8 ? inflated(raw, createInflateRaw(), limits) : stored(raw, limits);
    for await (const piece of pieces) {
      sum = crc32(piece, sum);
      yield piece;
    }
  } finally {
    raw.destroy();
  }
  if (sum !== entry.crc32) throw new Error('its checksum is wrong');
}

async function* stored(raw: AsyncIterable<Uint8Array>, limits: Limits): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of raw) {
    size += piece.length;
    if (!limits.take(piece.length, size, size)) throw new Error(limits.met ?? '');
    yield piece;
  }
}

function nameOf(entry: Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

/** Unix mode in the upper half of the attributes: S_IFLNK. Its content would be read as text, its target never. */
function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}
