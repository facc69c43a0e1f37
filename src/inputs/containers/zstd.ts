import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

/** Makes what unpacks one file of Zstandard. */
export type Zstd = () => Transform;

/** The versions of Node.js that have it: https://nodejs.org/api/zlib.html#zlibcreatezstddecompressoptions */
export const WITH_ZSTD = 'Node.js 22.15, 23.8 and newer';

/** That of the Node.js which runs this; null where it has none. */
export function ownZstd(): Zstd | null {
  return (zlib as { readonly createZstdDecompress?: Zstd }).createZstdDecompress ?? null;
}
