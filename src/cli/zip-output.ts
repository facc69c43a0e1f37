import { crc32, constants, deflateRawSync } from 'node:zlib';
import { UserError } from '../model/errors.js';
import type { Part, Parts } from '../report/report.js';

/** Text is packed in blocks of up to this many bytes, so that a part of any size needs little memory. */
const BLOCK = 512 * 1024;
/** Characters taken at a time; their bytes always fit into an empty block. */
const PIECE = 128 * 1024;
/** How far deflate looks back (RFC 1951): a block is given the end of the one before as its dictionary. */
const WINDOW = 32 * 1024;
/** Level 3 packs a sheet to 1.1 times the size of level 6 in half the time. */
const LEVEL = 3;
const LARGEST = 0xffffffff;
/** Bit 11: names are UTF-8 (APPNOTE 4.4.4). */
const FLAGS = 0x0800;
const DEFLATED = 8;
/** 1980-01-01 00:00, the first that the format knows: the same report is the same bytes. */
const DATE = 0x0021;

interface Packed {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly packedSize: number;
  readonly at: number;
}

/**
 * A zip file (APPNOTE 6.3.10, without zip64) written front to back: `write` takes its bytes. A part is held packed
 * until it is closed and then written with its sizes before it, as every reader likes it.
 */
export class ZipOutput implements Parts {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #packed: Packed[] = [];
  #at = 0;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  open(name: string): Part {
    const deflater = new Deflater();
    return {
      write: (text) => deflater.write(text),
      close: () => this.#add(name, deflater),
    };
  }

  /** Writes the directory. All parts must be closed. */
  end(): void {
    const start = this.#at;
    for (const part of this.#packed) this.#put(directoryEntry(part));
    this.#put(endRecord(this.#packed.length, start, this.#at - start));
  }

  #add(name: string, deflater: Deflater): void {
    const { chunks, crc, size, packedSize } = deflater.end();
    const part = { name: Buffer.from(name, 'utf8'), crc, size, packedSize, at: this.#at };
    if (Math.max(size, this.#at + packedSize) > LARGEST) {
      throw new UserError('the workbook would be larger than 4 GB', 'Keep fewer peers with --only, or write .csv.');
    }
    this.#packed.push(part);
    this.#put(localHeader(part));
    for (const chunk of chunks) this.#put(chunk);
  }

  #put(bytes: Uint8Array): void {
    this.#write(bytes);
    this.#at += bytes.length;
  }
}

/** Packs text block by block. Each block ends on a byte boundary, so that their bytes simply follow one another. */
class Deflater {
  readonly #chunks: Buffer[] = [];
  /** Text becomes bytes at once: a string that grows piece by piece costs the collector more than the packing. */
  readonly #block = Buffer.allocUnsafe(BLOCK);
  #used = 0;
  #window: Buffer | undefined;
  #crc = 0;
  #size = 0;
  #packedSize = 0;

  write(text: string): void {
    for (let at = 0; at < text.length; ) {
      // A UTF-16 unit takes three bytes at most. A pair that is cut in two would lose its character.
      let end = Math.min(text.length, at + PIECE);
      if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end--;
      const piece = at === 0 && end === text.length ? text : text.slice(at, end);
      if (piece.length * 3 > BLOCK - this.#used) this.#pack(constants.Z_SYNC_FLUSH);
      this.#used += this.#block.write(piece, this.#used, 'utf8');
      at = end;
    }
  }

  end(): { chunks: readonly Buffer[]; crc: number; size: number; packedSize: number } {
    this.#pack(constants.Z_FINISH);
    return { chunks: this.#chunks, crc: this.#crc, size: this.#size, packedSize: this.#packedSize };
  }

  #pack(finishFlush: number): void {
    const bytes = this.#block.subarray(0, this.#used);
    const packed = deflateRawSync(bytes, { level: LEVEL, finishFlush, chunkSize: BLOCK / 4, dictionary: this.#window });
    this.#crc = crc32(bytes, this.#crc);
    this.#size += bytes.length;
    this.#packedSize += packed.length;
    this.#chunks.push(packed);
    // A copy: the block is used again.
    if (bytes.length > 0) this.#window = Buffer.from(bytes.subarray(-WINDOW));
    this.#used = 0;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function localHeader({ name, crc, size, packedSize }: Packed): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, { crc, size, packedSize, nameLength: name.length });
  return Buffer.concat([header, name]);
}

function directoryEntry({ name, crc, size, packedSize, at }: Packed): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  writeCommon(header, 6, { crc, size, packedSize, nameLength: name.length });
  header.writeUInt32LE(at, 42);
  return Buffer.concat([header, name]);
}

/** The fields that both headers have in the same order, from "version needed to extract" (2.0) on. */
function writeCommon(
  header: Buffer,
  at: number,
  { crc, size, packedSize, nameLength }: { crc: number; size: number; packedSize: number; nameLength: number },
): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(FLAGS, at + 2);
  header.writeUInt16LE(DEFLATED, at + 4);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(packedSize, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}

function endRecord(parts: number, start: number, length: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(parts, 8);
  record.writeUInt16LE(parts, 10);
  record.writeUInt32LE(length, 12);
  record.writeUInt32LE(start, 16);
  return record;
}
