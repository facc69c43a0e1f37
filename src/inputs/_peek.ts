import type { ByteSource } from './format.js';

/** Enough to tell an archive (tar has its mark at 257) and the header of a mail. */
const PEEKED = 16_384;

/** The first bytes of a source, and the source with them put back. */
export async function peek(
  source: ByteSource,
  most = PEEKED,
): Promise<{ readonly head: Uint8Array; readonly whole: ByteSource }> {
  const bytes = new Uint8Array(most);
  let filled = 0;
  while (filled < most) {
    if (source.ready !== undefined) await source.ready();
    const got = source.read(bytes.subarray(filled));
    if (got <= 0) break;
    filled += got;
  }
  const head = bytes.subarray(0, filled);
  return { head, whole: putBack(source, head) };
}

function putBack(source: ByteSource, head: Uint8Array): ByteSource {
  let given = 0;
  const late = source.ready?.bind(source);
  const close = source.close?.bind(source);
  return {
    name: source.name,
    size: source.size,
    path: source.path,
    ...(source.written === undefined ? {} : { written: source.written }),
    ...(source.isFound === undefined ? {} : { isFound: source.isFound }),
    ...(source.isAmongOthers === undefined ? {} : { isAmongOthers: source.isAmongOthers }),
    ...(late === undefined ? {} : { ready: () => (given < head.length ? Promise.resolve() : late()) }),
    ...(close === undefined ? {} : { close }),
    read(buffer) {
      if (given >= head.length) return source.read(buffer);
      const part = head.subarray(given, given + buffer.length);
      buffer.set(part);
      given += part.length;
      return part.length;
    },
  };
}
