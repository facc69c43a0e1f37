/** 1601-01-01 to 1970-01-01 in milliseconds. */
const FILETIME_OFFSET = 11_644_473_600_000;

/** ISO text of a Windows FILETIME, or nothing for one beyond what a date can hold. */
function fileTimeText(ticks: bigint): string {
  const time = Number(ticks / 10_000n) - FILETIME_OFFSET;
  return time > -62_135_596_800_000 && time < 253_402_300_800_000 ? new Date(time).toISOString() : '';
}

/**
 * The text of one typed value of binary XML, as Windows prints it. Empty for kinds that no connection event carries
 * (binary data, arrays). Throws RangeError when it lies beyond the bytes.
 */
export function valueText(bytes: Buffer, type: number, at: number, size: number): string {
  switch (type) {
    case 0x01:
      return trimNul(bytes.toString('utf16le', at, at + (size & ~1)));
    case 0x02:
      return trimNul(bytes.toString('latin1', at, at + size));
    case 0x03:
    case 0x05:
    case 0x07:
      return String(size > 0 && size <= 6 ? bytes.readIntLE(at, size) : '');
    case 0x04:
    case 0x06:
    case 0x08:
      return String(size > 0 && size <= 6 ? bytes.readUIntLE(at, size) : '');
    case 0x09:
      return bytes.readBigInt64LE(at).toString();
    case 0x0a:
      return bytes.readBigUInt64LE(at).toString();
    case 0x0d:
      return size >= 4 && bytes.readUInt32LE(at) !== 0 ? 'true' : 'false';
    case 0x0f:
      return guidText(bytes, at);
    case 0x11:
      return fileTimeText(bytes.readBigUInt64LE(at));
    case 0x13:
      return sidText(bytes, at, size);
    case 0x10:
    case 0x14:
    case 0x15:
      return `0x${(size === 8 ? bytes.readBigUInt64LE(at) : bytes.readUInt32LE(at)).toString(16)}`;
    default:
      return '';
  }
}

function trimNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function guidText(bytes: Buffer, at: number): string {
  const head = [bytes.readUInt32LE(at), bytes.readUInt16LE(at + 4), bytes.readUInt16LE(at + 6)];
  const [a, b, c] = head.map((part, index) => part.toString(16).padStart(index === 0 ? 8 : 4, '0'));
  const tail = bytes.toString('hex', at + 8, at + 16);
  return `{${a}-${b}-${c}-${tail.slice(0, 4)}-${tail.slice(4)}}`.toUpperCase();
}

/** S-1-5-21-... ([MS-DTYP] 2.4.2.2). */
function sidText(bytes: Buffer, at: number, size: number): string {
  const count = bytes.readUInt8(at + 1);
  if (size < 8 + count * 4) return '';
  const parts = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(at + 8 + index * 4));
  return ['S', bytes.readUInt8(at), bytes.readUIntBE(at + 2, 6), ...parts].join('-');
}
