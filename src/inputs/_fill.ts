import type { ByteSource } from './format.js';

/** A pipe hands out little at a time: reads until the buffer is full or the input ends. */
export async function fill(source: ByteSource, buffer: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    if (source.ready !== undefined) await source.ready();
    const got = source.read(filled === 0 ? buffer : buffer.subarray(filled));
    if (got <= 0) break;
    filled += got;
  }
  return filled;
}
