import { closeSync, openSync, readSync } from 'node:fs';
import { LISTING_ROW } from './_listing-row.js';
import { containerKind, isCapture, isEvtx } from './_magic.js';
import { peek } from './_peek.js';
import type { CompanionReading } from './companions/index.js';
import type { ByteSource } from './format.js';

export type { CompanionReading } from './companions/index.js';

/** Enough for the header and the first rows of anything that is a companion. */
const LOOKED_AT = 32_768;
/** No companion is as big, and one is read into memory: 64 MB. */
const LARGEST = 67_108_864;

const PACKED_FOLDER = /\.(?:tgz|tzst|tar\.[a-z0-9]{1,4})$/i;

/**
 * A far end with its port in a record of JSON: a log of programs and of connections is a listing, wherever its first
 * connection stands. Neighbours have no ports.
 */
const LISTING_RECORD =
  /(?<!\\)"[\w.]{0,60}(?:dst|dest|destination|remote|foreign)_?-?port"\s*:\s*"?\d|"(?:destination|dst_endpoint|remote)"\s*:\s*\{/i;

/** What a first look found: a companion, read to its end; or a source still to be read from its start. */
export interface FirstLook {
  readonly reading: CompanionReading | null;
  readonly source: ByteSource;
  /** Other files lie in it, companions perhaps. */
  readonly isArchive: boolean;
  /** Many of them, as a folder was packed. */
  readonly isFolder: boolean;
}

/**
 * Tells companions (process lists, name caches, routes ...) from listings by their first bytes. A file is opened for
 * that and closed again, a pipe's first bytes are put back.
 */
export async function firstLook(source: ByteSource): Promise<FirstLook> {
  const head = source.path === null ? null : headOfFile(source.path);
  const { head: bytes, whole } = head === null ? await peek(source, LOOKED_AT) : { head, whole: source };
  const kind = containerKind(bytes);
  const isArchive = kind !== null;
  const isFolder = kind === 'zip' || kind === 'tar' || (isArchive && PACKED_FOLDER.test(source.name));
  const isBig = (source.size ?? 0) > LARGEST;
  if (isArchive || isBig || isSurelyNone(bytes)) return { reading: null, source: whole, isArchive, isFolder };
  const { readCompanion, recognise } = await import('./companions/index.js');
  const companion = await recognise(source.name, bytes);
  if (companion === null) return { reading: null, source: whole, isArchive, isFolder };
  const { reading, chunks } = await readCompanion(whole, companion, isListing);
  return { reading, source: reading === null ? again(whole, chunks) : whole, isArchive, isFolder };
}

function isListing(text: string): boolean {
  return LISTING_ROW.test(text) || LISTING_RECORD.test(text);
}

/** What was read from a source, to be read once more. */
function again(source: ByteSource, chunks: readonly Uint8Array[]): ByteSource {
  source.close?.();
  const bytes = Buffer.concat(chunks);
  let given = 0;
  return {
    name: source.name,
    size: bytes.length,
    path: null,
    ...(source.written === undefined ? {} : { written: source.written }),
    ...(source.isFound === undefined ? {} : { isFound: source.isFound }),
    ...(source.isAmongOthers === undefined ? {} : { isAmongOthers: source.isAmongOthers }),
    read(buffer) {
      const part = bytes.subarray(given, given + buffer.length);
      buffer.set(part);
      given += part.length;
      return part.length;
    },
  };
}

/** Captures, and what has a row of a listing: the code for companions need not be loaded for them. */
function isSurelyNone(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || isEvtx(bytes) || isCapture(bytes)) return true;
  return LISTING_ROW.test(Buffer.from(bytes.subarray(0, 16_384)).toString('latin1').replaceAll('\0', ''));
}

function headOfFile(path: string): Uint8Array | null {
  try {
    const descriptor = openSync(path, 'r');
    const buffer = new Uint8Array(LOOKED_AT);
    const length = readSync(descriptor, buffer);
    closeSync(descriptor);
    return buffer.subarray(0, length);
  } catch {
    // Whatever is wrong with it is told when it is read.
    return null;
  }
}
