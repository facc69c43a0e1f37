import { crc32, deflateRawSync } from 'node:zlib';

export interface SampleFile {
  readonly name: string;
  readonly content: Buffer;
  readonly isStored?: boolean;
  readonly isEncrypted?: boolean;
  /** Type letter of tar, Unix mode of zip. */
  readonly isLink?: boolean;
  readonly checksum?: number;
  /** Milliseconds since 1970, in tar. */
  readonly written?: number;
}

function fields(...parts: readonly (readonly [size: 2 | 4, value: number])[]): Buffer {
  const out = Buffer.alloc(parts.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of parts) at = out.writeUIntLE(value, at, size);
  return out;
}

/** A zip archive; `overlaps` gives every entry the place of the first, as Fifield's bomb does. */
export function zipFile(files: readonly SampleFile[], overlaps = false): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  files.forEach(({ name, content, isStored = false, isEncrypted = false, isLink = false, checksum }, index) => {
    const data = isStored ? content : deflateRawSync(content);
    const shared = [
      // Bit 11: the name is UTF-8.
      [2, isEncrypted ? 0x801 : 0x800],
      [2, isStored ? 0 : 8],
      [4, 0],
      [4, checksum ?? crc32(content)],
      [4, data.length],
      [4, content.length],
      [2, Buffer.byteLength(name)],
      [2, 0],
    ] as const;
    const local = Buffer.concat([fields([4, 0x04034b50], [2, 20], ...shared), Buffer.from(name), data]);
    const mode = isLink ? 0o120777 : 0o100644;
    const place = overlaps ? 0 : offset;
    directory.push(
      fields([4, 0x02014b50], [2, 0x0314], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [2, 0], [2, mode], [4, place]),
      Buffer.from(name),
    );
    if (overlaps && index > 0) return;
    parts.push(local);
    offset += local.length;
  });
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = files.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
  return Buffer.concat([...parts, ...directory, end]);
}

/** A POSIX tar archive. */
export function tarFile(files: readonly SampleFile[]): Buffer {
  const parts = files.map(({ name, content, isLink = false, written = 0 }) => {
    const head = Buffer.alloc(512);
    head.write(name.slice(0, 100), 0);
    head.write('0000644\0', 100);
    head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write(
      `${Math.floor(written / 1000)
        .toString(8)
        .padStart(11, '0')}\0`,
      136,
    );
    head.write('        ', 148);
    head.write(isLink ? '2' : '0', 156);
    head.write('ustar\x0000', 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return Buffer.concat([head, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
