/** The name of an archive kind that is read here. */
export type ContainerKind = 'gzip' | 'mail' | 'tar' | 'zip' | 'zstd';

function starts(bytes: Uint8Array, at: number, text: string): boolean {
  if (bytes.length < at + text.length) return false;
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** A Windows event log, or a chunk that was carved out of one. */
export function isEvtx(bytes: Uint8Array): boolean {
  return starts(bytes, 0, 'ElfFile\0') || starts(bytes, 0, 'ElfChnk\0');
}

/** pcap of either byte order (microseconds, nanoseconds, Kuznetzov's variant) or pcapng. */
export function isCapture(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12);
  const first = view.getUint32(0);
  if (first === 0x0a0d0d0a) return isByteOrder(view.getUint32(8));
  const swapped = view.getUint32(0, true);
  return [first, swapped].some((word) => word === 0xa1b2c3d4 || word === 0xa1b23c4d || word === 0xa1b2cd34);
}

function isByteOrder(word: number): boolean {
  return word === 0x1a2b3c4d || word === 0x4d3c2b1a;
}

/** What the header of a mail begins with, and the encodings behind which its bodies are no plain text. */
const MAIL =
  /^(?:From |(?:Return-Path|Received|Delivered-To|X-[\w-]{1,60}|From|To|Cc|Subject|Date|Message-ID|MIME-Version|Thread-\w{1,10}|DKIM-Signature|ARC-[\w-]{1,40}|Authentication-Results|Reply-To|Sender|Content-[\w-]{1,40}): ?)/i;
const IS_ENCODED = /^content-(?:transfer-encoding:\s*(?:base64|quoted-printable)|type:\s*multipart\/)/im;
const LONGEST_HEADER = 16_384;

/** A saved mail that must be decoded, by its header. */
function isMail(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, LONGEST_HEADER)).toString('latin1');
  if (!MAIL.test(text)) return false;
  const head = text.slice(0, Math.max(0, text.search(/\r?\n\r?\n/)));
  const areHeaders = head.split(/\r?\n/).every((line) => /^[ \t]|^[\w-]{1,80}:|^From /.test(line));
  return areHeaders && IS_ENCODED.test(head);
}

/** The archive that begins with these bytes (512 of them for tar, all of its header for a mail), or null. */
export function containerKind(bytes: Uint8Array): ContainerKind | null {
  if (starts(bytes, 0, '\x1f\x8b\x08')) return 'gzip';
  // An empty archive is only its end record; PK00 marks one that was split and came out whole.
  if (starts(bytes, 0, 'PK\x03\x04') || starts(bytes, 0, 'PK\x05\x06') || starts(bytes, 0, 'PK00PK\x03\x04'))
    return 'zip';
  if (starts(bytes, 0, '\x28\xb5\x2f\xfd')) return 'zstd';
  if (starts(bytes, 257, 'ustar')) return 'tar';
  return isMail(bytes) ? 'mail' : null;
}
