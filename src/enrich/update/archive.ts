import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { UserError } from '../../model/errors.js';
import { sha256Of } from './copies.js';
import type { NewFile } from './swap.js';
import { isManifest, type VersionManifest } from './version-manifest.js';

/** First line of an exported pack. */
const MAGIC = 'farend-pack 1\n';
/** Length of the head in ASCII digits, padded: so that it can be read without the rest. */
const LENGTH_DIGITS = 10;
const MOST_HEAD = 16 * 1024 * 1024;
const MOST_FILE = 512 * 1024 * 1024;

/** The head: the manifest exactly as signed, and who signed it. */
export interface ArchiveHead {
  /** Text of `manifest.json`; its checksums cover every file, so a signature over it covers all. */
  readonly manifest: string;
  /** Ed25519 signature over `manifest`, base64, or null. */
  readonly signature: string | null;
  /** The signer's public key (SPKI, base64): a name for the key, not a reason to trust it. */
  readonly key: string | null;
  /** Packed length of each file of the manifest, in its order. */
  readonly packed: readonly number[];
}

/**
 * One version as one file: magic line, length of the head, the head as JSON, then each file gzipped.
 * Everything about a file (name, size, checksum) stands in the manifest.
 */
export function encodeArchive(head: Omit<ArchiveHead, 'packed'>, files: readonly Uint8Array[]): Uint8Array {
  const packed = files.map((file) => gzipSync(file));
  const text = Buffer.from(
    JSON.stringify({ ...head, packed: packed.map(({ length }) => length) } satisfies ArchiveHead),
  );
  const length = String(text.length).padStart(LENGTH_DIGITS, '0');
  return Buffer.concat([Buffer.from(MAGIC + length), text, ...packed]);
}

/** An opened archive: its head, parsed manifest, and the files when asked for. */
export interface Archive {
  readonly head: ArchiveHead;
  readonly manifest: VersionManifest;
  /** Unpacks and checks every file. Throws UserError when one is damaged. */
  files(): NewFile[];
}

/** Opens an exported pack; only its head is read at once. Throws UserError when it is none. */
export function openArchive(path: string): Archive {
  const head = readHead(path);
  const manifest = parse(head.manifest);
  if (!isManifest(manifest) || manifest.files.length !== head.packed.length) throw notAPack(path);
  return { head, manifest, files: () => readFiles(path, head, manifest) };
}

function readHead(path: string): ArchiveHead {
  const start = readStart(path, MAGIC.length + LENGTH_DIGITS).toString('latin1');
  const length = Number(start.slice(MAGIC.length));
  if (!start.startsWith(MAGIC) || !Number.isInteger(length) || length > MOST_HEAD) throw notAPack(path);
  const head = parse(readStart(path, start.length + length).toString('utf8', start.length)) as ArchiveHead | null;
  const isSound =
    typeof head?.manifest === 'string' &&
    [head.signature, head.key].every((text) => text === null || typeof text === 'string') &&
    Array.isArray(head.packed) &&
    head.packed.every((size) => Number.isInteger(size) && size >= 0);
  if (!isSound) throw notAPack(path);
  return head;
}

function readStart(path: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const descriptor = openOrSay(path);
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}

function openOrSay(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new UserError(`could not read ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
}

function readFiles(path: string, head: ArchiveHead, manifest: VersionManifest): NewFile[] {
  const bytes = readFileSync(path);
  let at = MAGIC.length + LENGTH_DIGITS + Number(bytes.toString('latin1', MAGIC.length, MAGIC.length + LENGTH_DIGITS));
  const files = manifest.files.map((file, index) => {
    const packed = bytes.subarray(at, (at += head.packed[index]));
    const content = unpacked(packed, file.bytes);
    if (content === null || sha256Of(content) !== file.sha256) {
      throw new UserError(`${path} is damaged: ${file.name} does not match its checksum`, 'Copy it again.');
    }
    return { name: file.name, bytes: content };
  });
  if (at !== bytes.length) throw new UserError(`${path} is damaged: something follows its end`, 'Copy it again.');
  return files;
}

/** The content if it has exactly the size that the manifest says, else null. */
function unpacked(packed: Uint8Array, size: number): Uint8Array | null {
  if (!Number.isInteger(size) || size < 0 || size > MOST_FILE) return null;
  try {
    const content = gunzipSync(packed, { maxOutputLength: Math.max(size, 1) });
    return content.length === size ? content : null;
  } catch {
    return null;
  }
}

/** The files of a version folder in the order of its manifest. */
export function filesOfFolder(folder: string, { files }: VersionManifest): Uint8Array[] {
  return files.map(({ name }) => readFileSync(join(folder, name)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function notAPack(path: string): UserError {
  return new UserError(`${path} is no exported pack, or it is cut short`, 'Make one with: farend pack export FILE');
}
