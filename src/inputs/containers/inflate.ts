import type { Transform } from 'node:stream';
import type { ByteSource } from '../format.js';
import type { Limits } from './limits.js';

/** Small pieces in: one may become a thousand times as long. */
const PIECE = 16_384;

/** The bytes of a source, piece by piece. */
export async function* piecesOf(source: ByteSource, size = PIECE): AsyncGenerator<Uint8Array> {
  for (;;) {
    if (source.ready !== undefined) await source.ready();
    const buffer = new Uint8Array(size);
    const got = source.read(buffer);
    if (got <= 0) return;
    yield buffer.subarray(0, got);
  }
}

/**
 * Unpacks pieces with a decompressor of node:zlib. What was unpacked before damage or a limit is given first, then it
 * throws with the reason.
 */
export async function* inflated(
  pieces: AsyncIterable<Uint8Array>,
  decoder: Transform,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  let failure: Error | null = null;
  let [packed, unpacked, fresh] = [0, 0, 0];
  decoder.on('data', (chunk: Uint8Array) => {
    out.push(chunk);
    fresh += chunk.length;
  });
  decoder.on('error', (error) => (failure ??= error));
  // A write that fails is never answered: only the end of the decoder tells.
  let wake = (): void => undefined;
  decoder.once('close', () => wake());
  const until = (begin: (done: () => void) => void): Promise<void> =>
    new Promise((done) => {
      wake = done;
      begin(done);
    });
  const flush = function* (): Generator<Uint8Array> {
    unpacked += fresh;
    const isAllowed = limits.take(fresh, unpacked, packed);
    fresh = 0;
    yield* out.splice(0);
    if (!isAllowed) throw new Error(limits.met ?? 'a limit was met');
  };
  try {
    for await (const piece of pieces) {
      packed += piece.length;
      await until((done) => decoder.write(piece, () => done()));
      yield* flush();
      if (failure !== null || decoder.readableEnded || decoder.destroyed) break;
    }
    if (failure === null && !decoder.readableEnded && !decoder.destroyed)
      await until((done) => decoder.once('end', done).end());
    yield* flush();
    if (failure !== null) throw new Error(reasonOf(failure));
  } finally {
    decoder.destroy();
  }
}

function reasonOf(failure: Error): string {
  const code = (failure as NodeJS.ErrnoException).code ?? '';
  return code === 'Z_BUF_ERROR' ? 'it ends too early' : 'its compressed data is damaged';
}
