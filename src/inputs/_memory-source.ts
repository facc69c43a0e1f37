import type { ByteSource } from './format.js';

/** An input that is already in memory; `step` hands it out in small pieces, like a slow pipe. */
export function memorySource(name: string, bytes: Uint8Array, step = Number.POSITIVE_INFINITY): ByteSource {
  let at = 0;
  return {
    name,
    size: bytes.length,
    path: null,
    read(buffer) {
      const count = Math.min(buffer.length, bytes.length - at, step);
      buffer.set(bytes.subarray(at, at + count));
      at += count;
      return count;
    },
  };
}
